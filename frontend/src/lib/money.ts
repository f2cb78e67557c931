// Money is fen in a bigint, from the wire to the screen. No amount ever becomes a Number,
// except where a length on a drawing is wanted (fenToLength).

export function parseFen(text: string | undefined): bigint {
  if (text === undefined || text === '') return 0n;
  if (!/^-?\d+$/.test(text)) throw new Error(`not an amount in fen: ${text}`);
  return BigInt(text);
}

const group = (digits: string) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
const abs = (value: bigint) => (value < 0n ? -value : value);

/** 1234567 → 12,345.67 */
export function formatYuan(fen: bigint): string {
  const positive = abs(fen);
  const cents = (positive % 100n).toString().padStart(2, '0');
  return `${fen < 0n ? '-' : ''}${group((positive / 100n).toString())}.${cents}`;
}

/** Divides and rounds half away from zero. */
export function divideRounded(value: bigint, by: bigint): bigint {
  const quotient = (abs(value) * 2n + by) / (by * 2n);
  return value < 0n ? -quotient : quotient;
}

export type ShortUnit = 'yuan' | 'wan' | 'yi' | 'million';

/** The short form for cards: 万元 and 亿元 in Chinese, millions in English, plain yuan below a 万. Rounded to two places. */
export function formatShort(fen: bigint, language: string): { number: string; unit: ShortUnit } {
  const positive = abs(fen);
  const chinese = language.startsWith('zh');
  if (positive < 1_000_000n) return { number: formatYuan(fen), unit: 'yuan' };
  if (!chinese) return { number: formatYuan(divideRounded(fen, 1_000_000n)), unit: 'million' };
  // 99,999,999.5 万 and more would round to a five-digit 万 figure with eight digits: use 亿 from one 亿 on.
  if (positive >= 10_000_000_000n) return { number: formatYuan(divideRounded(fen, 100_000_000n)), unit: 'yi' };
  return { number: formatYuan(divideRounded(fen, 10_000n)), unit: 'wan' };
}

/** Share of the whole in percent with one decimal, or null when there is no whole. */
export function percent(part: bigint, whole: bigint): string | null {
  if (whole === 0n) return null;
  const permille = divideRounded(part * 1000n, whole);
  const positive = abs(permille);
  return `${permille < 0n ? '-' : ''}${positive / 10n}.${positive % 10n}%`;
}

export const sum = (values: Iterable<bigint>) => {
  let total = 0n;
  for (const value of values) total += value;
  return total;
};

/** Yuan as a Number, for lengths on drawings only; never shown as text. */
export const fenToLength = (fen: bigint) => Number(fen / 100n);

/** Thousandths as the API has quantities: 3500 → 3.5 */
export function formatMilli(milli: string | undefined): string {
  const value = parseFen(milli);
  const positive = abs(value);
  const fraction = (positive % 1000n).toString().padStart(3, '0').replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${group((positive / 1000n).toString())}${fraction ? `.${fraction}` : ''}`;
}

// Full-width digits and marks, as Chinese input methods and spreadsheets leave them.
const narrow = (text: string) =>
  text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\u3002/g, '.')
    .replace(/\u3001/g, ',');

const UNITS: [RegExp, bigint][] = [
  [/亿(元)?$/, 10_000_000_000n],
  [/万(元)?$/, 1_000_000n],
  [/元(整)?$|^$/, 100n],
];

/** The largest amount the ledger takes, in fen: one 万亿 yuan. */
export const LARGEST_FEN = 100_000_000_000_000n;

/**
 * Reads what somebody typed or pasted as an amount: 1,234.56, １２３４.５, 12 万元, ￥3.5万, 0.6亿. Null when it is no amount, has
 * more than two places after the point of a yuan, or is larger than any amount can be.
 */
export function readYuan(typed: string): bigint | null {
  const text = narrow(typed)
    .replace(/[\s,']/g, '')
    .replace(/^[¥￥$]|^(人民币|RMB|CNY)/i, '');
  const found = /^(\d+)(?:\.(\d*))?(亿元?|万元?|元整?)?$/.exec(text);
  if (!found) return null;
  const [, whole = '', fraction = '', unit = ''] = found;
  const fen = UNITS.find(([ending]) => ending.test(unit))?.[1] ?? 100n;
  const scale = 10n ** BigInt(fraction.length);
  const scaled = (BigInt(whole) * scale + BigInt(fraction || '0')) * fen;
  if (scaled % scale !== 0n) return null;
  const value = scaled / scale;
  return value > LARGEST_FEN ? null : value;
}

/** A quantity as it is typed, 3.5, in thousandths; null when it is none. */
export function readMilli(typed: string): bigint | null {
  const found = /^(\d{1,12})(?:\.(\d{1,3}))?$/.exec(narrow(typed).replace(/[\s,]/g, ''));
  if (!found) return null;
  return BigInt(found[1] ?? '') * 1000n + BigInt((found[2] ?? '').padEnd(3, '0'));
}

/** Basis points in percent: 500 is `5 %`, 250 is `2.5 %`. */
export const formatPercent = (bp: number) => `${bp / 100} %`;
