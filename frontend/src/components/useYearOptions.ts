import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { overviewQuery } from '@/lib/api/queries';

/** Fiscal years there is money of, newest first, and the one that is asked for. */
export function useYearOptions(chosen: number) {
  const { t } = useTranslation();
  const known = useQuery({ ...overviewQuery(0), staleTime: 30 * 60_000 }).data?.fiscalYears ?? [];
  return [...new Set([...known, ...(chosen ? [chosen] : [])])]
    .sort((a, b) => b - a)
    .map((year) => ({ value: String(year), label: t('overview.year', { year }) }));
}
