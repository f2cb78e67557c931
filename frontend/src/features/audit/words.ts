import { useTranslation } from 'react-i18next';

/** What the log's own names are called in the reader's language; a name nobody has words for is shown as it is. */
export function useAuditWords() {
  const { t } = useTranslation();
  const word = (key: string, name: string) => String(t(key as never, { defaultValue: name } as never));
  return {
    action: (action: string) => word(`did.${action.replace('.', '_')}`, action),
    objectType: (type: string) => word(`auditObject.${type}`, type),
    /** The way to a value: 明细 1 金额. */
    field: (path: readonly string[]) => path.map((part) => word(`auditField.${part}`, part)).join(' '),
  };
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
