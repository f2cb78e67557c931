import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { MomentText } from '@/components/DateText';
import { Dialog } from '@/components/Dialog';
import { DiffView } from '@/components/DiffView';
import { JsonText, Mono } from '@/components/JsonText';
import { Facts } from '@/components/Page';
import type { AuditEntry } from '@/lib/api/types';
import { changesOf } from './differences';
import { useAuditWords } from './words';

/** One entry whole: who, when, from where, what it changed, and how it is chained. */
export function EntryDialog({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useAuditWords();
  const changes = changesOf(entry.before, entry.after);
  return (
    <Dialog
      open
      wide
      title={t('audit.number', { seq: entry.seq })}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t('action.close')}</Button>}
    >
      <Facts
        facts={[
          { label: t('audit.time'), value: <MomentText moment={entry.time} /> },
          { label: t('audit.actor'), value: [entry.actorName, entry.actorOrganization].filter(Boolean).join(' · ') },
          { label: t('audit.action'), value: `${words.action(entry.action)} (${entry.action})` },
          { label: t('audit.object'), value: words.objectType(entry.objectType) },
          { label: t('audit.objectId'), value: entry.objectId && <Mono>{entry.objectId}</Mono> },
          ...(entry.purpose ? [{ label: t('claim.purpose'), value: entry.purpose }] : []),
          { label: t('audit.actorId'), value: entry.actorId && <Mono>{entry.actorId}</Mono> },
          { label: t('audit.clientIp'), value: entry.clientIp },
          { label: t('audit.requestId'), value: entry.requestId && <Mono>{entry.requestId}</Mono> },
        ]}
      />
      {changes.length > 0 ? (
        <DiffView
          caption={t('audit.content')}
          rows={changes.map(({ path, before, after }) => ({
            label: words.field(path),
            before: words.value(entry.objectType, path, before),
            after: words.value(entry.objectType, path, after),
          }))}
        />
      ) : (
        <p>{t('audit.noContent')}</p>
      )}
      {(entry.before || entry.after) && (
        <details>
          <summary>{t('audit.raw')}</summary>
          {entry.before && (
            <>
              <p>{t('diff.before')}</p>
              <JsonText text={entry.before} />
            </>
          )}
          {entry.after && (
            <>
              <p>{t('diff.after')}</p>
              <JsonText text={entry.after} />
            </>
          )}
        </details>
      )}
      <Facts
        facts={[
          { label: t('audit.hash'), value: <Mono>{entry.hash}</Mono> },
          { label: t('audit.previousHash'), value: <Mono>{entry.previousHash}</Mono> },
        ]}
      />
    </Dialog>
  );
}
