import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateText } from '@/components/DateText';
import { DaysLeft } from '@/components/DaysLeft';
import { FigureLink } from '@/components/FigureLink';
import { ListPage } from '@/components/ListPage';
import { NewButton } from '@/components/NewButton';
import { Stack } from '@/components/Stack';
import { keyVillagesQuery } from '@/lib/api/queries';
import { number, text, useListState } from '@/lib/listState';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';
import { batchYears } from './batches';

export default function KeyVillagesPage() {
  const { t } = useTranslation();
  const state = useListState({ batchYear: number, regionCode: text });
  const { filters, orderBy, paging, setFilters } = state;
  const villages = useListQuery(
    keyVillagesQuery({ ...filters, orderBy, pageSize: paging.pageSize, pageToken: paging.pageToken }),
  );
  return (
    <ListPage
      page="key-villages"
      exported={{ list: 'keyVillages', filters: { ...filters, orderBy } }}
      title={t('keyVillage.list')}
      sub={t('keyVillage.listSub')}
      extra={
        <NewButton
          operation="KeyVillageService_CreateKeyVillage"
          to={paths.newKeyVillage()}
          label={t('keyVillage.new')}
        />
      }
      state={state}
      query={villages}
      rows={(answer) => answer.keyVillages}
      rowKey={(row) => row.id}
      defaultOrder="acceptance_deadline"
      filters={[
        {
          key: 'batch',
          kind: 'select',
          label: t('field.batch'),
          options: batchYears(filters.batchYear).map((year) => ({
            value: String(year),
            label: t('keyVillage.batchYear', { year }),
          })),
          value: filters.batchYear ? String(filters.batchYear) : '',
          onChange: (year) => setFilters({ batchYear: Number(year) }),
        },
        {
          key: 'region',
          kind: 'region',
          label: t('field.region'),
          value: filters.regionCode,
          onChange: (regionCode) => setFilters({ regionCode }),
        },
      ]}
      columns={[
        {
          key: 'village',
          title: t('field.village'),
          sort: 'region_code',
          heading: true,
          render: (row) => (
            <Stack main={<Link to={paths.keyVillage(row.id)}>{row.villageName}</Link>} sub={row.townshipName} />
          ),
        },
        { key: 'batch', title: t('field.batch'), render: (row) => t('keyVillage.batchYear', { year: row.batchYear }) },
        {
          key: 'deadline',
          title: t('field.acceptanceDeadline'),
          sort: 'acceptance_deadline',
          render: (row) => <DateText day={row.acceptanceDeadline} />,
        },
        { key: 'left', title: t('field.daysLeft'), render: (row) => <DaysLeft days={row.daysLeft} /> },
        {
          key: 'projects',
          title: t('field.projectsNotCancelled'),
          numeric: true,
          render: (row) => (
            <FigureLink
              value={row.projectCount}
              total="totalSize"
              to={paths.projects({ regionCode: row.regionCode, excludeCancelled: true })}
            >
              {row.projectCount}
            </FigureLink>
          ),
        },
        {
          key: 'accepted',
          title: t('field.acceptedCount'),
          numeric: true,
          render: (row) => (
            <FigureLink
              value={row.acceptedProjectCount}
              total="totalSize"
              to={paths.projects({ regionCode: row.regionCode, acceptedOnly: true })}
            >
              {row.acceptedProjectCount}
            </FigureLink>
          ),
        },
      ]}
    />
  );
}
