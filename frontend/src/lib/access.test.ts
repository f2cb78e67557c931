import { expect, test } from 'vitest';
import { mayCall } from './access';

test('roles open what the contract says', () => {
  expect(mayCall('AllocationService_ListAllocations', ['ROLE_LEADER'])).toBe(true);
  expect(mayCall('AllocationService_ListAllocations', ['ROLE_UNIT'])).toBe(false);
  expect(mayCall('AllocationService_ListAllocations', ['ROLE_UNIT', 'ROLE_AUDITOR'])).toBe(true);
  expect(mayCall('OverviewService_GetOverview', ['ROLE_ADMIN'])).toBe(false);
  expect(mayCall('OverviewService_GetOverview', [])).toBe(false);
});
