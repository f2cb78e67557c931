import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './tools.module.css';

/**
 * Which rows of a list are ticked. A row that leaves the list, because somebody else acted on it or another filter was set, leaves the
 * selection too: nothing unseen is ever acted upon.
 */
export function useSelection(visible: readonly string[]) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const selected = visible.filter((key) => ticked.has(key));
  return {
    selected,
    has: (key: string) => ticked.has(key) && visible.includes(key),
    toggle: (key: string) =>
      setTicked((set) => {
        const next = new Set(set);
        if (!next.delete(key)) next.add(key);
        return next;
      }),
    all: () => setTicked(new Set(visible)),
    none: () => setTicked(new Set()),
  };
}

/** Says how many rows the selection covers, in words, and what can be done with them. */
export function SelectionBar({
  selection,
  selectable,
  children,
}: {
  selection: ReturnType<typeof useSelection>;
  selectable: number;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  if (selectable === 0) return null;
  return (
    <div className={styles.tools}>
      <span role="status">{t('selection.count', { count: selection.selected.length, of: selectable })}</span>
      <Button size="small" onClick={selection.all}>
        {t('selection.all', { count: selectable })}
      </Button>
      {selection.selected.length > 0 && (
        <>
          <Button size="small" onClick={selection.none}>
            {t('selection.none')}
          </Button>
          {children}
        </>
      )}
    </div>
  );
}
