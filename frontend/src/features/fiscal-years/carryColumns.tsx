import { useTranslation } from 'react-i18next';
import type { Column } from '@/components/DataTable';
import { MoneyText } from '@/components/MoneyText';
import type { CarryOverMoney } from '@/lib/api/types';

export const CARRY_FIGURES = [
  ['opening', 'openingFen'],
  ['received', 'receivedFen'],
  ['paid', 'paidFen'],
  ['closing', 'closingFen'],
  ['unappropriated', 'unappropriatedFen'],
  ['unpaid', 'unpaidFen'],
] as const;

/** The money of a year as columns: what came over, came in, went out and goes over. */
export function useCarryColumns<T>(
  of: (row: T) => CarryOverMoney,
  figures: readonly (typeof CARRY_FIGURES)[number][] = CARRY_FIGURES,
): Column<T>[] {
  const { t } = useTranslation();
  return figures.map(([name, field]) => ({
    key: name,
    title: t('unit.inYuan', { name: t(`fiscalYear.${name}`) }),
    numeric: true,
    render: (row) => <MoneyText fen={of(row)[field]} />,
  }));
}
