import { expect, test } from 'vitest';
import { expiryOf } from './clientState';

const now = new Date('2026-11-25T04:00:00Z');
const client = (expireTime: string, disabled = false) => ({ expireTime, disabled });

test('a key that ends within thirty days is told before it does', () => {
  expect(expiryOf(client('2026-12-25T03:00:00Z'), now)).toEqual({ days: 30, expired: false, soon: false });
  expect(expiryOf(client('2026-12-24T15:59:59Z'), now)).toEqual({ days: 29, expired: false, soon: true });
  // Days are the county's: in Greenwich this is still the day before.
  expect(expiryOf(client('2026-12-24T16:00:00Z'), now).days).toBe(30);
});
test('one that has ended, or is shut, is no warning to change it', () => {
  expect(expiryOf(client('2026-11-25T03:59:59Z'), now)).toEqual({ days: 0, expired: true, soon: false });
  expect(expiryOf(client('2026-11-30T00:00:00Z', true), now).soon).toBe(false);
});
