import { expect, test } from 'vitest';
import { splitByWeight } from './split';

const sum = (parts: bigint[]) => parts.reduce((a, b) => a + b, 0n);

test('parts sum to the amount and differ from the exact share by less than a fen', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return BigInt(seed % below);
  };
  for (let run = 0; run < 2000; run++) {
    const weights = Array.from({ length: 1 + Number(random(6)) }, () => random(1_000_000));
    const amount = random(2_000_000_000);
    const parts = splitByWeight(amount, weights);
    expect(sum(parts)).toBe(amount);
    const total = sum(weights);
    if (total === 0n) continue;
    weights.forEach((weight, index) => {
      const off = (parts[index] ?? 0n) * total - amount * weight;
      expect(off < total && off > -total).toBe(true);
    });
  }
});

test('the lowest line comes first among equals', () => {
  expect(splitByWeight(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  expect(splitByWeight(5n, [0n, 0n])).toEqual([5n, 0n]);
});
