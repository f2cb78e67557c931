import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { DateText, MomentText } from '@/components/DateText';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { PrintLink } from '@/components/PrintLink';
import { QueryView } from '@/components/QueryView';
import { RegionName } from '@/components/RegionName';
import { Stack } from '@/components/Stack';
import { Tag } from '@/components/StatusTag';
import { TraceSection } from '@/components/trace/TraceSection';
import { fundDocumentQuery } from '@/lib/api/queries';
import type { FundDocument } from '@/lib/api/types';
import { parseFen } from '@/lib/money';
import { useChannelNames, usePurposeNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import { OpenConflicts } from './OpenConflicts';

export default function FundDocumentPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const document = useQuery(fundDocumentQuery(id));
  const channels = useChannelNames();
  const purposes = usePurposeNames();
  const mayRecord = useMayCall()('ReceiptService_CreateReceipt');
  const parent = { to: paths.fundDocuments(), label: t('fundDocument.list') };

  return (
    <Page>
      <PageHeader
        title={document.data?.number ?? t('fundDocument.one')}
        sub={document.data?.title}
        parent={parent}
        extra={
          document.data && (
            <>
              <Link to={paths.receipts({ fundDocumentId: id })}>{t('fundDocument.itsReceipts')}</Link>
              <PrintLink to={paths.print('fund-documents', id)} />
            </>
          )
        }
      />
      <QueryView query={document}>
        {(answer) => (
          <>
            <OpenConflicts fundDocumentId={id} />
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  { label: t('field.documentNumber'), value: answer.number },
                  { label: t('field.issuer'), value: answer.issuerName },
                  { label: t('field.issuedOn'), value: <DateText day={answer.issuedOn} /> },
                  {
                    label: t('field.sources'),
                    value: answer.sources.map((source) => <Tag key={source}>{t(`enum.${source}`)}</Tag>),
                  },
                  { label: t('field.createTime'), value: <MomentText moment={answer.createTime} /> },
                  answer.refersToId !== '' && {
                    label: t('fundDocument.refersTo'),
                    value: <Link to={paths.fundDocument(answer.refersToId)}>{t('fundDocument.earlier')}</Link>,
                  },
                  { label: t('money.promised'), value: <MoneyText fen={answer.money.promisedFen} unit /> },
                  { label: t('money.received'), value: <MoneyText fen={answer.money.receivedFen} unit /> },
                  { label: t('money.appropriated'), value: <MoneyText fen={answer.money.appropriatedFen} unit /> },
                  { label: t('money.paid'), value: <MoneyText fen={answer.money.paidFen} unit /> },
                  { label: t('money.available'), value: <MoneyText fen={answer.money.availableFen} unit /> },
                ]}
              />
            </Section>
            <Section title={t('fundDocument.lines')} note={t('fundDocument.linesNote')} flush>
              <DataTable
                caption={t('fundDocument.lines')}
                rows={answer.lines}
                rowKey={(line) => String(line.lineNumber)}
                columns={[
                  {
                    key: 'line',
                    title: t('field.line'),
                    heading: true,
                    nowrap: true,
                    render: (line) =>
                      line.allocationId ? (
                        <Link to={paths.allocation(line.allocationId)}>
                          {t('allocation.lineNumber', { number: line.lineNumber })}
                        </Link>
                      ) : (
                        t('allocation.lineNumber', { number: line.lineNumber })
                      ),
                  },
                  {
                    key: 'channel',
                    title: t('field.channelAndPurpose'),
                    render: (line) => (
                      <Stack main={channels.of(line.channelCode)} sub={purposes.of(line.purposeCode)} />
                    ),
                  },
                  { key: 'year', title: t('field.fiscalYear'), render: (line) => line.fiscalYear },
                  { key: 'region', title: t('field.region'), render: (line) => <RegionName code={line.regionCode} /> },
                  {
                    key: 'promised',
                    title: t('unit.inYuan', { name: t('money.promised') }),
                    numeric: true,
                    render: (line) => <MoneyText fen={line.amountFen} />,
                  },
                  {
                    key: 'received',
                    title: t('unit.inYuan', { name: t('money.received') }),
                    numeric: true,
                    render: (line) => <MoneyText fen={line.money.receivedFen} />,
                  },
                  {
                    key: 'appropriated',
                    title: t('unit.inYuan', { name: t('money.appropriated') }),
                    numeric: true,
                    render: (line) => <MoneyText fen={line.money.appropriatedFen} />,
                  },
                  {
                    key: 'paid',
                    title: t('unit.inYuan', { name: t('money.paid') }),
                    numeric: true,
                    render: (line) => <MoneyText fen={line.money.paidFen} />,
                  },
                  ...(mayRecord
                    ? [
                        {
                          key: 'todo',
                          title: t('field.todo'),
                          render: (line: FundDocument['lines'][number]) =>
                            parseFen(line.money.receivedFen) < parseFen(line.amountFen) ? (
                              <Link to={paths.newReceipt({ allocationId: line.allocationId })}>{t('receipt.new')}</Link>
                            ) : (
                              t('receipt.complete')
                            ),
                        },
                      ]
                    : []),
                ]}
              />
            </Section>
            <TraceSection start={{ fundDocumentId: id }} currentId={id} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
