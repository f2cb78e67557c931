import { parseAsBoolean, parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { useCallback } from 'react';

// Filters, sort and page are in the address: it can be copied, and the browser's back button works.

export const text = parseAsString.withDefault('');
export const number = parseAsInteger.withDefault(0);
export const flag = parseAsBoolean.withDefault(false);

type Parser = typeof text | typeof number | typeof flag;
type Value<P> = P extends typeof text ? string : P extends typeof number ? number : boolean;
export type Filters<P extends Record<string, Parser>> = { [K in keyof P]: Value<P[K]> };

const paging = { orderBy: text, pageSize: parseAsInteger.withDefault(20), pageToken: text };

// Keyset tokens only lead forward. This remembers the way back as long as the page is not reloaded.
const before = new Map<string, string>();

export interface Paging {
  pageSize: number;
  pageToken: string;
  /** The token before this one; undefined when the way back is not known. */
  previous: string | undefined;
  next: (token: string) => void;
  back: () => void;
  first: () => void;
  setPageSize: (size: number) => void;
}

export interface ListState<F> {
  filters: F;
  orderBy: string;
  setFilters: (patch: Partial<F>) => void;
  clearFilters: () => void;
  setOrderBy: (orderBy: string) => void;
  paging: Paging;
}

export function useListState<P extends Record<string, Parser>>(parsers: P): ListState<Filters<P>> {
  const [state, setState] = useQueryStates({ ...parsers, ...paging } as Record<string, Parser>, {
    history: 'push',
    shallow: false,
  });
  const all = state as unknown as Filters<P> & { orderBy: string; pageSize: number; pageToken: string };
  const { orderBy, pageSize, pageToken, ...filters } = all;

  const hasFigure = 'figure' in parsers;
  const setFilters = useCallback(
    (patch: Partial<Filters<P>>) => {
      // A filter that is set back to nothing leaves the address; another filter starts at the first page.
      const cleared = Object.fromEntries(
        Object.entries(patch).map(([key, value]) => [
          key,
          value === '' || value === 0 || value === false ? null : value,
        ]),
      );
      // The mark of the figure one came from no longer holds.
      const mark = hasFigure ? { figure: null } : {};
      void setState({ ...cleared, ...mark, pageToken: null } as never);
    },
    [setState, hasFigure],
  );

  return {
    filters: filters as unknown as Filters<P>,
    orderBy,
    setFilters,
    clearFilters: () =>
      void setState(Object.fromEntries([...Object.keys(parsers), 'pageToken'].map((key) => [key, null])) as never),
    setOrderBy: (next) => void setState({ orderBy: next || null, pageToken: null } as never),
    paging: {
      pageSize,
      pageToken,
      previous: before.get(pageToken),
      next: (token) => {
        before.set(token, pageToken);
        void setState({ pageToken: token } as never);
      },
      back: () => void setState({ pageToken: before.get(pageToken) || null } as never),
      first: () => void setState({ pageToken: null } as never),
      setPageSize: (size) => void setState({ pageSize: size, pageToken: null } as never),
    },
  };
}
