import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Filter } from './FilterBar';
import { OrganizationPicker, RegionPicker, UserPicker } from './form/pickers';

type Of<K> = Extract<Filter, { kind: K }>;
export type ChoiceFilter = Of<'select'> | Of<'region' | 'organization' | 'user'>;

export interface ChoiceProps {
  id: string;
  filter: ChoiceFilter;
  /** It stands for a field that was entered, or opened, before this one had come. */
  autoFocus: boolean;
  defaultOpen: boolean;
}

/** The filters that choose from a list. They come after the rows: what they are made of weighs as much as a whole page. */
export default function FilterChoice({ filter, ...props }: ChoiceProps) {
  const { t } = useTranslation();
  const rest = { ...props, value: filter.value, onChange: filter.onChange };
  if (filter.kind === 'select')
    return (
      <Select
        {...rest}
        value={filter.value || null}
        allowClear
        placeholder={t('filter.all')}
        options={filter.options}
        onChange={(value) => filter.onChange(value ?? '')}
        showSearch={filter.options.length > 8 ? { optionFilterProp: 'label' } : false}
        popupMatchSelectWidth={false}
        style={{ width: '100%' }}
      />
    );
  if (filter.kind === 'region') return <RegionPicker {...rest} />;
  if (filter.kind === 'organization') return <OrganizationPicker all {...rest} />;
  return <UserPicker {...rest} />;
}
