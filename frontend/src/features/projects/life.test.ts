import { expect, test } from 'vitest';
import type { Acceptance, Project } from '@/lib/api/types';
import { projects } from '@/testing/fakeApi';
import { lifeOf } from './life';

const project = (state: Project['state'], more: Partial<Project> = {}): Project => ({
  ...(projects[0] as Project),
  state,
  listerName: '赵家旺',
  approverName: state === 'PROJECT_STATE_LISTED' ? '' : '吴惠民',
  updateTime: '2026-05-01T02:00:00Z',
  ...more,
});
const acceptance = (id: string, more: Partial<Acceptance>) =>
  ({
    id,
    state: 'ACCEPTANCE_STATE_CONFIRMED',
    verdict: 'VERDICT_PASSED',
    confirmerName: '吴惠民',
    revokeReason: '',
    ...more,
  }) as Acceptance;
const told = (of: Project, acceptances: Acceptance[] = []) =>
  lifeOf(of, acceptances).map((step) => [step.what, step.state, step.name ?? '', step.moment ? 'when' : ''].join(' '));

test('each state shows what is done, what it waits for and what comes', () => {
  expect(told(project('PROJECT_STATE_LISTED'))).toEqual([
    'list done 赵家旺 when',
    'approve now  ',
    'start next  ',
    'complete next  ',
    'accept next  ',
  ]);
  // Only of the last move the moment is kept.
  expect(told(project('PROJECT_STATE_UNDERWAY'))).toEqual([
    'list done 赵家旺 when',
    'approve done 吴惠民 ',
    'start done  when',
    'complete now  ',
    'accept next  ',
  ]);
});

test('the plan is told of what is still to come', () => {
  const days = lifeOf(project('PROJECT_STATE_APPROVED'), []).map((step) => step.planned ?? '');
  expect(days).toEqual(['', '', '2026-03-01', '2026-10-31', '']);
});

test('an acceptance that failed or was revoked stays, and the next one is waited for', () => {
  const failed = acceptance('y1', { verdict: 'VERDICT_FAILED' });
  const revoked = acceptance('y2', { state: 'ACCEPTANCE_STATE_REVOKED', revokeReason: '量错了' });
  const draft = acceptance('y3', { state: 'ACCEPTANCE_STATE_DRAFT' });
  const steps = lifeOf(project('PROJECT_STATE_COMPLETED'), [failed, revoked, draft]).slice(3);
  expect(steps.map(({ what, state, acceptance: of }) => [what, state, of?.id])).toEqual([
    ['complete', 'done', undefined],
    ['accept', 'bad', 'y1'],
    ['accept', 'bad', 'y2'],
    ['accept', 'now', 'y3'],
  ]);
  // The revocation changed the project last, not its completion.
  expect(steps[0]?.moment).toBeUndefined();
});

test('an accepted project waits for nothing; a cancelled one ends with its reason', () => {
  expect(told(project('PROJECT_STATE_ACCEPTED'), [acceptance('y1', {})])).toEqual([
    'list done 赵家旺 when',
    'approve done 吴惠民 ',
    'start done  ',
    'complete done  ',
    'accept done 吴惠民 ',
  ]);
  const cancelled = lifeOf(project('PROJECT_STATE_CANCELLED', { approverName: '', cancelReason: '群众不同意' }), []);
  expect(cancelled.map(({ what, state, words }) => [what, state, words])).toEqual([
    ['list', 'done', undefined],
    ['cancel', 'bad', '群众不同意'],
  ]);
});
