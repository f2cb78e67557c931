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
import { fundDocumentQuery } from '@/lib/api/queries';
import type { FundDocument } from '@/lib/api/types';
import { capitals } from '@/lib/capitals';
import { parseFen } from '@/lib/money';
import { useChannelNames, useDocumentNumbers, usePurposeNames, useRegionNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useTitle } from './useTitle';

const changes = (document: FundDocument) => document.kind !== 'DOCUMENT_KIND_ALLOCATION';
const total = (document: FundDocument) => (changes(document) ? document.takenOffFen : document.money.promisedFen);

/** 指标文件单: what a document promises, line by line. */
export default function FundDocumentSheetPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const document = useQuery(fundDocumentQuery(id));
  const channels = useChannelNames();
  const purposes = usePurposeNames();
  const regions = useRegionNames(document.data?.lines.map((line) => line.regionCode) ?? []);
  const earlier = useDocumentNumbers([document.data?.refersToId ?? '']);
  const title = useTitle(t('print.fundDocument'));
  return (
    <QueryView query={document}>
      {(answer) => (
        <Sheet
          title={title}
          number={answer.number}
          numberText={t('print.documentNumber', { number: answer.number })}
          side={t('print.inYuan')}
          back={{ to: paths.fundDocument(id), label: t('fundDocument.one') }}
        >
          <SheetFacts
            facts={[
              { label: t('field.title'), value: answer.title, whole: true },
              { label: t('field.issuer'), value: answer.issuerName },
              { label: t('field.issuedOn'), value: <DateText day={answer.issuedOn} /> },
              {
                label: t('field.sources'),
                value: answer.sources.map((source) => t(`enum.${source}`)).join(t('print.and')),
              },
              { label: t('money.received'), value: <MoneyText fen={answer.money.receivedFen} unit /> },
              answer.refersToId !== '' && {
                label: t('fundDocument.refersTo'),
                value: earlier(answer.refersToId),
                whole: true,
              },
              { label: t('field.documentKind'), value: t(`enum.${answer.kind}`) },
              { label: t('print.total'), value: <MoneyText fen={total(answer)} unit />, whole: true },
              { label: t('print.capitals'), value: capitals(parseFen(total(answer))), whole: true },
            ]}
          />
          <SheetTable
            caption={t('fundDocument.lines')}
            rows={answer.lines}
            rowKey={(line) => String(line.lineNumber)}
            columns={[
              { key: 'line', title: t('field.line'), render: (line) => line.lineNumber },
              { key: 'channel', title: t('field.channel'), render: (line) => channels.of(line.channelCode) },
              { key: 'purpose', title: t('field.purpose'), render: (line) => purposes.of(line.purposeCode) },
              { key: 'year', title: t('field.fiscalYear'), render: (line) => line.fiscalYear },
              {
                key: 'region',
                title: t('field.region'),
                render: (line) => (line.regionCode ? regions(line.regionCode) : '--'),
              },
              {
                key: 'promised',
                title: changes(answer) ? t('field.takenOff') : t('money.promised'),
                numeric: true,
                render: (line) => <MoneyText fen={changes(answer) ? line.amountFen : line.money.promisedFen} />,
              },
              {
                key: 'received',
                title: t('money.received'),
                numeric: true,
                render: (line) => <MoneyText fen={line.money.receivedFen} />,
              },
            ]}
            sum={{
              line: t('print.sum'),
              promised: <MoneyText fen={total(answer)} />,
              received: <MoneyText fen={answer.money.receivedFen} />,
            }}
          />
          <Signatures
            signatures={[
              { label: t('print.handledBy') },
              { label: t('print.reviewedBy') },
              { label: t('print.approvedBy') },
              { label: t('print.financeBureau'), seal: true },
            ]}
          />
        </Sheet>
      )}
    </QueryView>
  );
}
