import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/lib/api/errors';
import { sessionQuery } from '@/lib/api/queries';
import { setSessionLost } from '@/lib/sessionLost';

/** When the server no longer knows the session the log-in dialog comes up over the page, and nothing typed is lost. */
function onError(error: unknown) {
  if (!(error instanceof ApiError) || error.status !== 401) return;
  if (queryClient.getQueryData(sessionQuery.queryKey)) setSessionLost(true);
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Only a server that was not reached is asked again; an answer is an answer.
      retry: (count, error) => count < 1 && error instanceof ApiError && error.unreachable,
      retryDelay: 500,
      // Inside a county network the browser's idea of being online means nothing.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
