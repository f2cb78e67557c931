import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { parseAsInteger, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '@/components/DataTable';
import { MomentText } from '@/components/DateText';
import { ExportBar } from '@/components/ExportBar';
import { FigureLink } from '@/components/FigureLink';
import { MoneyText } from '@/components/MoneyText';
import { Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { Stack } from '@/components/Stack';
import { Tag } from '@/components/StatusTag';
import { EmptyState } from '@/components/states';
import { YearSelect } from '@/components/YearSelect';
import { integrationQuery } from '@/lib/api/queries';
import type { Integration } from '@/lib/api/types';
import { parseFen } from '@/lib/money';
import { useChannelNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import styles from './integration.module.css';

type Row = Integration['rows'][number];
type Money = Pick<Row, 'promisedFen' | 'receivedFen' | 'appropriatedFen' | 'paidFen'>;

const MEASURES = { promised: ['promisedFen', 'receivedFen'], setAside: ['appropriatedFen', 'paidFen'] } as const;
type Measure = keyof typeof MEASURES;

/** 资金整合表: which channels' money comes together in which village. */
export default function IntegrationPage() {
  const { t } = useTranslation();
  const options = { history: 'push', shallow: false } as const;
  const [fiscalYear, setFiscalYear] = useQueryState('fiscalYear', parseAsInteger.withDefault(0).withOptions(options));
  const [measure, setMeasure] = useQueryState(
    'measure',
    parseAsStringLiteral(['promised', 'setAside'] as const)
      .withDefault('setAside')
      .withOptions(options),
  );
  const table = useQuery(integrationQuery(fiscalYear));
  return (
    <Page>
      <PageHeader
        title={t('integration.title')}
        sub={
          table.data && (
            <>
              {t('integration.sub')} · {t('overview.asOf')} <MomentText moment={table.data.asOf} />
            </>
          )
        }
        extra={
          <YearSelect
            years={table.data?.fiscalYears ?? []}
            value={fiscalYear}
            onChange={(year) => void setFiscalYear(year || null)}
          />
        }
      />
      <Section
        title={t('integration.table')}
        note={t(measure === 'promised' ? 'integration.noteP' : 'integration.noteA')}
        flush
      >
        <QueryView query={table} rows={8}>
          {(answer) => (
            <Table
              table={answer}
              measure={measure}
              choice={
                <Segmented<Measure>
                  value={measure}
                  onChange={(next) => void setMeasure(next)}
                  aria-label={t('integration.measure')}
                  options={[
                    { value: 'setAside', label: t('integration.setAside') },
                    { value: 'promised', label: t('integration.promised') },
                  ]}
                />
              }
            />
          )}
        </QueryView>
      </Section>
    </Page>
  );
}

function Table({ table, measure, choice }: { table: Integration; measure: Measure; choice: React.ReactNode }) {
  const { t } = useTranslation();
  const names = useChannelNames();
  const [first, second] = MEASURES[measure];
  const shown = (money: Money | undefined) => money && (money[first] !== '0' || money[second] !== '0');
  const channels = table.channels.filter((channel) => shown(channel));
  const rows = table.rows.filter((row) => shown(row));
  const whole: Row = {
    ...table,
    regionCode: 'all',
    regionName: t('integration.whole'),
    townshipName: '',
    village: false,
    keyVillage: false,
    cells: table.channels,
  };

  /** The list a figure of the row is the sum of. That of a township has its villages' allocations too, and another sum. */
  const listOf = (row: Row, channelCode = '') => {
    if (!row.village) return null;
    const of = { regionCode: row.regionCode, fiscalYear: table.fiscalYear, figure: first };
    return measure === 'promised' ? paths.allocations({ ...of, channelCode }) : paths.projects(of);
  };
  const pair = (money: Money) => (
    <Stack nowrap main={<MoneyText fen={money[first]} />} sub={<MoneyText fen={money[second]} />} />
  );
  const name = (row: Row) => (
    <Stack
      main={
        <>
          {row.regionName || t('integration.noRegion')} {row.keyVillage && <Tag tone="blue">{t('keyVillage.tag')}</Tag>}
        </>
      }
      sub={row.townshipName}
    />
  );
  const columns: Column<Row>[] = [
    { key: 'region', title: t('field.region'), heading: true, render: name },
    {
      key: 'channels',
      title: t('integration.channels'),
      numeric: true,
      render: (row) => row.cells.filter((cell) => shown(cell)).length,
    },
    {
      key: 'together',
      title: t('unit.inYuan', { name: t('integration.together') }),
      numeric: true,
      render: (row) => (
        <FigureLink value={parseFen(row[first])} total={first} to={listOf(row)}>
          {pair(row)}
        </FigureLink>
      ),
    },
    ...channels.map((channel): Column<Row> => {
      const { channelCode } = channel;
      return {
        key: channelCode,
        title: t('unit.inYuan', { name: names.of(channelCode, channel.channelName) }),
        numeric: true,
        render: (row) => {
          const cell = row.cells.find((each) => each.channelCode === channelCode);
          if (!cell || !shown(cell)) return null;
          return (
            // Projects are paid for by several channels: their list is of the row.
            <FigureLink
              value={parseFen(cell[first])}
              total={first}
              to={measure === 'promised' ? listOf(row, channelCode) : null}
            >
              {pair(cell)}
            </FigureLink>
          );
        },
      };
    }),
  ];
  return (
    <>
      <div className={styles.choice}>{choice}</div>
      {rows.length === 0 ? (
        <EmptyState />
      ) : (
        <>
          {/* The file has both pairs of measures, whichever is looked at: one record for each channel of a region. */}
          <ExportBar
            exported={{ list: 'integration', filters: { fiscalYear: table.fiscalYear } }}
            totalSize={table.rows.reduce((all, row) => all + row.cells.length, 0)}
          />
          <DataTable
            caption={t('integration.table')}
            columns={columns}
            rows={[whole, ...rows]}
            rowKey={(row) => row.regionCode || 'none'}
          />
        </>
      )}
    </>
  );
}
