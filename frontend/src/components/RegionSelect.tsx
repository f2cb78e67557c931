import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { regionQuery, regionSearchQuery } from '@/lib/api/queries';

interface Props {
  id: string;
  value: string;
  onChange: (code: string) => void;
}

/** 区划选择: the server searches by name, pinyin initials or code; nothing is asked while pinyin is being typed. */
export function RegionSelect({ id, value, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [open, setOpen] = useState(false);
  const composing = useRef(false);

  useEffect(() => {
    if (composing.current) return;
    const timer = setTimeout(() => setAsked(typed.trim()), 200);
    return () => clearTimeout(timer);
  }, [typed]);

  const found = useQuery({ ...regionSearchQuery(asked), enabled: open });
  const chosen = useQuery({ ...regionQuery(value), enabled: value !== '' });

  const options = (found.data ?? []).map((region) => ({
    value: region.code,
    label:
      region.level === 'REGION_LEVEL_VILLAGE'
        ? t('filter.villageOf', { village: region.shortName || region.name, township: region.parentName })
        : region.shortName || region.name,
  }));
  if (value && !options.some((option) => option.value === value))
    options.unshift({ value, label: chosen.data?.shortName || chosen.data?.name || value });

  return (
    <div
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={(event) => {
        composing.current = false;
        setTyped((event.target as HTMLInputElement).value);
      }}
    >
      <Select
        id={id}
        showSearch={{
          filterOption: false,
          onSearch: (next) => {
            if (!composing.current) setTyped(next);
          },
        }}
        allowClear
        value={value || null}
        placeholder={t('filter.regionHint')}
        loading={found.isFetching}
        notFoundContent={found.isFetching ? t('state.loading') : t('state.empty')}
        onOpenChange={setOpen}
        onChange={(code) => onChange(code ?? '')}
        options={options}
        style={{ width: '100%' }}
      />
    </div>
  );
}
