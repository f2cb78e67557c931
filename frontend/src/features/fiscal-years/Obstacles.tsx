import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { StatusTag } from '@/components/StatusTag';
import type { FiscalYear } from '@/lib/api/types';
import { paths } from '@/lib/paths';

type Obstacle = FiscalYear['obstacles'][number];

/** Where what stands in the way is dealt with. */
export function listOf(obstacle: Obstacle, fiscalYear: number): string {
  switch (obstacle.kind) {
    case 'FISCAL_YEAR_OBSTACLE_KIND_APPROPRIATION':
      return paths.appropriations({ state: 'APPROPRIATION_STATE_REQUESTED' });
    case 'FISCAL_YEAR_OBSTACLE_KIND_REVERSAL':
      return paths.reversals({ state: 'REVERSAL_STATE_REQUESTED' });
    case 'FISCAL_YEAR_OBSTACLE_KIND_DOCUMENT_CONFLICT':
      return paths.documentConflicts();
    case 'FISCAL_YEAR_OBSTACLE_KIND_EARLIER_YEAR':
      return paths.fiscalYear(obstacle.earlierYear);
    default:
      return paths.claims({ state: obstacle.claimState, fiscalYear });
  }
}

/** 结账前要办结的: nothing of it may be left when the year is closed. */
export function Obstacles({ year }: { year: FiscalYear }) {
  const { t } = useTranslation();
  return (
    <Section title={t('fiscalYear.obstacles')} note={t('fiscalYear.obstaclesNote')} flush={year.obstacles.length > 0}>
      {year.obstacles.length === 0 ? (
        t('fiscalYear.noObstacles')
      ) : (
        <DataTable
          caption={t('fiscalYear.obstacles')}
          rows={year.obstacles}
          rowKey={(obstacle) => `${obstacle.kind} ${obstacle.claimState} ${obstacle.earlierYear}`}
          columns={[
            {
              key: 'kind',
              title: t('fiscalYear.what'),
              heading: true,
              render: (obstacle) => (
                <Link to={listOf(obstacle, year.fiscalYear)}>
                  {t(`enum.${obstacle.kind}`)}{' '}
                  {obstacle.earlierYear !== 0 && t('fiscalYear.one', { year: obstacle.earlierYear })}
                </Link>
              ),
            },
            {
              key: 'state',
              title: t('field.state'),
              render: (obstacle) =>
                obstacle.kind === 'FISCAL_YEAR_OBSTACLE_KIND_CLAIM' ? <StatusTag value={obstacle.claimState} /> : null,
            },
            {
              key: 'count',
              title: t('fiscalYear.count'),
              numeric: true,
              render: (obstacle) => obstacle.count,
            },
            {
              key: 'amount',
              title: t('unit.inYuan', { name: t('field.amount') }),
              numeric: true,
              render: (obstacle) => (obstacle.amountFen === '0' ? null : <MoneyText fen={obstacle.amountFen} />),
            },
          ]}
        />
      )}
    </Section>
  );
}
