// Gzip budgets over the build's own manifest: what a reader downloads to see the first screen after log-in
// (charts come later and are not counted), and what each other page adds to it.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const FIRST_SCREEN = 300 * 1024;
const LATER_PAGE = 150 * 1024;

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const sizes = new Map();
function size(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist))).length);
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
