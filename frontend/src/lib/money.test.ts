import { describe, expect, test } from 'vitest';
import { divideRounded, formatMilli, formatShort, formatYuan, parseFen, percent, sum } from './money';

describe('fen', () => {
  test('are read exactly, far beyond what a Number holds', () => {
    expect(parseFen('9223372036854775807')).toBe(9223372036854775807n);
    expect(parseFen('-5')).toBe(-5n);
    expect(parseFen('')).toBe(0n);
    expect(parseFen(undefined)).toBe(0n);
  });
  test.each(['1.5', '1e3', 'NaN', ' 1', '0x10', '一'])('%s is no amount', (text) => {
    expect(() => parseFen(text)).toThrow();
  });
});

describe('an amount is written as the office writes it', () => {
  test.each([
    [0n, '0.00'],
    [5n, '0.05'],
    [-5n, '-0.05'],
    [100n, '1.00'],
    [123456789n, '1,234,567.89'],
    [-123456789n, '-1,234,567.89'],
    [60_000_000n, '600,000.00'],
    [9223372036854775807n, '92,233,720,368,547,758.07'],
  ])('%s', (fen, written) => expect(formatYuan(fen)).toBe(written));

  test.each([
    [0n, 'zh-CN', '0.00', 'yuan'],
    [999_999n, 'zh-CN', '9,999.99', 'yuan'],
    [1_000_000n, 'zh-CN', '1.00', 'wan'],
    [60_000_000n, 'zh-CN', '60.00', 'wan'],
    [1_234_567_89n, 'zh-CN', '123.46', 'wan'],
    [10_000_000_000n, 'zh-CN', '1.00', 'yi'],
    [-60_000_000n, 'zh-CN', '-60.00', 'wan'],
    [60_000_000n, 'en', '0.60', 'million'],
    [999_999n, 'en', '9,999.99', 'yuan'],
  ] as const)('short form of %s in %s', (fen, language, number, unit) =>
    expect(formatShort(fen, language)).toEqual({ number, unit }),
  );
});

describe('shares', () => {
  test.each([
    [1n, 3n, '33.3%'],
    [2n, 3n, '66.7%'],
    [0n, 3n, '0.0%'],
    [3n, 3n, '100.0%'],
    [-1n, 2n, '-50.0%'],
    [1n, 2000n, '0.1%'],
  ])('%s of %s', (part, whole, written) => expect(percent(part, whole)).toBe(written));
  test('of nothing there is none', () => expect(percent(1n, 0n)).toBeNull());
  test('rounding is half away from zero', () => {
    expect(divideRounded(5n, 10n)).toBe(1n);
    expect(divideRounded(-5n, 10n)).toBe(-1n);
    expect(divideRounded(4n, 10n)).toBe(0n);
  });
});

test('sums stay exact', () => expect(sum([9007199254740993n, 1n])).toBe(9007199254740994n));
test.each([
  ['3500', '3.5'],
  ['1200000', '1,200'],
  ['1', '0.001'],
  ['0', '0'],
])('quantity %s', (milli, written) => expect(formatMilli(milli)).toBe(written));
