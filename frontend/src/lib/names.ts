import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { channelsQuery, projectTypesQuery, purposesQuery } from './api/queries';

interface Named {
  code: string;
  name: string;
  nameEn: string;
}

/** The name in the reader's language; reference data carries both. */
export const nameIn = (language: string, item: { name: string; nameEn: string }) =>
  language.startsWith('zh') ? item.name : item.nameEn || item.name;

export interface Names {
  options: { value: string; label: string }[];
  of: (code: string, fallback?: string) => string;
}

function useNames(items: readonly Named[] | undefined): Names {
  const { i18n } = useTranslation();
  const list = (items ?? []).map((item) => ({ value: item.code, label: nameIn(i18n.language, item) }));
  return {
    options: list,
    of: (code, fallback) => list.find((item) => item.value === code)?.label ?? (fallback || code || '--'),
  };
}

export const useChannelNames = () => useNames(useQuery(channelsQuery).data);
export const usePurposeNames = () => useNames(useQuery(purposesQuery).data);
export const useProjectTypeNames = () => useNames(useQuery(projectTypesQuery).data);
