import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { MoneyText } from '@/components/MoneyText';
import { Sheet } from '@/components/print/Sheet';
import { SheetFacts } from '@/components/print/SheetFacts';
import { SheetTable } from '@/components/print/SheetTable';
import { Signatures } from '@/components/print/Signatures';
import { QueryView } from '@/components/QueryView';
import { fiscalYearQuery } from '@/lib/api/queries';
import { capitals } from '@/lib/capitals';
import { parseFen } from '@/lib/money';
import { useChannelNames, usePurposeNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useTitle } from './useTitle';

const FIGURES = [
  ['opening', 'openingFen'],
  ['received', 'receivedFen'],
  ['paid', 'paidFen'],
  ['closing', 'closingFen'],
] as const;

/** 年终结账单: what the year hands on, under each channel, purpose and original year. */
export default function FiscalYearSheetPage() {
  const { t } = useTranslation();
  const { year: address = '' } = useParams();
  const fiscalYear = Number(address);
  const year = useQuery(fiscalYearQuery(fiscalYear));
  const channels = useChannelNames();
  const purposes = usePurposeNames();
  const title = useTitle(t('print.fiscalYear'));
  return (
    <QueryView query={year}>
      {(answer) => {
        const closed = [...answer.changes]
          .reverse()
          .find(
            (change) =>
              change.kind === 'FISCAL_YEAR_CHANGE_KIND_CLOSING' && change.state === 'FISCAL_YEAR_CHANGE_STATE_APPROVED',
          );
        const inForce = answer.state === 'FISCAL_YEAR_STATE_CLOSED';
        return (
          <Sheet
            title={title}
            number={address}
            numberText={t('fiscalYear.one', { year: fiscalYear })}
            side={t('print.inYuan')}
            notInForce={inForce ? undefined : t('print.notInForce', { state: t(`enum.${answer.state}`) })}
            back={{ to: paths.fiscalYear(fiscalYear), label: t('fiscalYear.one', { year: fiscalYear }) }}
          >
            <SheetFacts
              facts={[
                ...FIGURES.map(([name, field]) => ({
                  label: t(`fiscalYear.${name}`),
                  value: <MoneyText fen={answer.money[field]} unit />,
                })),
                {
                  label: t('fiscalYear.unappropriated'),
                  value: <MoneyText fen={answer.money.unappropriatedFen} unit />,
                },
                { label: t('fiscalYear.unpaid'), value: <MoneyText fen={answer.money.unpaidFen} unit /> },
                { label: t('print.capitals'), value: capitals(parseFen(answer.money.closingFen)), whole: true },
              ]}
            />
            <SheetTable
              caption={t('fiscalYear.sums')}
              rows={answer.sums}
              rowKey={(sum) => `${sum.channelCode} ${sum.purposeCode} ${sum.originalYear}`}
              columns={[
                { key: 'channel', title: t('field.channel'), render: (sum) => channels.of(sum.channelCode) },
                { key: 'purpose', title: t('field.purpose'), render: (sum) => purposes.of(sum.purposeCode) },
                { key: 'year', title: t('fiscalYear.originalYear'), render: (sum) => sum.originalYear },
                ...FIGURES.map(([name, field]) => ({
                  key: name,
                  title: t(`fiscalYear.${name}`),
                  numeric: true,
                  render: (sum: (typeof answer.sums)[number]) => <MoneyText fen={sum.money[field]} />,
                })),
              ]}
              sum={{
                channel: t('print.sum'),
                ...Object.fromEntries(
                  FIGURES.map(([name, field]) => [name, <MoneyText key={name} fen={answer.money[field]} />]),
                ),
              }}
            />
            <Signatures
              signatures={[
                { label: t('print.handledBy'), known: inForce ? closed?.requesterName : undefined },
                { label: t('print.approvedBy'), known: inForce ? closed?.deciderName : undefined },
                { label: t('print.financeBureau'), seal: true },
              ]}
            />
          </Sheet>
        );
      }}
    </QueryView>
  );
}
