import type { AllocationMoney } from '@/lib/api/types';
import { parseFen } from '@/lib/money';

// The parts of a promise, from what has gone furthest to what has not come: one colour each, on every chart.

export type Part = 'paid' | 'held' | 'reserved' | 'unappropriated' | 'outstanding';

export const PARTS: readonly { part: Part; color: string }[] = [
  { part: 'paid', color: '#2f7d4f' },
  { part: 'held', color: '#7fb08f' },
  { part: 'reserved', color: '#2b8697' },
  { part: 'unappropriated', color: '#c58a1c' },
  { part: 'outstanding', color: '#c3ccd6' },
];

/** Together they are the promise. */
export function partsOf(money: AllocationMoney): Record<Part, bigint> {
  const promised = parseFen(money.promisedFen);
  const received = parseFen(money.receivedFen);
  const appropriated = parseFen(money.appropriatedFen);
  const held = parseFen(money.heldFen);
  const paid = parseFen(money.paidFen);
  return {
    paid,
    held,
    reserved: appropriated - paid - held,
    unappropriated: received - appropriated,
    outstanding: promised - received,
  };
}
