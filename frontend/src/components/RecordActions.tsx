import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/lib/api/client';
import { ApiError } from '@/lib/api/errors';
import { notify } from '@/lib/notice';
import styles from './actions.module.css';
import { Dialog } from './Dialog';
import { type Difference, DiffView, differences, type Shown } from './DiffView';
import { errorText } from './errorText';

/** Something that can be done with a record by pressing a button, after a look at what it does. */
export interface RecordAction<R> {
  /** As the record's allowedActions has it; the button shows when the server allows it. */
  verb: string;
  label: string;
  /** What the dialog asks, and what will happen. */
  title: string;
  text?: ReactNode;
  /** Whether words go with it: an opinion, or a reason that must be given. */
  words?: 'optional' | 'required';
  wordsLabel?: string;
  primary?: boolean;
  danger?: boolean;
  run: (record: R, words: string, key: string) => Promise<unknown>;
  /** Said when it is done. */
  done: string;
}

interface Props<R> {
  record: R & { allowedActions: readonly string[] };
  actions: readonly RecordAction<R>[];
  /** Reads the record anew, for when somebody else was faster. */
  reload: () => Promise<R & { allowedActions: readonly string[] }>;
  /** The facts somebody acts upon, as words: what changed meanwhile is shown before the action is tried again. */
  facts: (record: R) => Shown[];
  /** After the record has changed; everything shown is read anew in any case. */
  onDone?: (verb: string) => void;
}

/** The buttons of a detail page: each asks once, is sent once however often it is pressed, and keeps the words when it is refused. */
export function RecordActions<R>({ record, actions, reload, facts, onDone }: Props<R>) {
  const [asked, setAsked] = useState<RecordAction<R> | null>(null);
  const shown = actions.filter((action) => record.allowedActions.includes(action.verb));
  if (shown.length === 0 && !asked) return null;
  return (
    <div className={styles.bar}>
      {shown.map((action) => (
        <Button
          key={action.verb}
          {...(action.primary ? { type: 'primary' as const } : {})}
          danger={action.danger ?? false}
          onClick={() => setAsked(action)}
        >
          {action.label}
        </Button>
      ))}
      {asked && (
        <ActionDialog
          key={asked.verb}
          action={asked}
          record={record}
          reload={reload}
          facts={facts}
          onClose={() => setAsked(null)}
          {...(onDone ? { onDone } : {})}
        />
      )}
    </div>
  );
}

function ActionDialog<R>({
  action,
  record,
  reload,
  facts,
  onClose,
  onDone,
}: Omit<Props<R>, 'actions'> & { action: RecordAction<R>; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const id = useId();
  const [seen, setSeen] = useState(record);
  const [words, setWords] = useState('');
  const [missing, setMissing] = useState(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [changed, setChanged] = useState<Difference[] | null>(null);
  const key = useRef(newIdempotencyKey());
  const busy = useRef(false);

  const run = async () => {
    // The button is shown as busy a moment after it is pressed; a second press within that moment counts for nothing.
    if (busy.current) return;
    if (action.words === 'required' && !words.trim()) {
      setMissing(true);
      document.getElementById(id)?.focus();
      return;
    }
    busy.current = true;
    setPending(true);
    setError(null);
    setChanged(null);
    try {
      await action.run(seen, words.trim(), key.current);
      notify(action.done);
      onClose();
      onDone?.(action.verb);
      await client.invalidateQueries();
    } catch (failure) {
      // An answer settles the try: the next one is a new one. Without an answer the same key is sent again.
      if (failure instanceof ApiError && failure.status >= 400 && failure.status < 500)
        key.current = newIdempotencyKey();
      if (failure instanceof ApiError && failure.status === 409) {
        const latest = await reload().catch(() => null);
        if (latest) {
          setChanged(differences(facts(seen), facts(latest)));
          setSeen(latest);
        }
      }
      setError(failure);
    } finally {
      busy.current = false;
      setPending(false);
    }
  };
  const gone = !seen.allowedActions.includes(action.verb);

  return (
    <Dialog
      open
      title={action.title}
      wide={changed !== null && changed.length > 0}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{gone ? t('action.close') : t('action.cancel')}</Button>
          {!gone && (
            <Button type="primary" danger={action.danger ?? false} loading={pending} onClick={() => void run()}>
              {action.label}
            </Button>
          )}
        </>
      }
    >
      {error !== null && (
        <Alert
          type={changed ? 'warning' : 'error'}
          showIcon
          role="alert"
          title={errorText(error, i18n.language, t)}
          description={violationsOf(error)}
        />
      )}
      {changed && changed.length > 0 && <DiffView caption={t('diff.title')} rows={changed} />}
      {action.text && <div>{action.text}</div>}
      {action.words && !gone && (
        <div className={styles.words}>
          <label htmlFor={id}>
            {action.wordsLabel ?? t(action.words === 'required' ? 'form.reason' : 'form.opinion')}
            {action.words === 'required' && <span className={styles.mark}> {t('form.requiredMark')}</span>}
          </label>
          <Input.TextArea
            id={id}
            value={words}
            maxLength={500}
            rows={4}
            status={missing ? 'error' : ''}
            aria-invalid={missing}
            aria-describedby={missing ? `${id}-error` : undefined}
            onChange={(event) => {
              setWords(event.target.value);
              setMissing(false);
            }}
          />
          {missing && (
            <span id={`${id}-error`} role="alert" className={styles.error}>
              {t('form.required', { label: action.wordsLabel ?? t('form.reason') })}
            </span>
          )}
        </div>
      )}
    </Dialog>
  );
}

const violationsOf = (error: unknown) =>
  error instanceof ApiError && error.violations.length > 0 ? (
    <ul>
      {error.violations.map((violation) => (
        <li key={violation.field}>{violation.description}</li>
      ))}
    </ul>
  ) : undefined;
