// Gzip budgets over the build's manifest: what a reader downloads to see the first screen after log-in, wherever
// his role begins its day (charts come later and are not counted), and what each other page adds to it.
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
await build({ logLevel: 'warn', build: { outDir: dist, emptyOutDir: true, manifest: true } });
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

/** The screens people may land on: where each role starts, the overview, and the first password. */
function landings() {
  const read = (name) => readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8');
  const [starts, addresses, routes] = ['app/StartPage.tsx', 'lib/paths.ts', 'app/router.tsx'].map(read);
  const names = new Set([...starts.matchAll(/paths\.(\w+)\(\)/g)].map(([, name]) => name));
  if (names.size < 2) throw new Error('the start page no longer names its addresses as paths.name()');
  const found = new Map([['a first password', 'src/features/account/FirstPasswordPage.tsx']]);
  for (const name of names) {
    const address = new RegExp(`\\n  ${name}: [^]*?'(/[^']*)'`).exec(addresses)?.[1];
    const route = routes.indexOf(`'${address}'`);
    const page = /import\('@\/([^']+)'\)/.exec(routes.slice(route))?.[1];
    if (!address || route < 0 || !page) throw new Error(`no page is known for the start ${name}`);
    found.set(address, `src/${page}.tsx`);
  }
  return found;
}

const entry = new Set([...filesOf('index.html'), 'index.html']);
const withPage = (key) => new Set([...entry, ...filesOf(key)]);
let failed = false;
function report(name, bytes, budget) {
  const ok = bytes <= budget;
  if (!ok) failed = true;
  console.log(`${ok ? 'ok  ' : 'OVER'} ${kb(bytes).padStart(10)} of ${kb(budget).padStart(10)}  ${name}`);
}

const firsts = landings();
for (const [address, key] of firsts)
  report(`first screen after log-in: ${address} (before charts)`, total(withPage(key)), FIRST_SCREEN);
report('log-in page', total(withPage('src/features/login/LoginPage.tsx')), FIRST_SCREEN);
// Whoever opens a page has been on one of them; the least of them leaves the most to fetch.
const [least] = [...firsts.values()].map(withPage).sort((one, other) => total(one) - total(other));
const later = (key) => [...filesOf(key)].filter((file) => !least.has(file));
for (const key of Object.keys(manifest).filter((each) => /^src\/features\/.*Page\.tsx$/.test(each)))
  report(`added by ${key.replace('src/features/', '')}`, total(later(key)), LATER_PAGE);
console.log(
  `     ${kb(total(later('src/components/charts/StackedBars.tsx'))).padStart(10)}                 charts, after the first screen`,
);
console.log(
  `     ${kb(total(later('src/components/FilterChoice.tsx'))).padStart(10)}                 filters that choose, after the first screen`,
);
process.exit(failed ? 1 : 0);
