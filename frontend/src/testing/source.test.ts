// What the compiler and the linter cannot see: rules about the source itself.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { themeFor } from '@/app/theme';
import enums from '@/gen/enums.json';
import allEn from '@/i18n/en.json';
import kitEn from '@/i18n/kit.en.json';
import kitZh from '@/i18n/kit.zh-CN.json';
import allZh from '@/i18n/zh-CN.json';

const zh = { ...allZh, ...kitZh };
const en = { ...allEn, ...kitEn };

const root = join(import.meta.dirname, '..');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|tsx)$/.test(file) && !file.startsWith('gen/'));
const product = files.filter((file) => !file.startsWith('testing/') && !/\.test\.tsx?$/.test(file));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const withoutComments = (source: string) =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"])\/\/.*$/gm, '$1');

const keysOf = (texts: object, prefix = ''): string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  );
// Chinese has no plural, English has two forms of the same key.
const folded = (texts: object) => [...new Set(keysOf(texts).map((key) => key.replace(/_(one|other)$/, '')))].sort();
const textOf = (texts: object, key: string) =>
  key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], texts) as string;

test('a day in a form stands in a DateField, which tells at the field what it must not lie before or after', () => {
  const allowed = new Set(['components/FilterBar.tsx', 'components/form/DateField.tsx', 'features/kit/fields.tsx']);
  expect(product.filter((file) => !allowed.has(file) && /form\/DateInput'/.test(read(file)))).toEqual([]);
});

describe('texts', () => {
  test('both languages have the same keys', () => expect(folded(en)).toEqual(folded(zh)));
  test('both languages use the same placeholders', () => {
    const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
    for (const key of keysOf(en).filter((each) => !each.endsWith('_one')))
      expect(placeholders(textOf(en, key)), key).toEqual(placeholders(textOf(zh, key)));
  });
  test('no text stands in the code: Chinese is in the language files only', () => {
    // Each language is named in itself, whatever the language of the screen.
    // Capitals and the units people type after an amount are what these files are about.
    const allowed = new Set(['components/LanguageSwitch.tsx', 'lib/capitals.ts', 'lib/money.ts']);
    const found = product.filter((file) => !allowed.has(file) && /[\u3400-\u9fff]/.test(withoutComments(read(file))));
    expect(found).toEqual([]);
  });
  test('no text between tags either, in any language', () => {
    const found = product
      .filter((file) => file.endsWith('.tsx'))
      .flatMap((file) =>
        [...withoutComments(read(file)).matchAll(/>\s*([A-Za-z][A-Za-z ,.']{2,})\s*<\//g)].map(
          (m) => `${file}: ${m[1]}`,
        ),
      );
    expect(found).toEqual([]);
  });
  test('no text is left over', () => {
    const source = product.map(read).join('\n');
    // Sheets that the program exports are written in the same words.
    const sheets = join(root, '../../internal/reports/export');
    const exported = readdirSync(sheets)
      .filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'))
      .map((file) => readFileSync(join(sheets, file), 'utf8'))
      .join('\n');
    const used = (key: string) => {
      const base = key.replace(/_(one|other)$/, '');
      if (source.includes(`'${base}'`) || exported.includes(`"${base}"`)) return true;
      // Keys made from a name, such as t(`money.${name}`).
      const group = base.slice(0, base.lastIndexOf('.') + 1);
      return source.includes(`\`${group}\${`);
    };
    expect(keysOf(zh).filter((key) => !used(key))).toEqual([]);
  });
  test('every enum that screens show has its words', () => {
    const shown = Object.keys(zh.enum);
    const prefixes = [...new Set(Object.values(enums).map((names) => (names[0] ?? '').replace(/UNSPECIFIED$/, '')))];
    for (const prefix of prefixes) {
      const all = Object.values(enums).find((names) => names[0] === `${prefix}UNSPECIFIED`) ?? [];
      const told = all.filter((name) => shown.includes(name));
      if (told.length > 0) expect(told, `${prefix}* is told in part`).toEqual(all);
    }
    const known = new Set(Object.values(enums).flat());
    expect(shown.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('arrows', () => {
  const layers = ['lib', 'components', 'features', 'app'];
  const rank = (file: string) => layers.indexOf(file.split('/')[0] ?? '');
  const imports = (file: string) =>
    [...read(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => {
      const target = match[1] ?? '';
      if (target.startsWith('@/')) return target.slice(2);
      return target.startsWith('.') ? relative(root, join(root, file, '..', target)) : '';
    });

  test('point from app to features to components to lib', () => {
    const wrong = product.flatMap((file) =>
      imports(file)
        .filter((target) => rank(target) > rank(file) && rank(file) >= 0)
        .map((target) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });
  test('never from one feature to another', () => {
    const feature = (file: string) => (file.startsWith('features/') ? file.split('/')[1] : undefined);
    const wrong = product.flatMap((file) =>
      imports(file)
        .filter((target) => feature(file) && feature(target) && feature(target) !== feature(file))
        .map((target) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });
  test('nothing in the product imports what is for tests', () => {
    expect(product.filter((file) => imports(file).some((target) => target.startsWith('testing/')))).toEqual([]);
  });
});

describe('house rules', () => {
  test('pages are made of the page kit: no raw Table or Form of antd', () => {
    // Only the kit's own form is made of antd's.
    const found = product.filter(
      (file) =>
        !file.startsWith('components/form/') &&
        /import \{[^}]*\b(Table|Form|Modal|Drawer)\b[^}]*\} from 'antd'/.test(read(file)),
    );
    expect(found).toEqual([]);
  });
  test('a table of records can be exported', () => {
    // These have a fixed number of rows, or rows that are exported from elsewhere.
    const reasons: Record<string, string> = {
      'components/ListPage.tsx': 'its users say which list is exported: asked below',
      'components/DiffView.tsx': 'the fields of one record',
      'components/AllocationChanges.tsx': 'the papers that took something off one allocation or document',
      'components/trace/TraceView.tsx': 'the way of one record, whose lists are exported one by one',
      'features/acceptances/AcceptancePage.tsx': 'the team and the lots of one acceptance, which are on its sheet',
      'features/claims/ClaimPage.tsx': 'the lines of one claim, which are on its sheet',
      'features/claims/CheckList.tsx': 'the papers of one claim, which are on its sheet',
      'features/fiscal-years/CarryOversPage.tsx': 'what one closed year carried over, which is on the closing sheet',
      'features/fiscal-years/FiscalYearPage.tsx':
        'the changes of one year and its sums, which are on the closing sheet',
      'features/fiscal-years/FiscalYearsPage.tsx': 'one row for each year',
      'features/fiscal-years/Obstacles.tsx': 'counts, each with the exported list behind it',
      'features/fund-documents/FundDocumentPage.tsx': 'the lines of one document; its list exports every line',
      'features/inbox/DoneToday.tsx': 'one day of one person, out of the audit log that is exported',
      'features/overview/ChannelSection.tsx': 'one row for each channel, the sums of the exported allocations',
      'features/overview/KeyVillageSection.tsx': 'one row for each batch, the counts of the exported key villages',
      'features/overview/ProjectStateSection.tsx': 'one row for each state, the sums of the exported projects',
      'features/overview/VillageSection.tsx':
        'sums of the exported projects; by village and channel the integration table is exported',
      'features/project-changes/ProjectChangesPage.tsx': 'a few for each project, which has them in its history',
      'features/retentions/RetentionPage.tsx': 'the lots and defects of one retention; its list is exported',
      'features/kit/reading.tsx': 'a sample',
      'features/kit/KitListPage.tsx': 'a sample',
    };
    const tables = product.filter(
      (file) => /<DataTable\b/.test(read(file)) && !/<Export(Bar|Buttons)\b/.test(read(file)),
    );
    const lists = product.filter((file) => /<ListPage\b/.test(read(file)) && !/exported=\{/.test(read(file)));
    expect([...tables, ...lists].sort()).toEqual(Object.keys(reasons).sort());
  });
  test('the oldest browser that is let in knows what the code calls', () => {
    // Chromium 90: what came later, by name.
    const later =
      /[^.]\.(at|findLast|findLastIndex|toSorted|toReversed|toSpliced|isWellFormed)\(|Object\.(hasOwn|groupBy)\b|\b(structuredClone|randomUUID\(|withResolvers|fromAsync|AbortSignal\.(any|timeout)|URL\.canParse)/;
    const found = product.filter((file) => file !== 'lib/floor.ts' && later.test(withoutComments(read(file))));
    expect(found).toEqual([]);
  });
  test('what tells an old browser that it is too old can be read by one', () => {
    const script = readFileSync(join(root, '../public/floor.js'), 'utf8').replace(/\/\/.*$/gm, '');
    expect(script).not.toMatch(/=>|\b(let|const|class|async)\b|`|\?\.|\?\?|\/[a-z]+\/d/);
  });
  test('amounts never become Numbers', () => {
    const found = product.filter(
      (file) => file !== 'lib/money.ts' && /(Number|parseInt|parseFloat)\([^)]*[fF]en/.test(read(file)),
    );
    expect(found).toEqual([]);
  });
  test('antd gets the design’s own tokens', () => {
    const css = readFileSync(join(root, 'styles/tokens.css'), 'utf8');
    const token = (name: string) => new RegExp(`--zc-${name}:\\s*([^;]+);`).exec(css)?.[1]?.trim();
    const theme = themeFor(false).token;
    expect(theme?.colorPrimary).toBe(token('primary'));
    expect(theme?.colorSuccess).toBe(token('success'));
    expect(theme?.colorWarning).toBe(token('warning'));
    expect(theme?.colorError).toBe(token('error'));
    expect(theme?.colorTextBase).toBe(token('text'));
    expect(theme?.colorTextSecondary).toBe(token('text-soft'));
    expect(theme?.colorBgLayout).toBe(token('bg'));
    expect(`${theme?.borderRadius}px`).toBe(token('radius'));
    expect(theme?.fontFamily).toBe(token('font'));
  });
  test('a list offers to sort and filter by whatever the server can', () => {
    const lists = JSON.parse(readFileSync(join(root, '../../api/openapi/zhengcun.openapi.json'), 'utf8'))
      .paths as Record<string, { get?: { parameters?: { name: string; description?: string }[] } }>;
    const missing: string[] = [];
    let compared = 0;
    for (const file of product.filter((name) => /^features\/[a-z-]+\/\w+sPage\.tsx$/.test(name))) {
      const source = read(file);
      const collection = /page="([a-z-]+)"/
        .exec(source)?.[1]
        ?.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
      const parameters = lists[`/v1/${collection}`]?.get?.parameters;
      if (!parameters) continue;
      compared++;
      for (const { name, description = '' } of parameters) {
        if (name === 'orderBy')
          for (const [, column] of description.matchAll(/`([a-z_]+)(?: desc)?`/g))
            if (!source.includes(`sort: '${column}'`)) missing.push(`${file}: sort by ${column}`);
        // Lists of one record's own are reached from it; its id is no filter one would choose.
        if (!/^(page|orderBy)|Id$/.test(name) && !source.includes(name)) missing.push(`${file}: ${name}`);
      }
    }
    expect(compared).toBeGreaterThan(12);
    // Whoever looks for a project's name searches; the channels are chosen one by one.
    expect(missing).toEqual([
      'features/fund-documents/FundDocumentsPage.tsx: channelKind',
      'features/projects/ProjectsPage.tsx: sort by name',
    ]);
  });
  test('the user guide speaks of what is on the screens', () => {
    const quoted = readFileSync(join(root, '../../docs/user-guide.md'), 'utf8').match(/「[^」]+」/g) ?? [];
    const shown = new Set(keysOf(zh).map((key) => textOf(zh, key)));
    expect(quoted.length).toBeGreaterThan(30);
    expect(quoted.map((words) => words.slice(1, -1)).filter((words) => !shown.has(words))).toEqual([]);
  });
});
