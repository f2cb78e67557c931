import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MomentText } from '@/components/DateText';
import { ListPage } from '@/components/ListPage';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { useEnumOptions } from '@/components/useEnumOptions';
import { projectChangesQuery } from '@/lib/api/queries';
import type { ProjectChange } from '@/lib/api/types';
import { text, useListState } from '@/lib/listState';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';
import { KINDS } from './kinds';

const STATES = [
  'PROJECT_CHANGE_STATE_REQUESTED',
  'PROJECT_CHANGE_STATE_APPROVED',
  'PROJECT_CHANGE_STATE_REFUSED',
  'PROJECT_CHANGE_STATE_WITHDRAWN',
] as const;

/** 项目变更, the newest first. */
export default function ProjectChangesPage() {
  const { t } = useTranslation();
  const state = useListState({ state: text, kind: text, projectId: text });
  const { filters, paging, setFilters } = state;
  const states = useEnumOptions(STATES);
  const kinds = useEnumOptions(KINDS);
  const changes = useListQuery(
    projectChangesQuery({
      ...filters,
      // An unknown word in the address is the server's to refuse.
      state: filters.state as ProjectChange['state'],
      kind: filters.kind as ProjectChange['kind'],
      pageSize: paging.pageSize,
      pageToken: paging.pageToken,
    }),
  );
  return (
    <ListPage
      page="project-changes"
      title={t('projectChange.list')}
      sub={t('projectChange.listSub')}
      state={state}
      query={changes}
      rows={(answer) => answer.projectChanges}
      rowKey={(row) => row.id}
      filters={[
        {
          key: 'state',
          kind: 'select',
          label: t('field.state'),
          options: states,
          value: filters.state,
          onChange: (value) => setFilters({ state: value }),
        },
        {
          key: 'kind',
          kind: 'select',
          label: t('projectChange.kind'),
          options: kinds,
          value: filters.kind,
          onChange: (kind) => setFilters({ kind }),
        },
      ]}
      columns={[
        {
          key: 'name',
          title: t('field.project'),
          heading: true,
          render: (row) => (
            <Stack main={<Link to={paths.projectChange(row.id)}>{row.projectName}</Link>} sub={row.projectNumber} />
          ),
        },
        { key: 'village', title: t('field.village'), render: (row) => row.villageName },
        { key: 'kind', title: t('projectChange.kind'), render: (row) => t(`enum.${row.kind}`) },
        { key: 'state', title: t('field.state'), render: (row) => <StatusTag value={row.state} /> },
        { key: 'reason', title: t('form.reason'), render: (row) => row.reason },
        {
          key: 'requester',
          title: t('projectChange.requester'),
          render: (row) => <Stack main={row.requesterName} sub={row.organizationName} />,
        },
        { key: 'decider', title: t('projectChange.decider'), render: (row) => row.deciderName || '--' },
        { key: 'asked', title: t('projectChange.asked'), render: (row) => <MomentText moment={row.createTime} /> },
      ]}
    />
  );
}
