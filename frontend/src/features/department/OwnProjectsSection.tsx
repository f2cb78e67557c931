import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { ExportBar } from '@/components/ExportBar';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { StatusTag } from '@/components/StatusTag';
import { EmptyState } from '@/components/states';
import type { Overview } from '@/lib/api/types';
import { paths } from '@/lib/paths';

/** The projects the department leads, by how far they are, whatever money they have. */
export function OwnProjectsSection({ states }: { states: Overview['projectStates'] }) {
  const { t } = useTranslation();
  return (
    <Section title={t('ourMoney.ownProjects')} note={t('ourMoney.ownProjectsNote')} flush>
      {states.length === 0 ? (
        <EmptyState />
      ) : (
        <>
          <ExportBar
            exported={{ list: 'projects', filters: {} }}
            totalSize={states.reduce((all, row) => all + row.count, 0)}
          />
          <DataTable
            caption={t('ourMoney.ownProjects')}
            rows={states}
            rowKey={(row) => row.state}
            columns={[
              {
                key: 'state',
                title: t('field.state'),
                heading: true,
                render: (row) => <StatusTag value={row.state} />,
              },
              {
                key: 'count',
                title: t('field.projectCount'),
                numeric: true,
                render: (row) => <Link to={paths.projects({ state: row.state })}>{row.count}</Link>,
              },
              {
                key: 'budget',
                title: t('unit.inYuan', { name: t('money.budget') }),
                numeric: true,
                render: (row) => <MoneyText fen={row.budgetFen} />,
              },
            ]}
          />
        </>
      )}
    </Section>
  );
}
