import { useTranslation } from 'react-i18next';
import { DataTable } from '@/components/DataTable';
import { FigureLink } from '@/components/FigureLink';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { StatusTag } from '@/components/StatusTag';
import { EmptyState } from '@/components/states';
import type { Overview } from '@/lib/api/types';
import { parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';
import styles from './overview.module.css';

type Row = Overview['projectStates'][number];

export function ProjectStateSection({ states }: { states: Row[] }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...states.map((row) => row.count));
  return (
    <Section title={t('overview.byState')} flush>
      {states.length === 0 ? (
        <EmptyState />
      ) : (
        <DataTable
          caption={t('overview.byState')}
          rows={states}
          rowKey={(row) => row.state}
          columns={[
            { key: 'state', title: t('field.state'), heading: true, render: (row) => <StatusTag value={row.state} /> },
            {
              key: 'count',
              title: t('field.projectCount'),
              render: (row) => (
                <span className={styles.bar}>
                  <FigureLink value={row.count} total="totalSize" to={paths.projects({ state: row.state })}>
                    {t('overview.projects', { count: row.count })}
                  </FigureLink>
                  <span className={styles.barTrack} aria-hidden="true">
                    <span
                      className={styles.barFill}
                      style={{ display: 'block', width: `${(row.count / most) * 100}%` }}
                    />
                  </span>
                </span>
              ),
            },
            {
              key: 'budget',
              title: t('unit.inYuan', { name: t('money.budget') }),
              numeric: true,
              render: (row) => (
                <FigureLink
                  value={parseFen(row.budgetFen)}
                  total="totalBudgetFen"
                  to={paths.projects({ state: row.state, figure: 'totalBudgetFen' })}
                >
                  <MoneyText fen={row.budgetFen} />
                </FigureLink>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}
