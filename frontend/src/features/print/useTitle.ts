import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { countyQuery } from '@/lib/api/queries';

/** A paper's heading begins with the county whose it is. */
export function useTitle(sheet: string): string {
  const { t } = useTranslation();
  const county = useQuery(countyQuery).data;
  return t('print.title', { county: county ? county.name : '', sheet });
}
