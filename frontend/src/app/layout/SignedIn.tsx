import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { ErrorState, Loading } from '@/components/states';
import { sessionQuery } from '@/lib/api/queries';
import { paths } from '@/lib/paths';

/** The guard: nothing inside is shown without a session, and the address is kept for after the log-in. */
export function SignedIn({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery);
  const location = useLocation();
  if (session.isPending) return <Loading />;
  if (session.isError && !session.data)
    return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data) {
    const here = location.pathname + location.search;
    return <Navigate to={paths.login(here === '/' ? undefined : here)} replace />;
  }
  return children;
}
