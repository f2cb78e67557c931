import { today } from '@/lib/dates';

/** Years of batches to choose from, newest first; the one already chosen is among them. */
export const batchYears = (chosen = 0) => {
  const newest = Math.max(Number(today().slice(0, 4)) + 1, chosen);
  return Array.from({ length: 12 }, (_, index) => newest - index);
};

/** The day a batch begins; its deadline lies after it. */
export const firstDay = (batchYear: string) => `${batchYear}-01-01`;
