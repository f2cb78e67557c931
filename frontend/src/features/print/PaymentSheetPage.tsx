import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { DateText } from '@/components/DateText';
import { MoneyText } from '@/components/MoneyText';
import { Sheet } from '@/components/print/Sheet';
import { SheetFacts } from '@/components/print/SheetFacts';
import { SheetTable } from '@/components/print/SheetTable';
import { Signatures } from '@/components/print/Signatures';
import { QueryView } from '@/components/QueryView';
import { claimQuery, paymentQuery } from '@/lib/api/queries';
import { capitals } from '@/lib/capitals';
import { parseFen } from '@/lib/money';
import { useChannelNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { opinionsOf } from './opinions';
import { useTitle } from './useTitle';
import { useWholeAccount } from './useWholeAccount';

/** 拨付单: whom the dedicated account paid, how much, from which money. */
export default function PaymentSheetPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const payment = useQuery(paymentQuery(id));
  const claimId = payment.data?.claimId ?? '';
  const claim = useQuery({ ...claimQuery(claimId), enabled: claimId !== '' });
  const channels = useChannelNames();
  const title = useTitle(t('print.payment'));
  // A claim whose payment was reversed may have been given another account since: only of the payment in force it is this one.
  const whole = useWholeAccount(claim.data?.paymentId === id ? claim.data : undefined);
  return (
    <QueryView query={payment}>
      {(answer) => {
        const reversed = answer.state === 'PAYMENT_STATE_REVERSED';
        const approved = claim.data && opinionsOf(claim.data.history).get('CLAIM_ACTION_APPROVE');
        return (
          <Sheet
            title={title}
            number={answer.number}
            side={t('print.inYuan')}
            notInForce={reversed ? t('print.notInForce', { state: t(`enum.${answer.state}`) }) : undefined}
            back={{ to: paths.payment(id), label: t('payment.one') }}
            tools={whole.button}
          >
            <SheetFacts
              facts={[
                { label: t('field.paidOn'), value: <DateText day={answer.paidOn} /> },
                { label: t('field.bankReference'), value: answer.bankReference },
                { label: t('field.payee'), value: answer.payeeName },
                { label: t('field.payeeAccount'), value: whole.account || answer.payeeAccount },
                { label: t('field.project'), value: answer.projectName, whole: true },
                { label: t('field.claimNumber'), value: answer.claimNumber },
                { label: t('field.claimKind'), value: claim.data && t(`enum.${claim.data.kind}`) },
                { label: t('field.amount'), value: <MoneyText fen={answer.amountFen} unit />, whole: true },
                { label: t('print.capitals'), value: capitals(parseFen(answer.amountFen)), whole: true },
              ]}
            />
            {claim.data && (
              <SheetTable
                caption={t('claim.lines')}
                rows={claim.data.lines}
                rowKey={(line) => line.allocationId}
                columns={[
                  { key: 'document', title: t('field.documentNumber'), render: (line) => line.documentNumber },
                  { key: 'channel', title: t('field.channel'), render: (line) => channels.of(line.channelCode) },
                  {
                    key: 'amount',
                    title: t('field.amount'),
                    numeric: true,
                    render: (line) => <MoneyText fen={line.amountFen} />,
                  },
                ]}
                sum={{ document: t('print.sum'), amount: <MoneyText fen={claim.data.amountFen} /> }}
              />
            )}
            <Signatures
              signatures={[
                { label: t('print.cashier') },
                { label: t('print.reviewedBy') },
                {
                  label: t('print.approvedBy'),
                  known: approved && [approved.organizationName, approved.actorName].filter(Boolean).join(' '),
                },
                { label: t('print.financeBureau'), seal: true },
              ]}
            />
          </Sheet>
        );
      }}
    </QueryView>
  );
}
