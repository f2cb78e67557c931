import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { AllocationChanges } from '@/components/AllocationChanges';
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

type Line = FundDocument['lines'][number];

export default function FundDocumentPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const document = useQuery(fundDocumentQuery(id));
  const channels = useChannelNames();
  const purposes = usePurposeNames();
  const mayRecord = useMayCall()('ReceiptService_CreateReceipt');
  const changing = document.data !== undefined && document.data.kind !== 'DOCUMENT_KIND_ALLOCATION';
  const moneyFacts = (money: FundDocument['money']) =>
    (
      [
        ['promised', money.promisedFen],
        ['reduced', money.reducedFen],
        ['received', money.receivedFen],
        ['appropriated', money.appropriatedFen],
        ['paid', money.paidFen],
        ['available', money.availableFen],
      ] as const
    ).map(([name, fen]) => ({ label: t(`money.${name}`), value: <MoneyText fen={fen} unit /> }));
  const moneyColumns = (['promised', 'received', 'appropriated', 'paid'] as const).map((name) => ({
    key: name,
    title: t('unit.inYuan', { name: t(`money.${name}`) }),
    numeric: true,
    render: (line: Line) => <MoneyText fen={line.money[`${name}Fen`]} />,
  }));
  const takenOff = [
    {
      key: 'changes',
      title: t('field.changedLine'),
      render: (line: Line) => (
        <Link to={paths.allocation(line.changes.allocationId)}>
          {t('allocation.oneTitle', { document: line.changes.documentNumber, number: line.changes.lineNumber })}
        </Link>
      ),
    },
    {
      key: 'takenOff',
      title: t('unit.inYuan', { name: t('field.takenOff') }),
      numeric: true,
      render: (line: Line) => <MoneyText fen={line.amountFen} />,
    },
  ];
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
              {!changing && <Link to={paths.receipts({ fundDocumentId: id })}>{t('fundDocument.itsReceipts')}</Link>}
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
                  {
                    label: t('field.documentKind'),
                    value: <Tag tone={changing ? 'amber' : 'plain'}>{t(`enum.${answer.kind}`)}</Tag>,
                  },
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
                  changing && { label: t('field.takenOff'), value: <MoneyText fen={answer.takenOffFen} unit /> },
                  ...(changing ? [] : moneyFacts(answer.money)),
                ]}
              />
            </Section>
            <Section
              title={t('fundDocument.lines')}
              note={changing ? t('fundDocument.changedNote') : t('fundDocument.linesNote')}
              flush
            >
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
                  ...(changing ? takenOff : moneyColumns),
                  ...(mayRecord && !changing
                    ? [
                        {
                          key: 'todo',
                          title: t('field.todo'),
                          render: (line: FundDocument['lines'][number]) =>
                            parseFen(line.money.receivedFen) < parseFen(line.money.promisedFen) ? (
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
            <AllocationChanges
              changes={answer.lines.flatMap((line) =>
                line.changedBy.map((change) => ({ ...change, line: line.lineNumber })),
              )}
            />
            <TraceSection start={{ fundDocumentId: id }} currentId={id} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
