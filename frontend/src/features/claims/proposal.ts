import { yuanText } from '@/components/form/MoneyInput';
import type { ProjectLot } from '@/lib/api/types';
import { parseFen } from '@/lib/money';

const least = (a: bigint, b: bigint) => (b > a ? a : b);
const positive = (value: bigint) => (value > 0n ? value : 0n);

/** How much a lot may pay, and how much of its advance is to be set off. */
export interface Room {
  /** Most that may be claimed now. */
  amount: bigint;
  /** 抵扣: advance outstanding that the value of the work covers. */
  setOff: bigint;
}

/**
 * What the rules leave of a lot (main-path.md, Money). An advance stays within its cap; a final claim takes the accepted value that is
 * neither paid nor held, less the advance outstanding, which is set off. The server decides; this only proposes.
 */
export function roomOf(kind: string, lot: ProjectLot): Room {
  const available = positive(parseFen(lot.availableFen));
  const advance = parseFen(lot.advanceFen);
  if (kind === 'CLAIM_KIND_ADVANCE')
    return { amount: least(available, positive(parseFen(lot.advanceCapFen) - advance)), setOff: 0n };
  // Paid and held hold the advance too: what is left of the accepted value already has the advance taken off.
  const left = positive(parseFen(lot.acceptedFen) - parseFen(lot.paidFen) - parseFen(lot.heldFen));
  return { amount: least(available, left), setOff: advance };
}

/** The lines a claim begins with: each lot that can pay something, with all it can pay. */
export function proposal(kind: string, lots: readonly ProjectLot[]) {
  const lines = lots
    .map((lot) => ({ lot, room: roomOf(kind, lot) }))
    .filter(({ room }) => room.amount > 0n)
    .map(({ lot, room }) => ({
      allocationId: lot.allocationId,
      amountFen: yuanText(room.amount.toString()),
      setOffFen: yuanText(room.setOff.toString()),
    }));
  return lines.length > 0 ? lines : [{ allocationId: lots[0]?.allocationId ?? '', amountFen: '', setOffFen: '' }];
}
