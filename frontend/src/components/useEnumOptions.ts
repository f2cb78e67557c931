import { useTranslation } from 'react-i18next';

/** Options of a selection from the names of an enum. */
export function useEnumOptions(values: readonly string[]) {
  const { t } = useTranslation();
  return values.map((value) => ({ value, label: String(t(`enum.${value}` as never)) }));
}
