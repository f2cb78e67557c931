import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  channelsQuery,
  fundDocumentQuery,
  projectQuery,
  projectTypesQuery,
  purposesQuery,
  regionQuery,
} from './api/queries';

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

/** Looks a few records up by what names them; what is not known yet, or not the reader's to see, is told by its own name. */
function lookUp<T>(
  wanted: readonly string[],
  answers: readonly { data: T | undefined }[],
  nameOf: (found: T) => string,
) {
  return (key: string) => {
    const found = answers[wanted.indexOf(key)]?.data;
    return (found && nameOf(found)) || key;
  };
}
const distinct = (keys: readonly string[]) => [...new Set(keys.filter(Boolean))];

/** Short names of a few regions by their codes, for where a name must be plain words. */
export function useRegionNames(codes: readonly string[]) {
  const wanted = distinct(codes);
  const answers = useQueries({ queries: wanted.map((code) => regionQuery(code)) });
  return lookUp(wanted, answers, (region) => region.shortName || region.name);
}

/** Names of a few projects by their ids. */
export function useProjectNames(ids: readonly string[]) {
  const wanted = distinct(ids);
  const answers = useQueries({ queries: wanted.map((id) => projectQuery(id)) });
  return lookUp(wanted, answers, (project) => project.name);
}

/** Numbers of a few fund documents by their ids. */
export function useDocumentNumbers(ids: readonly string[]) {
  const wanted = distinct(ids);
  const answers = useQueries({ queries: wanted.map((id) => fundDocumentQuery(id)) });
  return lookUp(wanted, answers, (document) => document.number);
}
