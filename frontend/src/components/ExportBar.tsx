import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ExportableList, type ExportFormat, exportList } from '@/lib/api/exports';
import { errorText } from './errorText';
import styles from './tools.module.css';

/** A list as the contract's exports name it, with the filters and order it now has. */
export interface Exported {
  list: ExportableList;
  filters: object;
}

interface Props {
  exported: Exported;
  /** How many records there are to export. */
  totalSize: number | undefined;
}

/** The buttons that save everything a list's filters leave, and what became of it. */
export function ExportButtons({ exported, totalSize }: Props) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [busy, setBusy] = useState<ExportFormat | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const run = async (format: ExportFormat) => {
    if (busy) return;
    setBusy(format);
    setDone(null);
    setError(null);
    try {
      // What the file holds is told by the file: the list may be older than it.
      setDone(await exportList(exported.list, exported.filters, format));
      // The export itself is written in the audit log, and is among what its reader has done today.
      void client.invalidateQueries();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      {error !== null && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('export.failed')}
          description={errorText(error, i18n.language, t)}
        />
      )}
      {busy && <span role="status">{t('export.running', { count: totalSize ?? 0 })}</span>}
      {done !== null && <span role="status">{t('export.done', { count: done })}</span>}
      <Button
        onClick={() => void run('EXPORT_FORMAT_XLSX')}
        loading={busy === 'EXPORT_FORMAT_XLSX'}
        disabled={!totalSize}
        data-export={exported.list}
        data-count={totalSize ?? 0}
      >
        {t('export.xlsx', { count: totalSize ?? 0 })}
      </Button>
      <Button
        onClick={() => void run('EXPORT_FORMAT_CSV')}
        loading={busy === 'EXPORT_FORMAT_CSV'}
        disabled={!totalSize}
      >
        {t('export.csv')}
      </Button>
    </>
  );
}

/** Over a table that is no list of its own page. */
export const ExportBar = (props: Props) => (
  <div className={`${styles.tools} ${styles.bar}`}>
    <ExportButtons {...props} />
  </div>
);
