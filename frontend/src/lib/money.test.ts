import { describe, expect, test } from 'vitest';
import {
  divideRounded,
  formatMilli,
  formatShort,
  formatYuan,
  LARGEST_FEN,
  parseFen,
  percent,
  readMilli,
  readYuan,
  sum,
} from './money';

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

describe('what people type and paste as an amount', () => {
  test.each([
    ['0', 0n],
    ['1', 100n],
    ['1.5', 150n],
    ['1.', 100n],
    ['0.01', 1n],
    ['007', 700n],
    ['1,234.56', 123_456n],
    ['1，234．56', 123_456n],
    ['1、234。56', 123_456n],
    ["1'234.50", 123_450n],
    [' 600 000.00 ', 60_000_000n],
    ['１２３４.５', 123_450n],
    ['600\u00a0000', 60_000_000n],
    ['600\u3000000', 60_000_000n],
    ['￥600000.00', 60_000_000n],
    ['¥1', 100n],
    ['人民币 12 元整', 1_200n],
    ['RMB 3', 300n],
    ['cny3', 300n],
    ['12元', 1_200n],
    ['12 万元', 12_000_000n],
    ['3.5万', 3_500_000n],
    ['3.000001万', 3_000_001n],
    ['0.6亿', 6_000_000_000n],
    ['0.6亿元', 6_000_000_000n],
    ['1.23000', 123n],
    ['1000000000000', LARGEST_FEN],
    ['1万亿', null],
  ])('%s', (typed, fen) => expect(readYuan(typed)).toBe(fen));
  test.each([
    '',
    ' ',
    '.',
    '.5',
    '-1',
    '+1',
    '1.234',
    '0.001',
    '0.0000001万',
    '1.2.3',
    '1e5',
    '0x10',
    '十万',
    '壹元整',
    '12 公里',
    '12万3千',
    '元',
    '万',
    '1元2',
    '1000000000000.01',
    '99999999999999999999999999',
    '<b>1</b>',
    'NaN',
    'Infinity',
  ])('%s is no amount', (typed) => expect(readYuan(typed)).toBeNull());
  test('what is shown is read back exactly', () => {
    let state = 20080501n;
    for (let index = 0; index < 500; index++) {
      state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
      const fen = (state >> (state >> 58n)) % (LARGEST_FEN + 1n);
      expect(readYuan(formatYuan(fen)), String(fen)).toBe(fen);
    }
  });
});

describe('what people type as a quantity', () => {
  test.each([
    ['3.5', 3500n],
    ['３．５', 3500n],
    ['1,200', 1_200_000n],
    ['0', 0n],
    ['0.001', 1n],
  ])('%s', (typed, milli) => expect(readMilli(typed)).toBe(milli));
  test.each(['', '.5', '1.2345', '-1', '3.5公里', '1e3', '1234567890123'])('%s is none', (typed) =>
    expect(readMilli(typed)).toBeNull(),
  );
});
