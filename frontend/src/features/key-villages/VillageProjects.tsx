import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { DateText } from '@/components/DateText';
import { ExportBar } from '@/components/ExportBar';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { EmptyState } from '@/components/states';
import { projectsQuery } from '@/lib/api/queries';
import { paths } from '@/lib/paths';

/** A village rarely has more; the rest is in the list. */
const SHOWN = 20;

/** The projects of a village that are not cancelled, those that end first on top. */
export function VillageProjects({ regionCode }: { regionCode: string }) {
  const { t } = useTranslation();
  const filters = { regionCode, excludeCancelled: true };
  const projects = useQuery(projectsQuery({ ...filters, orderBy: 'end_date', pageSize: SHOWN }));
  return (
    <Section
      title={t('keyVillage.projects')}
      note={
        projects.data &&
        projects.data.totalSize > 0 && (
          <Link to={paths.projects(filters)}>{t('keyVillage.allProjects', { count: projects.data.totalSize })}</Link>
        )
      }
      flush
    >
      <QueryView query={projects} rows={3}>
        {(answer) =>
          answer.projects.length === 0 ? (
            <EmptyState />
          ) : (
            <>
              <ExportBar
                exported={{ list: 'projects', filters: { ...filters, orderBy: 'end_date' } }}
                totalSize={answer.totalSize}
              />
              <DataTable
                caption={t('keyVillage.projects')}
                rows={answer.projects}
                rowKey={(row) => row.id}
                columns={[
                  {
                    key: 'name',
                    title: t('field.project'),
                    heading: true,
                    render: (row) => (
                      <Stack main={<Link to={paths.project(row.id)}>{row.name}</Link>} sub={row.number} />
                    ),
                  },
                  { key: 'state', title: t('field.state'), render: (row) => <StatusTag value={row.state} /> },
                  { key: 'unit', title: t('field.unit'), render: (row) => row.unitName },
                  { key: 'end', title: t('field.endDate'), render: (row) => <DateText day={row.endDate} /> },
                  {
                    key: 'budget',
                    title: t('unit.inYuan', { name: t('money.budget') }),
                    numeric: true,
                    render: (row) => <MoneyText fen={row.budgetFen} />,
                  },
                  {
                    key: 'paid',
                    title: t('unit.inYuan', { name: t('money.paid') }),
                    numeric: true,
                    render: (row) => <MoneyText fen={row.money.paidFen} />,
                  },
                ]}
              />
            </>
          )
        }
      </QueryView>
    </Section>
  );
}
