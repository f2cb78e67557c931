import { expect, test } from 'vitest';
import type { Acceptance, Project } from '@/lib/api/types';
import { projects } from '@/testing/fakeApi';
import { lifeOf } from './life';

type Step = Project['history'][number];

/** A step of the history, made on that day of May. */
const step = (action: string, day: number, more: Partial<Step> = {}): Step => ({
  action: `PROJECT_ACTION_${action}` as Step['action'],
  actorName: '赵家旺',
  organizationName: '扶贫办',
  time: may(day),
  comment: '',
  acceptanceId: '',
  ...more,
});
const may = (day: number) => `2026-05-${String(day).padStart(2, '0')}T02:00:00Z`;
const project = (state: string, history: Step[], more: Partial<Project> = {}): Project => ({
  ...(projects[0] as Project),
  state: `PROJECT_STATE_${state}` as Project['state'],
  listerName: '赵家旺',
  history,
  ...more,
});
const acceptance = (id: string, more: Partial<Acceptance>) =>
  ({
    id,
    state: 'ACCEPTANCE_STATE_CONFIRMED',
    verdict: 'VERDICT_PASSED',
    confirmerName: '吴惠民',
    revokerName: '',
    revokeReason: '',
    ...more,
  }) as Acceptance;
const told = (of: Project, acceptances: Acceptance[] = []) =>
  lifeOf(of, acceptances).map(({ what, state, name = '', organization = '', moment = '' }) =>
    [what.replace('PROJECT_ACTION_', '').toLowerCase(), state, name, organization, moment.slice(8, 10)]
      .join(' ')
      .replaceAll(/ +/g, ' ')
      .trim(),
  );

test('each step tells who made it, for which organization and when; then comes what it waits for', () => {
  expect(told(project('LISTED', [step('LIST', 1), step('EDIT', 2, { actorName: '吴惠民' })]))).toEqual([
    'list done 赵家旺 扶贫办 01',
    'edit done 吴惠民 扶贫办 02',
    'approve now',
    'start next',
    'complete next',
    'accept next',
  ]);
  const start = step('START', 3, { actorName: '王队长', organizationName: '施工队' });
  expect(told(project('UNDERWAY', [step('LIST', 1), step('APPROVE', 2), start])).slice(2)).toEqual([
    'start done 王队长 施工队 03',
    'complete now',
    'accept next',
  ]);
});

test('the plan is told of what is still to come', () => {
  const days = lifeOf(project('APPROVED', [step('LIST', 1), step('APPROVE', 2)]), []).map((each) => each.planned ?? '');
  expect(days).toEqual(['', '', '2026-03-01', '2026-10-31', '']);
});

const completed = [step('LIST', 1), step('APPROVE', 2), step('START', 3), step('COMPLETE', 4)];

test('an acceptance that failed or was revoked stays where it belongs, and the next one is waited for', () => {
  const failed = acceptance('y1', { verdict: 'VERDICT_FAILED', confirmTime: may(5) });
  const revoked = acceptance('y2', {
    state: 'ACCEPTANCE_STATE_REVOKED',
    confirmTime: may(6),
    revokerName: '孙主任',
    revokeTime: may(7),
    revokeReason: '量错了',
  });
  const draft = acceptance('y3', { state: 'ACCEPTANCE_STATE_DRAFT' });
  const of = project('COMPLETED', [
    ...completed,
    step('ACCEPT', 6, { acceptanceId: 'y2', organizationName: '县扶贫办' }),
    step('REOPEN', 7, { acceptanceId: 'y2', comment: '量错了' }),
  ]);
  // As the list of acceptances has them, by the day of the inspection.
  const all = [revoked, failed, draft];
  expect(told(of, all).slice(3)).toEqual([
    'complete done 赵家旺 扶贫办 04',
    'accept bad 吴惠民 05',
    'accept done 吴惠民 县扶贫办 06',
    'reopen bad 孙主任 扶贫办 07',
    'accept now',
  ]);
  const steps = lifeOf(of, all);
  expect(steps.slice(4).map((each) => each.acceptance?.id)).toEqual(['y1', 'y2', 'y2', 'y3']);
  expect(steps[6]?.words).toBe('量错了');
});

test('moments with and without fractions of a second are put in order', () => {
  const at = { time: '2026-05-04T02:00:00.250Z' };
  const of = project('ACCEPTED', [...completed.slice(0, 3), step('COMPLETE', 4, at)]);
  const steps = told(of, [acceptance('y1', { confirmTime: '2026-05-04T02:00:00Z' })]);
  expect(steps.slice(3)).toEqual(['accept done 吴惠民 04', 'complete done 赵家旺 扶贫办 04']);
});

test('a cancelled project ends with the reason', () => {
  const history = [step('LIST', 1), step('CANCEL', 2, { comment: '群众不同意' })];
  const steps = lifeOf(project('CANCELLED', history, { cancelReason: '群众不同意' }), []);
  expect(steps.map(({ what, state, words }) => [what, state, words])).toEqual([
    ['PROJECT_ACTION_LIST', 'done', ''],
    ['PROJECT_ACTION_CANCEL', 'bad', '群众不同意'],
  ]);
});

test('of a project older than its history, what is known otherwise is told', () => {
  const old = acceptance('y1', { state: 'ACCEPTANCE_STATE_REVOKED', revokeTime: may(8) });
  const more = { approverName: '吴惠民', createTime: may(1) };
  expect(told(project('COMPLETED', [], more), [old])).toEqual([
    'list done 赵家旺 01',
    'approve done 吴惠民',
    'start done',
    'complete done',
    'accept done 吴惠民',
    'reopen bad 08',
    'accept now',
  ]);
  // Steps that are kept come after.
  expect(told(project('UNDERWAY', [step('START', 9)], more)).slice(0, 3)).toEqual([
    'list done 赵家旺 01',
    'approve done 吴惠民',
    'start done 赵家旺 扶贫办 09',
  ]);
  expect(told(project('CANCELLED', [], { ...more, approverName: '' }))).toEqual(['list done 赵家旺 01', 'cancel bad']);
});
