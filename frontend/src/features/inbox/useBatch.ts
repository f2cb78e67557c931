import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { newIdempotencyKey } from '@/lib/api/client';
import { ApiError } from '@/lib/api/errors';
import type { InboxItem } from '@/lib/api/types';
import { agree } from './items';

export interface Refusal {
  item: InboxItem;
  error: unknown;
}

export interface Outcome {
  agreed: number;
  /** Not sent, because the server was not reached or the session had ended. */
  left: number;
}

/** An answer about this item; without one nobody knows whether it is done, and the rest is not sent into the dark. */
const answered = (error: unknown) =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 401;

/** Agrees to items one after the other. Each answers by itself: what is refused stays with its sentence, the others go on. */
export function useBatch(done: (outcome: Outcome) => void) {
  const client = useQueryClient();
  const [progress, setProgress] = useState<{ at: number; of: number } | null>(null);
  const [refused, setRefused] = useState<ReadonlyMap<string, Refusal>>(new Map());
  const busy = useRef(false);
  // Without an answer the same key is sent again, so that what was agreed to is not agreed to twice.
  const keys = useRef(new Map<string, string>());

  const run = async (items: readonly InboxItem[]) => {
    if (busy.current || items.length === 0) return;
    busy.current = true;
    const failures = new Map<string, Refusal>();
    setRefused(failures);
    let agreed = 0;
    let at = 0;
    for (; at < items.length; at++) {
      const item = items[at] as InboxItem;
      setProgress({ at, of: items.length });
      const once = `${item.key} ${item.etag}`;
      const key = keys.current.get(once) ?? newIdempotencyKey();
      keys.current.set(once, key);
      try {
        await agree(item, key);
        keys.current.delete(once);
        agreed++;
      } catch (error) {
        failures.set(item.key, { item, error });
        if (!answered(error)) break;
        keys.current.delete(once);
      }
    }
    setRefused(new Map(failures));
    await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    setProgress(null);
    busy.current = false;
    done({ agreed, left: Math.max(0, items.length - at - 1) });
  };

  return { run, progress, refused };
}
