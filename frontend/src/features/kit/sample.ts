import { useTranslation } from 'react-i18next';

// Made-up records to show the pieces with.

export const sampleDay = '2026-10-27';
export const sampleMoment = '2026-10-27T02:30:00Z';

const STATES = ['PROJECT_STATE_APPROVED', 'PROJECT_STATE_UNDERWAY', 'PROJECT_STATE_COMPLETED'] as const;

export interface SampleRow {
  number: string;
  name: string;
  state: string;
  day: string;
  amountFen: string;
}

export function useSampleRows(count: number): SampleRow[] {
  const { t } = useTranslation();
  return Array.from({ length: count }, (_, index) => ({
    number: `XM2026-${String(index + 1).padStart(5, '0')}`,
    name: t('kit.sample.row', { number: index + 1 }),
    state: STATES[index % STATES.length] ?? '',
    day: `2026-10-${String((index % 28) + 1).padStart(2, '0')}`,
    amountFen: String(12_345_678n * BigInt(index + 1)),
  }));
}
