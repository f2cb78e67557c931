import type { Claim } from '@/lib/api/types';

type Step = Claim['history'][number];

/** The steps of a review that stand on the paper, in their order. */
export const REVIEW = [
  'CLAIM_ACTION_SUBMIT',
  'CLAIM_ACTION_AGREE_BY_TOWNSHIP',
  'CLAIM_ACTION_CHECK_BY_DEPARTMENT',
  'CLAIM_ACTION_AGREE_BY_OFFICE',
  'CLAIM_ACTION_APPROVE',
] as const;

const BEGINS_ANEW: readonly string[] = [
  'CLAIM_ACTION_RETURN',
  'CLAIM_ACTION_WITHDRAW',
  'CLAIM_ACTION_REVERSE_PAYMENT',
  'CLAIM_ACTION_REJECT',
];

/** Who agreed in the round that counts: what was said before the claim went back says nothing about the claim as it is now. */
export function opinionsOf(history: readonly Step[]): ReadonlyMap<(typeof REVIEW)[number], Step> {
  const said = new Map<(typeof REVIEW)[number], Step>();
  for (const step of history) {
    if (BEGINS_ANEW.includes(step.action)) said.clear();
    // Nobody leads the project: the check is passed, and the paper says so in its place.
    const at = step.action === 'CLAIM_ACTION_PASS_DEPARTMENT' ? 'CLAIM_ACTION_CHECK_BY_DEPARTMENT' : step.action;
    const found = REVIEW.find((action) => action === at);
    if (found) said.set(found, step);
  }
  return said;
}
