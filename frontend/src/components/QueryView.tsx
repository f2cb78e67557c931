import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState, Loading } from './states';

interface Props<T> {
  query: UseQueryResult<T>;
  rows?: number;
  errorActions?: ReactNode;
  children: (data: T) => ReactNode;
}

/** Loading, error or the data: no screen forgets one of the three. */
export function QueryView<T>({ query, rows, errorActions, children }: Props<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} actions={errorActions} />;
  return <Loading {...(rows ? { rows } : {})} />;
}
