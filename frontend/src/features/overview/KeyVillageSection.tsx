import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { DateText } from '@/components/DateText';
import { DaysLeft } from '@/components/DaysLeft';
import { FigureLink } from '@/components/FigureLink';
import { Section } from '@/components/Page';
import { Stack } from '@/components/Stack';
import { EmptyState } from '@/components/states';
import type { KeyVillage } from '@/lib/api/types';
import { paths } from '@/lib/paths';

export function KeyVillageSection({ villages }: { villages: KeyVillage[] }) {
  const { t } = useTranslation();
  const overdue = villages.filter((village) => village.daysLeft < 0).length;
  return (
    <Section
      title={t('overview.keyVillages')}
      note={
        overdue > 0
          ? t('overview.overdueVillages', { count: overdue })
          : villages.length > 0 && t('overview.noOverdueVillages')
      }
      flush
    >
      {villages.length === 0 ? (
        <EmptyState />
      ) : (
        <DataTable
          caption={t('overview.keyVillages')}
          rows={villages}
          rowKey={(village) => village.id}
          initialRows={6}
          columns={[
            {
              key: 'village',
              title: t('field.village'),
              heading: true,
              render: (village) => (
                <Stack
                  main={<Link to={paths.keyVillage(village.id)}>{village.villageName}</Link>}
                  sub={village.townshipName}
                />
              ),
            },
            { key: 'left', title: t('field.daysLeft'), render: (village) => <DaysLeft days={village.daysLeft} /> },
            {
              key: 'deadline',
              title: t('field.acceptanceDeadline'),
              render: (village) => <DateText day={village.acceptanceDeadline} />,
            },
            {
              key: 'batch',
              title: t('field.batch'),
              render: (village) => t('keyVillage.batchYear', { year: village.batchYear }),
            },
            {
              key: 'projects',
              title: t('field.projectsNotCancelled'),
              numeric: true,
              render: (village) => (
                <FigureLink
                  value={village.projectCount}
                  total="totalSize"
                  to={paths.projects({ regionCode: village.regionCode, excludeCancelled: true })}
                >
                  {village.projectCount}
                </FigureLink>
              ),
            },
            {
              key: 'accepted',
              title: t('field.acceptedCount'),
              numeric: true,
              render: (village) => (
                <FigureLink
                  value={village.acceptedProjectCount}
                  total="totalSize"
                  to={paths.projects({ regionCode: village.regionCode, acceptedOnly: true })}
                >
                  {village.acceptedProjectCount}
                </FigureLink>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}
