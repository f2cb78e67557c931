import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/lib/api/client';
import type { Claim } from '@/lib/api/types';
import { Dialog } from './Dialog';
import { errorText } from './errorText';

interface Props {
  claim: Claim;
  label?: string;
  /** Takes the account instead of the dialog, which closes then: a paper that is to have it whole. */
  onRevealed?: (account: string) => void;
}

/** An account as it is read aloud and compared: in fours. */
const inFours = (account: string) => account.replace(/(\d{4})(?=\d)/g, '$1 ');

/** The button by which somebody who pays or checks sees the payee's whole account; nothing for those who may not. */
export function PayeeAccount({ claim, label, onRevealed }: Props) {
  const { t } = useTranslation();
  const [showing, setShowing] = useState(false);
  if (!claim.allowedActions.includes('revealPayeeAccount')) return null;
  return (
    <>
      <Button onClick={() => setShowing(true)}>{label ?? t('claim.showAccount')}</Button>
      {showing && <AccountDialog claim={claim} onRevealed={onRevealed} onClose={() => setShowing(false)} />}
    </>
  );
}

/** Shows the account to somebody who says what for. It is nowhere kept: closed, it is gone. */
function AccountDialog({
  claim,
  onRevealed,
  onClose,
}: {
  claim: Claim;
  onRevealed: Props['onRevealed'];
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const [purpose, setPurpose] = useState('');
  const reveal = useMutation({
    mutationFn: () =>
      call(
        api.POST('/v1/claims/{id}:revealPayeeAccount', {
          params: { path: { id: claim.id } },
          body: { etag: claim.etag, purpose: purpose.trim() },
        }),
      ),
    onSuccess: ({ payeeAccount }) => {
      if (!onRevealed) return;
      onRevealed(inFours(payeeAccount));
      onClose();
    },
    gcTime: 0,
  });
  return (
    <Dialog
      open
      title={t('claim.showAccountTitle')}
      onClose={onClose}
      footer={
        reveal.data ? (
          <Button onClick={onClose}>{t('action.close')}</Button>
        ) : (
          <Button type="primary" disabled={!purpose.trim()} loading={reveal.isPending} onClick={() => reveal.mutate()}>
            {t('claim.showAccount')}
          </Button>
        )
      }
    >
      {reveal.isError && <Alert type="error" showIcon role="alert" title={errorText(reveal.error, i18n.language, t)} />}
      {reveal.data ? (
        <p role="status">
          {claim.payeeName}
          <br />
          <strong>{inFours(reveal.data.payeeAccount)}</strong>
        </p>
      ) : (
        <>
          <p>{t('claim.showAccountText')}</p>
          <label htmlFor={id}>{t('claim.purpose')}</label>
          <Input id={id} value={purpose} maxLength={200} onChange={(event) => setPurpose(event.target.value)} />
        </>
      )}
    </Dialog>
  );
}
