import { expect, test } from 'vitest';
import { formatDay, formatMoment, today } from './dates';

test('moments are in the county’s time', () => {
  expect(formatMoment('2026-03-05T02:30:00Z')).toBe('2026-03-05 10:30');
  expect(formatMoment('2026-12-31T16:00:00Z')).toBe('2027-01-01 00:00');
});
test('today turns at midnight in the county', () => {
  expect(today(new Date('2026-12-31T15:59:59Z'))).toBe('2026-12-31');
  expect(today(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01');
});
test('what is no day is not shown as one', () => {
  expect(formatDay('')).toBe('--');
  expect(formatDay(undefined)).toBe('--');
  expect(formatDay('2026-03-05')).toBe('2026-03-05');
  expect(formatMoment('')).toBe('--');
  expect(formatMoment('soon')).toBe('--');
});
