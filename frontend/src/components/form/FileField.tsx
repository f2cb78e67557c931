import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/lib/api/errors';
import { type FileSubject, filesQuery, keepPosition, removeFile, type SentFile, sendFile } from '@/lib/api/files';
import { formatMoment } from '@/lib/dates';
import { formatPosition } from '@/lib/position';
import { useSessionLost } from '@/lib/sessionLost';
import { errorText } from '../errorText';
import { Section } from '../Page';
import { QueryView } from '../QueryView';
import { EmptyState } from '../states';
import styles from './form.module.css';

interface Sending {
  key: string;
  file: File;
  /** 0 to 1; whether it waits for a new try, and why. */
  share: number;
  error?: unknown;
}

const sizeOf = (bytes: number) =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/**
 * 附件 of one record: what is there, and sending more with progress. A file that did not arrive stays on the list until it is sent again or
 * taken off; when the session had ended it is sent by itself after the next log-in.
 */
export function FileField({
  subject,
  subjectId,
  title,
  note,
  photos = false,
}: {
  subject: FileSubject;
  subjectId: string;
  title: string;
  note?: string;
  /** Photos only, shown as small pictures; where one says it was taken is offered to whoever sends it. */
  photos?: boolean;
}) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const id = useId();
  const files = useQuery(filesQuery(subject, subjectId));
  const [sending, setSending] = useState<Sending[]>([]);
  const [offers, setOffers] = useState<SentFile[]>([]);
  const [failed, setFailed] = useState<unknown>(null);
  const lost = useSessionLost();
  const addLabel = t(photos ? 'photo.add' : 'file.add');
  const hint = t(photos ? 'photo.hint' : 'file.hint');
  const input = useRef<HTMLInputElement>(null);

  const change = (key: string, patch: Partial<Sending>) =>
    setSending((list) => list.map((each) => (each.key === key ? { ...each, ...patch } : each)));

  const send = async (each: Sending) => {
    change(each.key, { share: 0, error: undefined });
    try {
      const sent = await sendFile({ subject, subjectId, file: each.file, key: each.key }, (share) =>
        change(each.key, { share }),
      );
      if (sent.offeredPosition) setOffers((list) => [...list, sent]);
      setSending((list) => list.filter((other) => other.key !== each.key));
      await client.invalidateQueries({ queryKey: ['files', subject, subjectId] });
    } catch (error) {
      change(each.key, { error });
    }
  };

  const answerOffer = (offer: SentFile, agreed: boolean) => {
    setOffers((list) => list.filter((each) => each.id !== offer.id));
    if (!agreed) return;
    setFailed(null);
    keepPosition(offer.id)
      .then(() => client.invalidateQueries({ queryKey: ['files', subject, subjectId] }))
      .catch(setFailed);
  };

  const add = (chosen: FileList | null) => {
    const fresh = [...(chosen ?? [])].map((file, index) => ({
      key: `${Date.now()}-${index}-${Math.random().toString(36).slice(2)}`,
      file,
      share: 0,
    }));
    setSending((list) => [...list, ...fresh]);
    for (const each of fresh) void send(each);
    if (input.current) input.current.value = '';
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the lost session held back goes out when there is one again
  useEffect(() => {
    if (lost) return;
    for (const each of sending) if (each.error instanceof ApiError && each.error.status === 401) void send(each);
  }, [lost]);

  return (
    <Section title={title} note={note}>
      <QueryView query={files} rows={2}>
        {(answer) => (
          <div className={styles.files}>
            {failed !== null && (
              <Alert type="error" showIcon role="alert" title={errorText(failed, i18n.language, t)} />
            )}
            {answer.files.length === 0 && sending.length === 0 && (
              <EmptyState text={t(photos ? 'photo.none' : 'file.none')} />
            )}
            {offers.map(
              (offer) =>
                offer.offeredPosition && (
                  <Alert
                    key={offer.id}
                    type="info"
                    showIcon
                    title={t('photo.offer', { name: offer.name, place: formatPosition(offer.offeredPosition) })}
                    action={
                      <div className={styles.file}>
                        <Button size="small" type="primary" onClick={() => answerOffer(offer, true)}>
                          {t('photo.keep')}
                        </Button>
                        <Button size="small" onClick={() => answerOffer(offer, false)}>
                          {t('photo.dontKeep')}
                        </Button>
                      </div>
                    }
                  />
                ),
            )}
            <ul className={styles.files} aria-label={title}>
              {answer.files.map((file) => (
                <li key={file.id} className={styles.file}>
                  {photos && (
                    <img
                      className={styles.picture}
                      src={`/v1/files/${file.id}:view?size=VIEW_SIZE_THUMBNAIL`}
                      alt={t('photo.of', { name: file.name })}
                      loading="lazy"
                      width={160}
                      height={120}
                    />
                  )}
                  <a
                    className={styles.fileName}
                    href={file.downloadable ? `/v1/files/${file.id}:download` : `/v1/files/${file.id}:view`}
                    download={file.name}
                  >
                    {file.name}
                  </a>
                  <span className={styles.fileNote}>
                    {[
                      sizeOf(Number(file.sizeBytes)),
                      file.uploaderName,
                      formatMoment(file.createTime),
                      file.position && formatPosition(file.position),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                  {file.deletable && (
                    <Button
                      size="small"
                      aria-label={t('file.removeNamed', { name: file.name })}
                      onClick={() => {
                        setFailed(null);
                        removeFile(file.id)
                          .then(() => client.invalidateQueries({ queryKey: ['files', subject, subjectId] }))
                          .catch(setFailed);
                      }}
                    >
                      {t('file.remove')}
                    </Button>
                  )}
                </li>
              ))}
              {sending.map((each) => (
                <li key={each.key} className={styles.file}>
                  <span className={styles.fileName}>{each.file.name}</span>
                  {each.error === undefined ? (
                    <Progress
                      percent={Math.round(each.share * 100)}
                      size="small"
                      style={{ width: 160 }}
                      aria-label={t('file.sending', { name: each.file.name })}
                    />
                  ) : (
                    <>
                      <span role="alert" className={styles.fileError}>
                        {errorText(each.error, i18n.language, t)}{' '}
                        {each.error instanceof ApiError &&
                          each.error.violations.map((violation) => violation.description).join(' ')}
                      </span>
                      <Button size="small" onClick={() => void send(each)}>
                        {t('action.retry')}
                      </Button>
                      <Button
                        size="small"
                        onClick={() => setSending((list) => list.filter((other) => other.key !== each.key))}
                      >
                        {t('file.remove')}
                      </Button>
                    </>
                  )}
                </li>
              ))}
            </ul>
            {answer.addable && (
              <div className={styles.file}>
                <input
                  ref={input}
                  id={id}
                  type="file"
                  multiple
                  className="visually-hidden"
                  aria-label={`${addLabel} ${hint}`}
                  tabIndex={-1}
                  accept={photos ? 'image/jpeg,image/png' : '.pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png'}
                  onChange={(event) => add(event.target.files)}
                />
                {/* The browser's own button speaks the browser's language, not the reader's. */}
                <Button aria-describedby={`${id}-hint`} onClick={() => input.current?.click()}>
                  {addLabel}
                </Button>
                <span id={`${id}-hint`} className={styles.fileNote}>
                  {hint}
                </span>
              </div>
            )}
          </div>
        )}
      </QueryView>
    </Section>
  );
}
