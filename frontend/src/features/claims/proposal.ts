import { yuanText } from '@/components/form/MoneyInput';
import type { ProjectLot, Retention } from '@/lib/api/types';
import { parseFen } from '@/lib/money';

const least = (a: bigint, b: bigint) => (b > a ? a : b);
const positive = (value: bigint) => (value > 0n ? value : 0n);

/** How much a lot may pay, and how much of its advance is to be set off. */
export interface Room {
  /** Most that may be claimed now. */
  amount: bigint;
  /** 抵扣: advance outstanding that the value of the work covers. */
  setOff: bigint;
  /** 质保金: kept back of all of it by the rule in force. */
  retention: bigint;
}

const WHOLE = 10_000n;

/** What the rule in force keeps back beside so much paid and set off: its rate on all three together, rounded down. */
export function retentionBeside(paid: bigint, bp: number): bigint {
  const rate = BigInt(bp);
  if (rate === 0n || rate >= WHOLE) return 0n;
  let kept = (paid * rate) / (WHOLE - rate);
  while (((paid + kept) * rate) / WHOLE > kept) kept += 1n;
  return kept;
}

/**
 * What the rules leave of a lot (main-path.md, Money). An advance stays within its cap; a progress or final claim takes the accepted value that is
 * neither paid nor held, less the advance outstanding, which is set off. The server decides; this only proposes.
 */
export function roomOf(kind: string, lot: ProjectLot): Room {
  const available = positive(parseFen(lot.availableFen));
  const advance = parseFen(lot.advanceFen);
  if (kind === 'CLAIM_KIND_ADVANCE')
    return { amount: least(available, positive(parseFen(lot.advanceCapFen) - advance)), setOff: 0n, retention: 0n };
  // Paid and held hold the advance too: what is left of the accepted value already has the advance taken off.
  const left = positive(
    parseFen(lot.acceptedFen) -
      parseFen(lot.defectiveFen) -
      parseFen(lot.paidFen) -
      parseFen(lot.heldFen) -
      parseFen(lot.retainedFen),
  );
  const room = least(available, left);
  const retention = least(room, ((room + advance) * BigInt(lot.retentionBp)) / WHOLE);
  return { amount: room - retention, setOff: advance, retention };
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
      retentionFen: yuanText(room.retention.toString()),
    }));
  return lines.length > 0
    ? lines
    : [{ allocationId: lots[0]?.allocationId ?? '', amountFen: '', setOffFen: '', retentionFen: '' }];
}

/** The lines that ask for what is left of a retention, whole. */
export const releaseOf = (retention: Retention) =>
  retention.lots
    .filter((lot) => parseFen(lot.leftFen) > 0n)
    .map((lot) => ({
      allocationId: lot.allocationId,
      amountFen: yuanText(lot.leftFen),
      setOffFen: '',
      retentionFen: '',
    }));
