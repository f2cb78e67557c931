import { expect, test } from 'vitest';
import type { Claim } from '@/lib/api/types';
import { opinionsOf } from './opinions';

type Step = Claim['history'][number];
const step = (action: Step['action'], actorName: string): Step => ({
  action,
  actorName,
  organizationName: '',
  time: '2026-10-27T02:30:00Z',
  comment: '',
});

test('the paper has who agreed in the round that counts', () => {
  const said = opinionsOf([
    step('CLAIM_ACTION_DRAFT', 'a'),
    step('CLAIM_ACTION_SUBMIT', 'a'),
    step('CLAIM_ACTION_AGREE_BY_TOWNSHIP', 'b'),
    step('CLAIM_ACTION_RETURN', 'c'),
    step('CLAIM_ACTION_EDIT', 'a'),
    step('CLAIM_ACTION_SUBMIT', 'd'),
    step('CLAIM_ACTION_REMIND', 'd'),
    step('CLAIM_ACTION_AGREE_BY_TOWNSHIP', 'e'),
    step('CLAIM_ACTION_PASS_DEPARTMENT', ''),
  ]);
  expect([...said].map(([action, { actorName }]) => [action, actorName])).toEqual([
    ['CLAIM_ACTION_SUBMIT', 'd'],
    ['CLAIM_ACTION_AGREE_BY_TOWNSHIP', 'e'],
    ['CLAIM_ACTION_CHECK_BY_DEPARTMENT', ''],
  ]);
  expect(said.get('CLAIM_ACTION_CHECK_BY_DEPARTMENT')?.action).toBe('CLAIM_ACTION_PASS_DEPARTMENT');
});

test.each([
  'CLAIM_ACTION_RETURN',
  'CLAIM_ACTION_WITHDRAW',
  'CLAIM_ACTION_REJECT',
  'CLAIM_ACTION_REVERSE_PAYMENT',
] as const)('after %s nobody has agreed', (action) =>
  expect(
    opinionsOf([step('CLAIM_ACTION_SUBMIT', 'a'), step('CLAIM_ACTION_APPROVE', 'b'), step(action, 'c')]).size,
  ).toBe(0),
);
