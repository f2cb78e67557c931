import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/Dialog';
import { errorText } from '@/components/errorText';
import { MoneyText } from '@/components/MoneyText';
import { SelectionBar, type useSelection } from '@/components/Selection';
import type { InboxItem } from '@/lib/api/types';
import { parseFen, sum } from '@/lib/money';
import { notify } from '@/lib/notice';
import { type Outcome, useBatch } from './useBatch';

type Batch = ReturnType<typeof useBatch>;

/** What came of it, in one sentence; what was refused is told at its row. */
export function useAgreement() {
  const { t } = useTranslation();
  return useBatch(({ agreed, left }: Outcome) =>
    notify(
      [t('inbox.agreed', { count: agreed }), left > 0 && t('inbox.left', { count: left })].filter(Boolean).join(' '),
    ),
  );
}

/** Agreeing to the ticked items of one kind at once: how many and how much is read before it happens. */
export function BatchBar({
  batch: { run, progress, refused },
  items,
  shown,
  selection,
}: {
  batch: Batch;
  /** The items that may be ticked. */
  items: readonly InboxItem[];
  /** The keys of the items in the list. */
  shown: readonly string[];
  selection: ReturnType<typeof useSelection>;
}) {
  const { t, i18n } = useTranslation();
  const [asking, setAsking] = useState(false);
  const chosen = items.filter((item) => selection.has(item.key));
  // Refused and no longer in the list: somebody else has dealt with it.
  const gone = [...refused.values()].filter(({ item }) => !shown.includes(item.key));
  return (
    <>
      <SelectionBar selection={selection} selectable={items.length}>
        <Button
          type="primary"
          disabled={chosen.length === 0}
          loading={progress !== null}
          onClick={() => setAsking(true)}
        >
          {t('inbox.agreeSelected', { count: chosen.length })}
        </Button>
      </SelectionBar>
      {progress && (
        <div role="status">
          {t('inbox.agreeing', { at: progress.at + 1, of: progress.of })}
          <progress
            value={progress.at}
            max={progress.of}
            aria-label={t('inbox.agreeing', { at: progress.at + 1, of: progress.of })}
          />
        </div>
      )}
      {gone.map(({ item, error }) => (
        <Alert
          key={item.key}
          type="error"
          showIcon
          role="alert"
          title={[item.number, item.title].filter(Boolean).join(' ')}
          description={errorText(error, i18n.language, t)}
        />
      ))}
      <Dialog
        open={asking}
        title={t('inbox.agreeTitle', { count: chosen.length })}
        onClose={() => setAsking(false)}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{t('action.cancel')}</Button>
            <Button
              type="primary"
              onClick={() => {
                setAsking(false);
                void run(chosen);
              }}
            >
              {t('inbox.agreeSelected', { count: chosen.length })}
            </Button>
          </>
        }
      >
        <p>{t('inbox.agreeText')}</p>
        <ul>
          {chosen.map((item) => (
            <li key={item.key}>
              {[item.number, item.title].filter(Boolean).join(' ')} <MoneyText fen={item.amountFen} unit />
            </li>
          ))}
        </ul>
        <p>
          {t('inbox.agreeSum')} <MoneyText fen={sum(chosen.map((item) => parseFen(item.amountFen)))} unit />
        </p>
      </Dialog>
    </>
  );
}
