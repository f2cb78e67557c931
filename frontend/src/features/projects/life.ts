import type { Acceptance, Project } from '@/lib/api/types';

/** One step in the life of a project, as far as the API knows it. */
export interface LifeStep {
  key: string;
  what: 'list' | 'approve' | 'start' | 'complete' | 'accept' | 'cancel';
  state: 'done' | 'now' | 'next' | 'bad';
  /** Who did it; empty when nobody has yet, or it is not kept. */
  name?: string;
  moment?: string;
  /** Day of the plan, for what is still to come. */
  planned?: string;
  words?: string;
  acceptance?: Acceptance;
}

const MOVES = ['approve', 'start', 'complete', 'accept'] as const;
const REACHED = [
  'PROJECT_STATE_LISTED',
  'PROJECT_STATE_APPROVED',
  'PROJECT_STATE_UNDERWAY',
  'PROJECT_STATE_COMPLETED',
  'PROJECT_STATE_ACCEPTED',
];

/**
 * What has happened to a project, what it waits for and what comes after. Of moves before the last one the API keeps no moment: the row
 * changes with each move and with nothing else once it is approved, so its last change is the moment of the last move only.
 */
export function lifeOf(project: Project, acceptances: readonly Acceptance[]): LifeStep[] {
  const { state, updateTime, startDate, endDate, approverName } = project;
  const list: LifeStep = {
    key: 'list',
    what: 'list',
    state: 'done',
    name: project.listerName,
    moment: project.createTime,
  };
  const approved: LifeStep = { key: 'approve', what: 'approve', state: 'done', name: approverName };
  if (state === 'PROJECT_STATE_CANCELLED')
    return [
      list,
      ...(approverName ? [approved] : []),
      { key: 'cancel', what: 'cancel', state: 'bad', moment: updateTime, words: project.cancelReason },
    ];

  const at = REACHED.indexOf(state);
  const decided = acceptances.filter((each) => each.state !== 'ACCEPTANCE_STATE_DRAFT');
  // An acceptance that is revoked changes the project as well.
  const reopened = decided.some((each) => each.state === 'ACCEPTANCE_STATE_REVOKED');
  const moves = MOVES.slice(0, Math.min(at, 3)).map((what, index): LifeStep => {
    const last = index === at - 1 && !reopened;
    return {
      ...(what === 'approve' ? approved : { key: what, what, state: 'done' }),
      ...(last && { moment: updateTime }),
    };
  });
  const judged = decided.map(
    (acceptance): LifeStep => ({
      key: acceptance.id,
      what: 'accept',
      state:
        acceptance.state === 'ACCEPTANCE_STATE_REVOKED' || acceptance.verdict === 'VERDICT_FAILED' ? 'bad' : 'done',
      name: acceptance.confirmerName,
      acceptance,
    }),
  );
  const draft = acceptances.find((each) => each.state === 'ACCEPTANCE_STATE_DRAFT');
  const coming = MOVES.slice(at).map(
    (what, index): LifeStep => ({
      key: `${what}-next`,
      what,
      state: index === 0 ? 'now' : 'next',
      ...(what === 'start' && { planned: startDate }),
      ...(what === 'complete' && { planned: endDate }),
      ...(what === 'accept' && draft && { acceptance: draft }),
    }),
  );
  return [list, ...moves, ...judged, ...coming];
}
