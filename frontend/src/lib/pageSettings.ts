import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call } from './api/client';

/** One's own settings of all pages, kept on the server: the same at every desk. */
export const pageSettingsQuery = queryOptions({
  queryKey: ['pageSettings'],
  queryFn: ({ signal }) => call(api.GET('/v1/pageSettings', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
  select: (answer) => answer.pageSettings,
});

export function usePageSetting(page: string) {
  const client = useQueryClient();
  const { data } = useQuery(pageSettingsQuery);
  const setting = data?.find((each) => each.page === page);
  const save = useMutation({
    mutationFn: (patch: { columns?: string[]; pageSize?: number }) =>
      call(api.PATCH('/v1/pageSettings/{page}', { params: { path: { page } }, body: { page, ...patch } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['pageSettings'] }),
  });
  return { columns: setting?.columns ?? [], pageSize: setting?.pageSize ?? 0, save };
}
