import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PARTS } from '@/components/charts/parts';
import { type Column, DataTable } from '@/components/DataTable';
import { ExportBar } from '@/components/ExportBar';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { Stack } from '@/components/Stack';
import { EmptyState } from '@/components/states';
import { Totals } from '@/components/Totals';
import type { ProjectLot } from '@/lib/api/types';
import { percent, sum } from '@/lib/money';
import { paths } from '@/lib/paths';
import styles from './department.module.css';
import { byProject, type LotSums, type ProjectShare, sumsOf } from './lots';

const StackedBars = lazy(() => import('@/components/charts/StackedBars'));

/** So many projects have their own bar. */
const DRAWN = 8;

const FIGURES = ['appropriated', 'accepted', 'held', 'paid'] as const satisfies (keyof LotSums)[];

/** Where the money went: the projects that got it, how far each has come with it. The table is the twin of the chart. */
export function ProjectsSection({
  lots,
  own,
}: {
  lots: readonly ProjectLot[];
  /** The lots as their list finds them. */
  own: { departmentId: string; fiscalYear: number };
}) {
  const { fiscalYear } = own;
  const { t } = useTranslation();
  const rows = useMemo(() => byProject(lots), [lots]);
  const sums = sumsOf(lots);

  const chart = useMemo(() => {
    // The largest by themselves, the rest together: the chart stays readable and still adds up.
    const rest = rows.length > DRAWN + 1 ? rows.slice(DRAWN) : [];
    const alone = rows.slice(0, rows.length - rest.length);
    const bars = [
      ...alone,
      ...(rest.length > 0
        ? [{ name: t('ourMoney.otherProjects', { count: rest.length }), ...sumsOf(rest.flatMap((row) => row.lots)) }]
        : []),
    ];
    const parts = {
      paid: bars.map((bar) => bar.paid),
      held: bars.map((bar) => bar.held),
      reserved: bars.map((bar) => bar.appropriated - bar.held - bar.paid),
    };
    return {
      categories: bars.map((bar) => bar.name),
      series: (['paid', 'held', 'reserved'] as const)
        .map((part) => ({
          name: t(`part.${part}`),
          color: PARTS.find((each) => each.part === part)?.color ?? '',
          values: parts[part],
        }))
        .filter((series) => sum(series.values) !== 0n),
    };
  }, [rows, t]);

  const columns: Column<ProjectShare>[] = [
    {
      key: 'project',
      title: t('field.project'),
      heading: true,
      render: (row) => <Stack main={<Link to={paths.project(row.id)}>{row.name}</Link>} sub={row.number} />,
    },
    {
      key: 'documents',
      title: t('field.allocation'),
      render: (row) => (
        <ul>
          {row.lots.map((lot) => (
            <li key={lot.allocationId}>
              <Link to={paths.allocation(lot.allocationId)}>
                {t('allocation.oneTitle', { document: lot.documentNumber, number: lot.lineNumber })}
              </Link>
            </li>
          ))}
        </ul>
      ),
    },
    ...FIGURES.map(
      (name): Column<ProjectShare> => ({
        key: name,
        title: t('unit.inYuan', { name: t(`money.${name}`) }),
        numeric: true,
        render: (row) => <MoneyText fen={row[name]} />,
      }),
    ),
    {
      key: 'share',
      title: t('overview.paidOfAppropriated'),
      numeric: true,
      render: (row) => percent(row.paid, row.appropriated) ?? '--',
    },
    {
      key: 'more',
      title: t('ourMoney.more'),
      render: (row) => (
        <>
          <Link to={paths.claims({ projectId: row.id })}>{t('nav.claims')}</Link>{' '}
          <Link to={paths.payments({ projectId: row.id })}>{t('nav.payments')}</Link>
        </>
      ),
    },
  ];

  return (
    <Section
      title={t('ourMoney.projects')}
      note={<Link to={paths.allocations({ fiscalYear })}>{t('ourMoney.allocations')}</Link>}
      flush
    >
      {rows.length === 0 ? (
        <EmptyState text={t('ourMoney.noProjects')} />
      ) : (
        <>
          <div className={styles.chart} style={{ height: 90 + 30 * chart.categories.length }}>
            <Suspense fallback={null}>
              <StackedBars label={t('ourMoney.chartLabel')} categories={chart.categories} series={chart.series} />
            </Suspense>
          </div>
          <ExportBar exported={{ list: 'projectLots', filters: own }} totalSize={lots.length} />
          <Totals
            totals={FIGURES.map((name) => ({ name: `${name}Fen`, label: t(`money.${name}`), fen: sums[name] }))}
            totalSize={rows.length}
          />
          <DataTable
            caption={t('ourMoney.projects')}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            initialRows={20}
          />
        </>
      )}
    </Section>
  );
}
