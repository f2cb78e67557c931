import type { TimelineStep } from '@/components/StatusTimeline';
import type { Claim } from '@/lib/api/types';
import { changedFields } from '@/lib/changedFields';
import { formatMoment } from '@/lib/dates';

type State = Claim['state'];
type Translate = (key: never, options?: object) => string;

/** The way a claim goes: what waits in each state, and for which role. */
const WAY: [State, string, string][] = [
  ['CLAIM_STATE_DRAFT', 'CLAIM_ACTION_SUBMIT', 'ROLE_UNIT'],
  ['CLAIM_STATE_SUBMITTED', 'CLAIM_ACTION_AGREE_BY_TOWNSHIP', 'ROLE_TOWNSHIP'],
  ['CLAIM_STATE_TOWNSHIP_AGREED', 'CLAIM_ACTION_CHECK_BY_DEPARTMENT', 'ROLE_DEPARTMENT'],
  ['CLAIM_STATE_DEPARTMENT_CHECKED', 'CLAIM_ACTION_AGREE_BY_OFFICE', 'ROLE_POVERTY_OFFICE'],
  ['CLAIM_STATE_OFFICE_AGREED', 'CLAIM_ACTION_APPROVE', 'ROLE_FINANCE_APPROVER'],
  ['CLAIM_STATE_FINANCE_APPROVED', 'CLAIM_ACTION_PAY', 'ROLE_CASHIER'],
];

const BAD = ['CLAIM_ACTION_RETURN', 'CLAIM_ACTION_REJECT', 'CLAIM_ACTION_REVERSE_PAYMENT'];

/** What the fields a step names are called. */
const FIELDS = {
  claimed_on: 'field.claimedOn',
  acceptance_id: 'claim.acceptance',
  payee_name: 'field.payee',
  payee_account: 'field.payeeAccount',
  lines: 'claim.lines',
  papers: 'papers.list',
  remark: 'field.remark',
} as const;

/** What has happened to a claim, what it waits for and what comes after. */
export function stepsOf(claim: Pick<Claim, 'history' | 'state'>, t: Translate): TimelineStep[] {
  const words = (name: string) => t(`enum.${name}` as never);
  const past = claim.history.map(
    (step, index): TimelineStep => ({
      key: `past-${index}`,
      title: words(step.action),
      who: [step.actorName, step.organizationName].filter(Boolean).join(' · ') || undefined,
      when: formatMoment(step.time),
      comment:
        (step.action === 'CLAIM_ACTION_EDIT'
          ? changedFields(step.comment, FIELDS, (key) => t(key as never), t('list.comma' as never))
          : step.comment) || undefined,
      state: BAD.includes(step.action) ? 'bad' : 'done',
    }),
  );
  const at = WAY.findIndex(
    ([state]) => state === (claim.state === 'CLAIM_STATE_RETURNED' ? 'CLAIM_STATE_DRAFT' : claim.state),
  );
  const coming =
    at < 0
      ? []
      : WAY.slice(at).map(
          ([, action, role], index): TimelineStep => ({
            key: `next-${action}`,
            title: words(action),
            who: words(role),
            state: index === 0 ? 'now' : 'next',
          }),
        );
  return [...past, ...coming];
}
