import { useSyncExternalStore } from 'react';

// Whether the server has ended the session while somebody was at work. The screen stays as it is behind a log-in dialog,
// so that nothing typed is lost.

let lost = false;
const listeners = new Set<() => void>();

export function setSessionLost(next: boolean) {
  if (lost === next) return;
  lost = next;
  for (const listener of listeners) listener();
}

export const useSessionLost = () =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => lost,
  );
