import { Button } from 'antd';
import { type ComponentType, useCallback, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { afterFirstScreen } from '@/lib/firstScreen';
import { useIsPhone } from '@/lib/media';
import { CheckBox } from './CheckBox';
import type { ChoiceFilter, ChoiceProps } from './FilterChoice';
import styles from './filter.module.css';
import { DateInput } from './form/DateInput';
import { PlainSelect } from './PlainSelect';
import plain from './plain.module.css';
import { SearchInput } from './SearchInput';

// Once it has come it is there for every list.
let FilterChoice: ComponentType<ChoiceProps> | undefined;

export type Filter = { key: string; label: string } & (
  | { kind: 'select'; value: string; options: { value: string; label: string }[]; onChange: (value: string) => void }
  | { kind: 'search'; value: string; placeholder?: string; onChange: (value: string) => void }
  | { kind: 'region' | 'organization' | 'user'; value: string; onChange: (value: string) => void }
  | { kind: 'date'; value: string; onChange: (value: string) => void }
  | { kind: 'check'; value: boolean; onChange: (value: boolean) => void }
  /** Set by a link, such as "only this document"; can only be taken off. */
  | { kind: 'fixed'; value: string; text: string; onChange: (value: string) => void }
);

interface Props {
  filters: Filter[];
  onClear: () => void;
  /** On a phone there are no column heads to sort by. */
  sort?: { value: string; options: { value: string; label: string }[]; onChange: (value: string) => void } | undefined;
}

export function FilterBar({ filters, onClear, sort }: Props) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const id = useId();
  const [open, setOpen] = useState(false);
  const active = filters.filter((filter) => Boolean(filter.value));
  const shown = filters.filter((filter) => filter.kind !== 'fixed' || filter.value);

  return (
    <search className={styles.bar} aria-label={t('filter.title')}>
      {phone && (
        <Button block aria-expanded={open} aria-controls={`${id}-fields`} onClick={() => setOpen(!open)}>
          {active.length > 0 ? t('filter.titleWithCount', { count: active.length }) : t('filter.title')}
        </Button>
      )}
      <div id={`${id}-fields`} className={styles.fields} hidden={phone && !open}>
        {shown.map((filter) => (
          <FilterField key={filter.key} id={`${id}-${filter.key}`} filter={filter} />
        ))}
        {phone && sort && (
          <div className={styles.field}>
            <label htmlFor={`${id}-sort`}>{t('filter.sort')}</label>
            <PlainSelect
              id={`${id}-sort`}
              value={sort.value}
              options={[{ value: '', label: t('filter.defaultSort') }, ...sort.options]}
              onChange={sort.onChange}
            />
          </div>
        )}
        {active.length > 0 && (
          <div className={styles.clear}>
            <Button onClick={onClear}>{t('filter.clear')}</Button>
          </div>
        )}
      </div>
    </search>
  );
}

function FilterField({ id, filter }: { id: string; filter: Filter }) {
  const { t } = useTranslation();
  if (filter.kind === 'check')
    return (
      <div className={styles.check}>
        <CheckBox checked={filter.value} onChange={filter.onChange}>
          {filter.label}
        </CheckBox>
      </div>
    );
  if (filter.kind === 'fixed')
    return (
      <div className={styles.fixed}>
        <span>{t('filter.only', { label: filter.label, text: filter.text })}</span>
        <Button size="small" onClick={() => filter.onChange('')}>
          {t('filter.takeOff')}
        </Button>
      </div>
    );
  return (
    <div className={filter.kind === 'search' ? `${styles.field} ${styles.wide}` : styles.field}>
      <label htmlFor={id}>{filter.label}</label>
      {filter.kind === 'search' && (
        <SearchInput id={id} value={filter.value} placeholder={filter.placeholder} onCommit={filter.onChange} />
      )}
      {filter.kind === 'date' && <DateInput id={id} value={filter.value} onChange={filter.onChange} />}
      {filter.kind !== 'search' && filter.kind !== 'date' && <LateChoice id={id} filter={filter} />}
    </div>
  );
}

/** The rows of the list have the line first; whoever enters the field at once does not wait for them. */
function LateChoice({ id, filter }: { id: string; filter: ChoiceFilter }) {
  const { t } = useTranslation();
  const [Choice, setChoice] = useState(() => FilterChoice);
  const [entered, setEntered] = useState(false);
  const [opened, setOpened] = useState(false);
  const load = useCallback(async () => {
    try {
      FilterChoice ??= (await import('./FilterChoice')).default;
    } catch {
      // Without the line the list stays as it is; entering the field tries again.
      return;
    }
    setChoice(() => FilterChoice);
  }, []);
  useEffect(() => {
    if (!Choice) return afterFirstScreen(load);
  }, [Choice, load]);
  if (Choice) return <Choice id={id} filter={filter} autoFocus={entered} defaultOpen={opened} />;
  const chosen = filter.kind === 'select' ? filter.options.find((option) => option.value === filter.value) : undefined;
  return (
    <input
      id={id}
      className={plain.field}
      readOnly
      aria-busy={entered}
      value={chosen?.label ?? ''}
      placeholder={filter.value ? t('state.loading') : t(filter.kind === 'select' ? 'filter.all' : hints[filter.kind])}
      onFocus={() => {
        setEntered(true);
        void load();
      }}
      onBlur={() => setEntered(false)}
      onPointerDown={() => setOpened(true)}
    />
  );
}

const hints = { region: 'filter.regionHint', organization: 'picker.hint', user: 'picker.hint' } as const;
