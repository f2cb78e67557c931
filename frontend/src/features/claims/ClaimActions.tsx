import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MoneyText } from '@/components/MoneyText';
import { PayeeAccount } from '@/components/PayeeAccount';
import { type RecordAction, RecordActions } from '@/components/RecordActions';
import { api, call } from '@/lib/api/client';
import { claimQuery } from '@/lib/api/queries';
import type { Claim } from '@/lib/api/types';
import { formatYuan, parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';

/** What the reader may do with a claim: to move it on, send it back, take it back, urge, pay. */
export function ClaimActions({ claim }: { claim: Claim }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const about = (
    <p>
      {claim.number} {claim.projectName} <MoneyText fen={claim.amountFen} unit />
    </p>
  );
  const sent = (key: string) => ({ headers: { 'Idempotency-Key': key } });
  const at = (record: Claim) => ({ params: { path: { id: record.id } } });
  const actions: RecordAction<Claim>[] = [
    {
      verb: 'submit',
      label: t('claim.submit'),
      title: t('claim.submitTitle'),
      text: about,
      primary: true,
      done: t('claim.submitted'),
      run: (record, _, key) =>
        call(api.POST('/v1/claims/{id}:submit', { ...at(record), ...sent(key), body: { etag: record.etag } })),
    },
    {
      verb: 'agreeByTownship',
      label: t('claim.agree'),
      title: t('claim.agreeTitle'),
      text: about,
      words: 'optional',
      primary: true,
      done: t('claim.agreed'),
      run: (record, comment, key) =>
        call(
          api.POST('/v1/claims/{id}:agreeByTownship', {
            ...at(record),
            ...sent(key),
            body: { etag: record.etag, comment },
          }),
        ),
    },
    {
      verb: 'checkByDepartment',
      label: t('claim.check'),
      title: t('claim.checkTitle'),
      text: about,
      words: 'optional',
      primary: true,
      done: t('claim.checked'),
      run: (record, comment, key) =>
        call(
          api.POST('/v1/claims/{id}:checkByDepartment', {
            ...at(record),
            ...sent(key),
            body: { etag: record.etag, comment },
          }),
        ),
    },
    {
      verb: 'agreeByOffice',
      label: t('claim.agree'),
      title: t('claim.agreeTitle'),
      text: about,
      words: 'optional',
      primary: true,
      done: t('claim.agreed'),
      run: (record, comment, key) =>
        call(
          api.POST('/v1/claims/{id}:agreeByOffice', {
            ...at(record),
            ...sent(key),
            body: { etag: record.etag, comment },
          }),
        ),
    },
    {
      verb: 'approve',
      label: t('claim.approve'),
      title: t('claim.approveTitle'),
      text: (
        <>
          {about}
          <p>{t('claim.approveText')}</p>
        </>
      ),
      words: 'optional',
      primary: true,
      done: t('claim.approved'),
      run: (record, comment, key) =>
        call(
          api.POST('/v1/claims/{id}:approve', { ...at(record), ...sent(key), body: { etag: record.etag, comment } }),
        ),
    },
    {
      verb: 'return',
      label: t('claim.return'),
      title: t('claim.returnTitle'),
      text: about,
      words: 'required',
      done: t('claim.returned'),
      run: (record, reason, key) =>
        call(api.POST('/v1/claims/{id}:return', { ...at(record), ...sent(key), body: { etag: record.etag, reason } })),
    },
    {
      verb: 'reject',
      label: t('claim.reject'),
      title: t('claim.rejectTitle'),
      text: (
        <>
          {about}
          <p>{t('claim.rejectText')}</p>
        </>
      ),
      words: 'required',
      danger: true,
      done: t('claim.rejected'),
      run: (record, reason, key) =>
        call(api.POST('/v1/claims/{id}:reject', { ...at(record), ...sent(key), body: { etag: record.etag, reason } })),
    },
    {
      verb: 'withdraw',
      label: t('claim.withdraw'),
      title: t('claim.withdrawTitle'),
      text: t('claim.withdrawText'),
      done: t('claim.withdrawn'),
      run: (record, _, key) =>
        call(api.POST('/v1/claims/{id}:withdraw', { ...at(record), ...sent(key), body: { etag: record.etag } })),
    },
    {
      verb: 'remind',
      label: t('claim.remind'),
      title: t('claim.remindTitle'),
      text: t('claim.remindText'),
      done: t('claim.reminded'),
      run: (record, _, key) =>
        call(api.POST('/v1/claims/{id}:remind', { ...at(record), ...sent(key), body: { etag: record.etag } })),
    },
  ];
  return (
    <>
      {claim.allowedActions.includes('pay') && (
        <Link to={paths.newPayment({ claimId: claim.id })}>
          <Button type="primary" tabIndex={-1}>
            {t('claim.pay')}
          </Button>
        </Link>
      )}
      {claim.allowedActions.includes('edit') && (
        <Link to={paths.editClaim(claim.id)}>
          <Button tabIndex={-1}>{t('action.edit')}</Button>
        </Link>
      )}
      {claim.allowedActions.includes('setPapers') && (
        <Link to={paths.claimPapers(claim.id)}>
          <Button tabIndex={-1}>{t('papers.edit')}</Button>
        </Link>
      )}
      <RecordActions
        record={claim}
        actions={actions}
        reload={() => client.fetchQuery({ ...claimQuery(claim.id), staleTime: 0 })}
        facts={(record) => [
          { label: t('field.state'), text: t(`enum.${record.state}`) },
          { label: t('field.amount'), text: formatYuan(parseFen(record.amountFen)) },
          { label: t('money.setOff'), text: formatYuan(parseFen(record.setOffFen)) },
          { label: t('field.payee'), text: record.payeeName },
          { label: t('field.payeeAccount'), text: record.payeeAccount },
          { label: t('field.claimedOn'), text: record.claimedOn },
          { label: t('field.remark'), text: record.remark },
        ]}
      />
      <PayeeAccount claim={claim} />
    </>
  );
}
