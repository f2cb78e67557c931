import { expect, test } from 'vitest';
import type { ProjectLot } from '@/lib/api/types';
import { byProject, sumsOf } from './lots';

const lot = (projectId: string, allocationId: string, appropriated: number, paid: number) =>
  ({
    projectId,
    allocationId,
    projectNumber: `XM-${projectId}`,
    projectName: projectId,
    appropriatedFen: String(appropriated),
    acceptedFen: String(paid),
    heldFen: '0',
    paidFen: String(paid),
  }) as ProjectLot;

test('lots of one project are one row, the largest first, and nothing is lost', () => {
  const lots = [lot('a', '1', 10, 4), lot('b', '1', 30, 0), lot('a', '2', 25, 5), lot('c', '3', 30, 1)];
  const rows = byProject(lots);
  expect(rows.map((row) => [row.id, row.appropriated, row.paid, row.lots.length])).toEqual([
    ['a', 35n, 9n, 2],
    ['b', 30n, 0n, 1],
    ['c', 30n, 1n, 1],
  ]);
  const total = sumsOf(lots);
  expect(total).toEqual({ appropriated: 95n, accepted: 10n, held: 0n, paid: 10n });
  expect(rows.reduce((sum, row) => sum + row.appropriated, 0n)).toBe(total.appropriated);
  expect(byProject([])).toEqual([]);
});
