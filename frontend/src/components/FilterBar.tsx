import { Button, Checkbox, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '@/lib/media';
import styles from './filter.module.css';
import { DateInput } from './form/DateInput';
import { OrganizationPicker, RegionPicker, UserPicker } from './form/pickers';
import { SearchInput } from './SearchInput';

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
            <Select
              id={`${id}-sort`}
              value={sort.value || null}
              placeholder={t('filter.defaultSort')}
              allowClear
              options={sort.options}
              onChange={(value) => sort.onChange(value ?? '')}
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
        <Checkbox checked={filter.value} onChange={(event) => filter.onChange(event.target.checked)}>
          {filter.label}
        </Checkbox>
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
      {filter.kind === 'region' && <RegionPicker id={id} value={filter.value} onChange={filter.onChange} />}
      {filter.kind === 'organization' && (
        <OrganizationPicker id={id} all value={filter.value} onChange={filter.onChange} />
      )}
      {filter.kind === 'user' && <UserPicker id={id} value={filter.value} onChange={filter.onChange} />}
      {filter.kind === 'select' && (
        <Select
          id={id}
          value={filter.value || null}
          allowClear
          placeholder={t('filter.all')}
          options={filter.options}
          onChange={(value) => filter.onChange(value ?? '')}
          showSearch={filter.options.length > 8 ? { optionFilterProp: 'label' } : false}
          popupMatchSelectWidth={false}
        />
      )}
    </div>
  );
}
