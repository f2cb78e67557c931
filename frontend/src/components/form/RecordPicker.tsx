import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface Choice {
  value: string;
  label: string;
  /** A second, softer line in the list. */
  note?: string;
}

interface Props {
  id?: string;
  value?: string;
  onChange?: (value: string, choice: Choice | undefined) => void;
  /** Searches on the server; at most 50 come back. */
  search: (text: string) => { queryKey: readonly unknown[]; queryFn: (signal: AbortSignal) => Promise<Choice[]> };
  /** The record already chosen, when it is not among those found. */
  chosen?: Choice | undefined;
  /** Offered first while nothing is typed. */
  recent?: readonly Choice[];
  placeholder?: string;
  disabled?: boolean;
  autoFocus?: boolean;
  defaultOpen?: boolean;
  'aria-label'?: string;
}

/** Chooses one record of many: the server searches, never while pinyin is being typed, and what is chosen is shown by name. */
export function RecordPicker({ value = '', onChange, search, chosen, recent = [], placeholder, ...rest }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [open, setOpen] = useState(rest.defaultOpen ?? false);
  const [last, setLast] = useState<Choice>();
  const composing = useRef(false);

  useEffect(() => {
    if (composing.current) return;
    const timer = setTimeout(() => setAsked(typed.trim()), 200);
    return () => clearTimeout(timer);
  }, [typed]);

  const { queryKey, queryFn } = search(asked);
  const found = useQuery({ queryKey, queryFn: ({ signal }) => queryFn(signal), enabled: open });
  // What was found for another text would change under the pointer.
  const waiting = typed.trim() !== asked || found.isFetching;
  const options = waiting ? [] : (found.data ?? []);
  const first =
    asked === '' && !waiting ? recent.filter((each) => !options.some((option) => option.value === each.value)) : [];
  const all = [...first, ...options];
  const known = all.find((option) => option.value === value) ?? (last?.value === value ? last : undefined) ?? chosen;
  const shown = value && !all.some((option) => option.value === value) && known ? [known, ...all] : all;
  const render = (choice: Choice): ReactNode => (choice.note ? `${choice.label} · ${choice.note}` : choice.label);

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
        {...rest}
        showSearch={{
          filterOption: false,
          onSearch: (next) => {
            if (!composing.current) setTyped(next);
          },
        }}
        allowClear
        value={value || null}
        placeholder={placeholder ?? t('picker.hint')}
        loading={waiting}
        notFoundContent={waiting ? t('state.loading') : found.isError ? t('error.unreachable') : t('picker.none')}
        onOpenChange={setOpen}
        onChange={(next) => {
          const choice = shown.find((option) => option.value === next);
          setLast(choice);
          onChange?.(next ?? '', choice);
        }}
        options={shown.map((choice) => ({ value: choice.value, label: render(choice), title: choice.label }))}
        style={{ width: '100%' }}
      />
    </div>
  );
}
