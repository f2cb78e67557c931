import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { capitals } from './capitals';

// The same file as the server's test: what is typed on the screen and what stands on a paper are the same words.
const golden = readFileSync(join(import.meta.dirname, '../../../internal/kernel/money/testdata/capitals.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t') as [string, string]);

test('amounts are written as the server writes them', () => {
  expect(golden.length).toBeGreaterThan(300);
  for (const [fen, text] of golden) expect(capitals(BigInt(fen)), fen).toBe(text);
});
