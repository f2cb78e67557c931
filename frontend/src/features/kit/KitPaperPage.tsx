import { useTranslation } from 'react-i18next';
import { DateText } from '@/components/DateText';
import { MoneyText } from '@/components/MoneyText';
import { Sheet } from '@/components/print/Sheet';
import { SheetFacts } from '@/components/print/SheetFacts';
import { SheetTable } from '@/components/print/SheetTable';
import { Signatures } from '@/components/print/Signatures';
import { capitals } from '@/lib/capitals';
import { parseFen, sum } from '@/lib/money';
import { paths } from '@/lib/paths';
import { sampleDay, useSampleRows } from './sample';
import './words';

/** A paper as every paper is, with rows enough for more than one page. */
export default function KitPaperPage() {
  const { t } = useTranslation();
  const rows = useSampleRows(60);
  const total = sum(rows.map((row) => parseFen(row.amountFen)));
  return (
    <Sheet
      title="Sheet"
      number={t('kit.sample.number')}
      side={t('print.inYuan')}
      notInForce={t('kit.sample.table')}
      back={{ to: paths.kit(), label: t('kit.title') }}
    >
      <SheetFacts
        facts={[
          { label: t('field.project'), value: t('kit.sample.project') },
          { label: t('field.claimedOn'), value: <DateText day={sampleDay} /> },
          { label: t('print.capitals'), value: capitals(total), whole: true },
        ]}
      />
      <SheetTable
        caption={t('kit.sample.table')}
        rows={rows}
        rowKey={(row) => row.number}
        columns={[
          { key: 'number', title: t('field.line'), render: (row) => row.number },
          { key: 'name', title: t('field.project'), render: (row) => row.name },
          {
            key: 'amount',
            title: t('field.amount'),
            numeric: true,
            render: (row) => <MoneyText fen={row.amountFen} />,
          },
        ]}
        sum={{ number: t('print.sum'), amount: <MoneyText fen={total} /> }}
      />
      <Signatures signatures={[{ label: t('print.handledBy') }, { label: t('print.financeBureau'), seal: true }]} />
    </Sheet>
  );
}
