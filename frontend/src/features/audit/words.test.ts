import { expect, test } from 'vitest';
import enums from '@/gen/enums.json';
import { enumsOf } from './words';

test('what the log keeps is called as the contract calls it', () => {
  const known = new Set(Object.values(enums).flat());
  const named = (...args: Parameters<typeof enumsOf>) => enumsOf(...args).find((name) => known.has(name));
  expect(named('claim', ['state'], 'finance_approved')).toBe('CLAIM_STATE_FINANCE_APPROVED');
  expect(named('user', ['roles', '1'], 'CASHIER')).toBe('ROLE_CASHIER');
  expect(named('acceptance', ['verdict'], 'passed')).toBe('VERDICT_PASSED');
  expect(named('project', ['name'], 'passed')).toBeUndefined();
});
