// 大写: the amount in Chinese capital numerals, as vouchers carry it. The server's internal/kernel/money writes the same;
// both are tested against one file.

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const UNITS: [bigint, string][] = [
  [100_000_000n, '亿'],
  [10_000n, '万'],
  [1000n, '仟'],
  [100n, '佰'],
  [10n, '拾'],
];

const digit = (value: bigint) => DIGITS[Number(value)] ?? '';

function whole(value: bigint): string {
  for (const [size, name] of UNITS) {
    if (value < size) continue;
    const rest = value % size;
    const head = whole(value / size) + name;
    if (rest === 0n) return head;
    return head + (rest < size / 10n ? DIGITS[0] : '') + whole(rest);
  }
  return digit(value);
}

/** 12345678n → 壹拾贰万叁仟肆佰伍拾陆元柒角捌分 */
export function capitals(fen: bigint): string {
  const abs = fen < 0n ? -fen : fen;
  const yuan = abs / 100n;
  const jiao = (abs / 10n) % 10n;
  const last = abs % 10n;
  let text = fen < 0n ? '负' : '';
  if (yuan > 0n || abs === 0n) text += `${whole(yuan)}元`;
  if (jiao > 0n) text += `${digit(jiao)}角`;
  else if (yuan > 0n && last > 0n) text += DIGITS[0];
  return text + (last > 0n ? `${digit(last)}分` : '整');
}
