import { useSyncExternalStore } from 'react';

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Under 768 px lists are cards. */
export const useIsPhone = () => useMedia('(max-width: 767.98px)');
/** Under 992 px the menu is a drawer. */
export const useIsNarrow = () => useMedia('(max-width: 991.98px)');
export const usePrefersReducedMotion = () => useMedia('(prefers-reduced-motion: reduce)');
