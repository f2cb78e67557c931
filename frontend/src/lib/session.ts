import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { mayCall, type Operation } from './access';
import { api, call, setCsrfToken } from './api/client';
import { ApiError } from './api/errors';
import { sessionQuery } from './api/queries';
import type { Session } from './api/types';
import { dropAllDrafts } from './drafts';
import { paths } from './paths';
import { setSessionLost } from './sessionLost';

/** Who is logged in. Only for screens behind the log-in. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('useSession is for screens behind the log-in');
  return data;
}

/** The id of who is logged in; empty before that, on the page of a program without a county. */
export function useUserId(): string {
  const { data } = useQuery(sessionQuery);
  return data?.user.id ?? '';
}

export function useMayCall(): (operation: Operation) => boolean {
  const { user } = useSession();
  return useCallback((operation: Operation) => mayCall(operation, user.roles), [user.roles]);
}

export function useLogIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { username: string; password: string }) =>
      call(api.POST('/v1/sessions', { body: { ...body, delivery: 'TOKEN_DELIVERY_COOKIE' } })),
    onSuccess: (session) => {
      // Nothing of an earlier user may be left to see.
      client.clear();
      setCsrfToken(session.csrfToken);
      client.setQueryData(sessionQuery.queryKey, session);
    },
  });
}

/** Logs in again over a page whose session has ended. The same person goes on where he was; anybody else begins anew. */
export function useLogInAgain() {
  const client = useQueryClient();
  const { user } = useSession();
  return useMutation({
    mutationFn: (body: { username: string; password: string }) =>
      call(api.POST('/v1/sessions', { body: { ...body, delivery: 'TOKEN_DELIVERY_COOKIE' } })),
    onSuccess: (session) => {
      if (session.user.id !== user.id) {
        dropAllDrafts();
        window.location.assign('/');
        return;
      }
      setCsrfToken(session.csrfToken);
      client.setQueryData(sessionQuery.queryKey, session);
      setSessionLost(false);
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    },
  });
}

export function useLogOut() {
  return useMutation({
    mutationFn: () => call(api.DELETE('/v1/sessions/current')),
    onSettled: (_, error) => {
      // A log-out that did not reach the server has not happened; one that was no longer needed has.
      if (error && !(error instanceof ApiError && error.status === 401)) return;
      dropAllDrafts();
      // A fresh page: nothing of what was seen is left in memory.
      window.location.assign(paths.login());
    },
  });
}
