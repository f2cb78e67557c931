import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Loading, StateBox } from '@/components/states';
import { type Cause, causeOf, isChunkError } from '@/lib/chunks';

/** A fault of the page itself, or a page that could not be fetched: the line is down, or a new version was installed. */
export function CrashPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  const [cause, setCause] = useState<Cause | null>(isChunkError(error) ? null : 'fault');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    console.error(error);
    if (!isChunkError(error)) return;
    let gone = false;
    void causeOf(error).then((found) => {
      if (!gone) setCause(found);
    });
    return () => {
      gone = true;
    };
  }, [error]);

  // The browser's own page for a line that is down has no way back here: the server is asked first.
  const retry = async () => {
    setBusy(true);
    const found = await causeOf(error);
    if (found !== 'unreachable') window.location.reload();
    setCause(found);
    setBusy(false);
  };

  if (cause === null) return <Loading rows={3} />;
  const words: Record<Cause, [string, string, string]> = {
    unreachable: [t('error.unreachable'), t('error.unreachableText'), t('action.retry')],
    outdated: [t('error.crash'), t('error.outdatedText'), t('action.reload')],
    fault: [t('error.crash'), t('error.crashText'), t('action.reload')],
  };
  const [title, text, action] = words[cause];
  return (
    <StateBox
      alert
      title={title}
      text={text}
      actions={
        <Button type="primary" loading={busy} onClick={() => void retry()}>
          {action}
        </Button>
      }
    />
  );
}
