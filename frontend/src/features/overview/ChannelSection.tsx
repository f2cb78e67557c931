import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PARTS, partsOf } from '@/components/charts/parts';
import { type Column, DataTable } from '@/components/DataTable';
import { FigureLink } from '@/components/FigureLink';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { Stack } from '@/components/Stack';
import type { AllocationMoney, Overview } from '@/lib/api/types';
import { parseFen, percent, sum } from '@/lib/money';
import { nameIn } from '@/lib/names';
import { paths } from '@/lib/paths';
import styles from './overview.module.css';

const StackedBars = lazy(() => import('@/components/charts/StackedBars'));

type Row = Overview['channels'][number];

/** So many channels have their own bar. */
const DRAWN = 8;

/** By channel: the table is the twin of the chart and carries the links. */
export function ChannelSection({ overview }: { overview: Overview }) {
  const { t, i18n } = useTranslation();
  const rows = overview.channels;
  const name = (row: Row) => nameIn(i18n.language, { name: row.channelName, nameEn: row.channelNameEn });

  const figure = (field: keyof AllocationMoney, label: string): Column<Row> => ({
    key: field,
    title: t('unit.inYuan', { name: label }),
    numeric: true,
    render: (row) => (
      <FigureLink
        value={parseFen(row.money[field])}
        total={field}
        to={paths.allocations({ channelCode: row.channelCode, fiscalYear: overview.fiscalYear, figure: field })}
      >
        <MoneyText fen={row.money[field]} />
      </FigureLink>
    ),
  });

  const columns: Column<Row>[] = [
    {
      key: 'channel',
      title: t('field.channel'),
      heading: true,
      render: (row) => <Stack main={name(row)} sub={t(`enum.${row.kind}`)} />,
    },
    figure('promisedFen', t('money.promised')),
    figure('receivedFen', t('money.received')),
    figure('appropriatedFen', t('money.appropriated')),
    figure('paidFen', t('money.paid')),
    {
      key: 'idle',
      title: t('unit.inYuan', { name: t('money.idle') }),
      numeric: true,
      render: (row) => {
        const idle = parseFen(row.money.idleUnappropriatedFen) + parseFen(row.money.idleAppropriatedFen);
        return (
          <FigureLink
            value={idle}
            total="idleFen"
            to={paths.allocations({
              channelCode: row.channelCode,
              fiscalYear: overview.fiscalYear,
              idleOnly: true,
              figure: 'idleFen',
            })}
          >
            <MoneyText fen={idle} />
          </FigureLink>
        );
      },
    },
    {
      key: 'share',
      title: t('overview.paidOfReceived'),
      numeric: true,
      render: (row) => percent(parseFen(row.money.paidFen), parseFen(row.money.receivedFen)) ?? '--',
    },
  ];

  const chart = useMemo(() => {
    // The largest by themselves, the rest together: the chart stays readable and still adds up.
    const rest = overview.channels.length > DRAWN + 1 ? overview.channels.slice(DRAWN) : [];
    const alone = overview.channels.slice(0, overview.channels.length - rest.length);
    const drawn = alone.map((row) => partsOf(row.money));
    const together = rest.map((row) => partsOf(row.money));
    return {
      categories: [
        ...alone.map((row) => nameIn(i18n.language, { name: row.channelName, nameEn: row.channelNameEn })),
        ...(rest.length > 0 ? [t('overview.otherChannels', { count: rest.length })] : []),
      ],
      series: PARTS.map(({ part, color }) => ({
        name: t(`part.${part}`),
        color,
        values: [
          ...drawn.map((each) => each[part]),
          ...(rest.length > 0 ? [sum(together.map((each) => each[part]))] : []),
        ],
      })).filter((series) => sum(series.values) !== 0n),
    };
  }, [overview, i18n.language, t]);

  return (
    <Section title={t('overview.byChannel')} note={t('overview.byChannelNote')} flush>
      {rows.length > 0 && (
        <div className={styles.chart}>
          <Suspense fallback={<div className={styles.chartWait} />}>
            <StackedBars label={t('overview.channelChartLabel')} categories={chart.categories} series={chart.series} />
          </Suspense>
        </div>
      )}
      <DataTable
        caption={t('overview.byChannel')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.channelCode}
        initialRows={10}
      />
    </Section>
  );
}
