// Gzip budgets over the build's manifest: what a reader downloads to see the first screen after log-in
// (charts come later and are not counted), and what each other page adds to it.
// It builds aside, because the manifest does not belong into the program.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const FIRST_SCREEN = 300 * 1024;
const LATER_PAGE = 150 * 1024;

const dist = mkdtempSync(join(tmpdir(), 'zhengcun-size-'));
process.on('exit', () => rmSync(dist, { recursive: true, force: true }));
await build({ logLevel: 'warn', build: { outDir: dist, manifest: true } });
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

const sizes = new Map();
function size(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(dist, file))).length);
  return sizes.get(file);
}

/** Files of an entry with everything it imports at once. */
function filesOf(key, found = new Set()) {
  const chunk = manifest[key];
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const css of chunk.css ?? []) found.add(css);
  for (const imported of chunk.imports ?? []) filesOf(imported, found);
  return found;
}

const total = (files) => [...files].reduce((sum, file) => sum + size(file), 0);
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

const entry = filesOf('index.html');
const first = new Set([...entry, ...filesOf('src/features/overview/OverviewPage.tsx'), 'index.html']);
let failed = false;
function report(name, bytes, budget) {
  const ok = bytes <= budget;
  if (!ok) failed = true;
  console.log(`${ok ? 'ok  ' : 'OVER'} ${kb(bytes).padStart(10)} of ${kb(budget).padStart(10)}  ${name}`);
}

report('first screen after log-in (overview, before charts)', total(first), FIRST_SCREEN);
report('log-in page', total(new Set([...entry, ...filesOf('src/features/login/LoginPage.tsx')])), FIRST_SCREEN);
for (const key of Object.keys(manifest).filter((each) => /^src\/features\/.*Page\.tsx$/.test(each))) {
  const added = [...filesOf(key)].filter((file) => !first.has(file));
  report(`added by ${key.replace('src/features/', '')}`, total(added), LATER_PAGE);
}
const charts = [...filesOf('src/components/charts/StackedBars.tsx')].filter((file) => !first.has(file));
console.log(`     ${kb(total(charts)).padStart(10)}                 charts, after the first screen`);
process.exit(failed ? 1 : 0);
