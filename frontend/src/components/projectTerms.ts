import type { TFunction } from 'i18next';
import type { ProjectTerms } from '@/lib/api/types';
import { formatMilli, formatYuan, parseFen } from '@/lib/money';
import type { Shown } from './DiffView';

/** Scale, days and budget as plain words, so that two versions can be compared. */
export const termsShown = (terms: ProjectTerms, scaleUnit: string, t: TFunction): Shown[] => [
  { label: t('field.plannedQuantity'), text: `${formatMilli(terms.plannedQuantityMilli)} ${scaleUnit}` },
  { label: t('field.startDate'), text: terms.startDate },
  { label: t('field.endDate'), text: terms.endDate },
  { label: t('money.budget'), text: formatYuan(parseFen(terms.budgetFen)) },
];
