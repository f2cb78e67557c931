import { useTranslation } from 'react-i18next';
import { amountOf } from './differences';

/** What the log's own names are called in the reader's language; a name nobody has words for is shown as it is. */
export function useAuditWords() {
  const { t, i18n } = useTranslation();
  const word = (key: string, name: string) => String(t(key as never, { defaultValue: name } as never));
  return {
    action: (action: string) => word(`did.${action.replace('.', '_')}`, action),
    objectType: (type: string) => word(`auditObject.${type}`, type),
    /** The way to a value: 明细 1 金额. */
    field: (path: readonly string[]) => path.map((part) => word(`auditField.${part}`, part)).join(' '),
    /** A value: amounts in yuan, states and kinds by their names. */
    value: (objectType: string, path: readonly string[], value: string) => {
      const amount = amountOf(path, value);
      if (amount !== null) return t('unit.amount', { amount });
      if (value === 'true' || value === 'false') return t(value === 'true' ? 'export.yes' : 'export.no');
      const named = enumsOf(objectType, path, value).find((name) => i18n.exists(`enum.${name}`));
      return named ? word(`enum.${named}`, value) : value;
    },
  };
}

/** What a value may be called in the contract: state paid of a claim is CLAIM_STATE_PAID, role CASHIER is ROLE_CASHIER. */
export function enumsOf(objectType: string, path: readonly string[], value: string): string[] {
  const field = path.filter((part) => !/^\d+$/.test(part)).pop() ?? '';
  return [`${objectType}_${field}_${value}`, `${field}_${value}`, `${field.replace(/s$/, '')}_${value}`].map((name) =>
    name.toUpperCase(),
  );
}

/** Everything that is written into the log, for choosing from. */
export function useAuditOptions() {
  const { t } = useTranslation();
  const options = (group: 'did' | 'auditObject') =>
    Object.entries(t(group, { returnObjects: true }) as Record<string, string>).map(([key, label]) => {
      const value = group === 'did' ? key.replace('_', '.') : key;
      // Two steps may be called the same; their names in the log are not.
      return { value, label: `${label} ${value}` };
    });
  return { actions: options('did'), objectTypes: options('auditObject') };
}
