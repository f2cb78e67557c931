import { afterEach, expect, test, vi } from 'vitest';
import { causeOf, isChunkError } from './chunks';

afterEach(() => vi.unstubAllGlobals());

// As the browsers and the build say it.
const failures = {
  chromium: new TypeError('Failed to fetch dynamically imported module: http://county.test/assets/ClaimsPage-x1.js'),
  firefox: new TypeError('error loading dynamically imported module: http://county.test/assets/ClaimsPage-x1.js'),
  safari: new TypeError('Importing a module script failed.'),
  styles: new Error('Unable to preload CSS for /assets/ClaimsPage-x1.css'),
};
const page = (entry: string) => `<!doctype html><script type="module" src="/assets/${entry}.js"></script>`;

/** Answers by address; null is a line that is down. */
const server = (answers: (address: string) => [number, string] | null) =>
  vi.stubGlobal('fetch', async (address: string) => {
    const answer = answers(address);
    if (!answer) throw new TypeError('Failed to fetch');
    return new Response(answer[1], { status: answer[0] });
  });

test.each(Object.entries(failures))('%s: a line that is down is no update', async (_, failure) => {
  expect(isChunkError(failure)).toBe(true);
  server(() => null);
  expect(await causeOf(failure)).toBe('unreachable');
  server(() => [502, '']);
  expect(await causeOf(failure)).toBe('unreachable');
});

test.each(Object.entries(failures))('%s: a file the server no longer has is an update', async (_, failure) => {
  document.head.innerHTML = page('index-old').replace('<!doctype html>', '');
  server((address) => (address === '/' ? [200, page('index-new')] : [404, '']));
  expect(await causeOf(failure)).toBe('outdated');
});

test.each(Object.entries(failures))('%s: a line that is back again is neither', async (_, failure) => {
  document.head.innerHTML = page('index-same').replace('<!doctype html>', '');
  server((address) => [200, address === '/' ? page('index-same') : '']);
  expect(await causeOf(failure)).toBe('fault');
});

test('a fault of the page itself is none of them', async () => {
  const fault = new TypeError('x is undefined');
  expect(isChunkError(fault)).toBe(false);
  server(() => [200, page('index-new')]);
  expect(await causeOf(fault)).toBe('fault');
});
