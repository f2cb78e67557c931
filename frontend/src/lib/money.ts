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
