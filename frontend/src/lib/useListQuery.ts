import { type QueryKey, type UseQueryOptions, useQuery } from '@tanstack/react-query';

const filtersOf = (key: QueryKey | undefined) => {
  const { pageToken: _, ...filters } = (key?.[1] ?? {}) as Record<string, unknown>;
  return JSON.stringify(filters);
};

/** While the next page loads the page before stays, dimmed; with another filter nothing old is shown. */
export function useListQuery<T, K extends QueryKey>(options: UseQueryOptions<T, Error, T, K>) {
  return useQuery({
    ...options,
    placeholderData: (previous, previousQuery) =>
      previous !== undefined && filtersOf(previousQuery?.queryKey) === filtersOf(options.queryKey)
        ? (previous as never)
        : undefined,
  });
}
