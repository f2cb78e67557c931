import type { Acceptance, Project } from '@/lib/api/types';

type Action = Exclude<Project['history'][number]['action'], 'PROJECT_ACTION_UNSPECIFIED'>;

/** One step in the life of a project: taken, waited for, or still to come. */
export interface LifeStep {
  key: string;
  what: Action;
  state: 'done' | 'now' | 'next' | 'bad';
  /** Who did it, for which organization; empty when nobody has yet, or it is not kept. */
  name?: string;
  organization?: string;
  /** The name may be that of whoever changed the project last: which of them listed it is not kept. */
  orChanger?: true;
  moment?: string;
  /** Day of the plan, for what is still to come. */
  planned?: string;
  words?: string;
  /** The acceptance that is confirmed or revoked by the step, or drafted for it. */
  acceptance?: Acceptance;
}

const REACHED: Project['state'][] = [
  'PROJECT_STATE_LISTED',
  'PROJECT_STATE_APPROVED',
  'PROJECT_STATE_UNDERWAY',
  'PROJECT_STATE_COMPLETED',
  'PROJECT_STATE_ACCEPTED',
];
const WENT_WRONG: Action[] = [
  'PROJECT_ACTION_CANCEL',
  'PROJECT_ACTION_SUSPEND',
  'PROJECT_ACTION_FAIL',
  'PROJECT_ACTION_UNSETTLE',
];
/** The moves of a project that is not cancelled, each leading to the state at its place in REACHED. */
const MOVES = [
  'PROJECT_ACTION_LIST',
  'PROJECT_ACTION_APPROVE',
  'PROJECT_ACTION_START',
  'PROJECT_ACTION_COMPLETE',
  'PROJECT_ACTION_ACCEPT',
] as const;

/** What has happened to a project, what it waits for and what comes after. */
export function lifeOf(project: Project, acceptances: readonly Acceptance[]): LifeStep[] {
  const kept = [...keptOf(project), ...acceptances.flatMap((each) => judgedOf(each, project))];
  // Steps of the same moment stay in the order in which they were made.
  kept.sort(([one], [other]) => one - other);
  const { before, cancelled } = unkeptOf(project);
  return [...before, ...kept.map(([, step]) => step), ...cancelled, ...comingOf(project, acceptances)];
}

/** A step, and when it was as far as its place among the others goes. */
type Placed = [at: number, step: LifeStep];

/** The steps of the history. Confirmed and revoked acceptances are told by themselves: not each of them moves the project. */
const keptOf = ({ history }: Project): Placed[] =>
  history.flatMap(({ action, actorName, organizationName, time = '', comment }, index) =>
    action === 'PROJECT_ACTION_UNSPECIFIED' || action === 'PROJECT_ACTION_ACCEPT' || action === 'PROJECT_ACTION_REOPEN'
      ? []
      : [
          [
            Date.parse(time),
            {
              key: `kept-${index}`,
              what: action,
              state: WENT_WRONG.includes(action) ? 'bad' : 'done',
              name: actorName,
              organization: organizationName,
              moment: time,
              words: comment,
            },
          ] satisfies Placed,
        ],
  );

/** What became of an acceptance: that it was confirmed, and that it was revoked. */
function judgedOf(acceptance: Acceptance, { history }: Project): Placed[] {
  if (acceptance.state === 'ACCEPTANCE_STATE_DRAFT') return [];
  const { id, state, verdict, confirmTime, confirmerName, revokeTime = '', revokerName, revokeReason } = acceptance;
  const step = (what: 'PROJECT_ACTION_ACCEPT' | 'PROJECT_ACTION_REOPEN') => {
    const moved = history.find((each) => each.action === what && each.acceptanceId === id);
    return { key: `${what}-${id}`, what, acceptance, organization: moved?.organizationName ?? '' };
  };
  // Of one that was revoked before its moments were kept, only the last is known.
  const confirmed: Placed = [
    Date.parse(confirmTime ?? revokeTime),
    {
      ...step('PROJECT_ACTION_ACCEPT'),
      state: verdict === 'VERDICT_FAILED' ? 'bad' : 'done',
      name: confirmerName,
      ...(confirmTime && { moment: confirmTime }),
    },
  ];
  if (state !== 'ACCEPTANCE_STATE_REVOKED') return [confirmed];
  return [
    confirmed,
    [
      Date.parse(revokeTime),
      {
        ...step('PROJECT_ACTION_REOPEN'),
        state: 'bad',
        name: revokerName,
        moment: revokeTime,
        words: revokeReason,
      },
    ],
  ];
}

/** What a project must have gone through before its steps were kept: it comes before all that are. */
function unkeptOf(project: Project): { before: LifeStep[]; cancelled: LifeStep[] } {
  const { state, history, listerName, approverName, createTime, cancelReason } = project;
  const unkept = (what: Action) => !history.some((each) => each.action === what);
  const gone = state === 'PROJECT_STATE_CANCELLED';
  const reached = gone ? (approverName ? 1 : 0) : Math.min(REACHED.indexOf(state), 3);
  const before = MOVES.slice(0, reached + 1)
    .filter(unkept)
    .map(
      (what): LifeStep => ({
        key: `unkept-${what}`,
        what,
        state: 'done',
        ...(what === 'PROJECT_ACTION_LIST' && {
          name: listerName,
          orChanger: true,
          moment: createTime,
        }),
        ...(what === 'PROJECT_ACTION_APPROVE' && { name: approverName }),
      }),
    );
  const what = 'PROJECT_ACTION_CANCEL';
  return {
    before,
    cancelled: gone && unkept(what) ? [{ key: `unkept-${what}`, what, state: 'bad', words: cancelReason }] : [],
  };
}

/** What the project waits for, and what comes then. */
function comingOf({ state, startDate, endDate }: Project, acceptances: readonly Acceptance[]): LifeStep[] {
  const at = REACHED.indexOf(state);
  if (at < 0) return [];
  const draft = acceptances.find((each) => each.state === 'ACCEPTANCE_STATE_DRAFT');
  return MOVES.slice(at + 1).map(
    (what, index): LifeStep => ({
      key: `next-${what}`,
      what,
      state: index === 0 ? 'now' : 'next',
      ...(what === 'PROJECT_ACTION_START' && { planned: startDate }),
      ...(what === 'PROJECT_ACTION_COMPLETE' && { planned: endDate }),
      ...(what === 'PROJECT_ACTION_ACCEPT' && draft && { acceptance: draft }),
    }),
  );
}
