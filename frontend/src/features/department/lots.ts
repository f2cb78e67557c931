import type { ProjectLot } from '@/lib/api/types';
import { parseFen, sum } from '@/lib/money';

export interface LotSums {
  appropriated: bigint;
  accepted: bigint;
  held: bigint;
  paid: bigint;
}

export const sumsOf = (lots: readonly ProjectLot[]): LotSums => ({
  appropriated: sum(lots.map((lot) => parseFen(lot.appropriatedFen))),
  accepted: sum(lots.map((lot) => parseFen(lot.acceptedFen))),
  held: sum(lots.map((lot) => parseFen(lot.heldFen))),
  paid: sum(lots.map((lot) => parseFen(lot.paidFen))),
});

export interface ProjectShare extends LotSums {
  id: string;
  number: string;
  name: string;
  lots: ProjectLot[];
}

/** What each project got of the money and what became of it, the largest first. */
export function byProject(lots: readonly ProjectLot[]): ProjectShare[] {
  const groups = new Map<string, ProjectLot[]>();
  for (const lot of lots) groups.set(lot.projectId, [...(groups.get(lot.projectId) ?? []), lot]);
  return [...groups.values()]
    .map((own) => {
      const [{ projectId, projectNumber, projectName }] = own as [ProjectLot];
      return { id: projectId, number: projectNumber, name: projectName, lots: own, ...sumsOf(own) };
    })
    .sort((a, b) => {
      if (a.appropriated !== b.appropriated) return a.appropriated < b.appropriated ? 1 : -1;
      return a.number < b.number ? -1 : 1;
    });
}
