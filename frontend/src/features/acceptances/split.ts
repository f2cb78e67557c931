/**
 * Splits an amount over lots in proportion to their weights, as the server does: whole fen by largest remainder, the lowest line first
 * among equals. The parts always sum to the amount. With no weight at all everything falls on the first.
 */
export function splitByWeight(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (weights.length === 0) return [];
  if (total === 0n) return weights.map((_, index) => (index === 0 ? amount : 0n));
  const parts = weights.map((weight) => (amount * weight) / total);
  const rest = Number(amount - parts.reduce((sum, part) => sum + part, 0n));
  const order = weights
    .map((weight, index) => ({ index, remainder: (amount * weight) % total }))
    .sort((a, b) => (b.remainder > a.remainder ? 1 : b.remainder < a.remainder ? -1 : a.index - b.index));
  for (const { index } of order.slice(0, rest)) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}
