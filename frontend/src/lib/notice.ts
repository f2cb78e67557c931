import { useSyncExternalStore } from 'react';

// One sentence about what has just been done. It stays until it is closed or something else is done.

let current = '';
const listeners = new Set<() => void>();

export function notify(text: string) {
  current = text;
  for (const listener of listeners) listener();
}

export const useNotice = () =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => current,
  );
