import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MomentText } from '@/components/DateText';
import { Mono } from '@/components/JsonText';
import { ListPage } from '@/components/ListPage';
import { NewButton } from '@/components/NewButton';
import { Stack } from '@/components/Stack';
import { auditEntriesQuery } from '@/lib/api/queries';
import type { AuditEntry } from '@/lib/api/types';
import { text, useListState } from '@/lib/listState';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';
import { EntryDialog } from './EntryDialog';
import { useAuditOptions, useAuditWords } from './words';

export default function AuditPage() {
  const { t } = useTranslation();
  const words = useAuditWords();
  const options = useAuditOptions();
  const state = useListState({
    query: text,
    actorId: text,
    action: text,
    objectType: text,
    objectId: text,
    requestId: text,
    fromDate: text,
    toDate: text,
  });
  const { filters, paging, setFilters } = state;
  const entries = useListQuery(
    auditEntriesQuery({ ...filters, pageSize: paging.pageSize, pageToken: paging.pageToken }),
  );
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  return (
    <>
      <ListPage
        page="audit"
        exported={{ list: 'auditEntries', filters }}
        extra={
          <NewButton
            operation="AuditEntryService_CreateAuditVerification"
            to={paths.auditVerification()}
            label={t('audit.verify')}
          />
        }
        title={t('audit.list')}
        sub={t('audit.listSub')}
        state={state}
        query={entries}
        rows={(answer) => answer.auditEntries}
        rowKey={(row) => row.seq}
        filters={[
          {
            key: 'query',
            kind: 'search',
            label: t('audit.actorName'),
            value: filters.query,
            onChange: (query) => setFilters({ query }),
          },
          {
            key: 'actor',
            kind: 'user',
            label: t('audit.actor'),
            value: filters.actorId,
            onChange: (actorId) => setFilters({ actorId }),
          },
          {
            key: 'action',
            kind: 'select',
            label: t('audit.action'),
            options: options.actions,
            value: filters.action,
            onChange: (action) => setFilters({ action }),
          },
          {
            key: 'objectType',
            kind: 'select',
            label: t('audit.objectType'),
            options: options.objectTypes,
            value: filters.objectType,
            onChange: (objectType) => setFilters({ objectType }),
          },
          {
            key: 'from',
            kind: 'date',
            label: t('audit.fromDate'),
            value: filters.fromDate,
            onChange: (fromDate) => setFilters({ fromDate }),
          },
          {
            key: 'to',
            kind: 'date',
            label: t('audit.toDate'),
            value: filters.toDate,
            onChange: (toDate) => setFilters({ toDate }),
          },
          {
            key: 'objectId',
            kind: 'search',
            label: t('audit.objectId'),
            value: filters.objectId,
            onChange: (objectId) => setFilters({ objectId: objectId.trim() }),
          },
          {
            key: 'requestId',
            kind: 'search',
            label: t('audit.requestId'),
            value: filters.requestId,
            onChange: (requestId) => setFilters({ requestId: requestId.trim() }),
          },
        ]}
        columns={[
          {
            key: 'time',
            title: t('audit.time'),
            heading: true,
            render: (row) => (
              <Stack main={<MomentText moment={row.time} />} sub={t('audit.number', { seq: row.seq })} nowrap />
            ),
          },
          {
            key: 'actor',
            title: t('audit.actor'),
            render: (row) => <Stack main={row.actorName || '--'} sub={row.actorOrganization} />,
          },
          {
            key: 'action',
            title: t('audit.action'),
            render: (row) => <Stack main={words.action(row.action)} sub={row.action} />,
          },
          {
            key: 'object',
            title: t('audit.object'),
            render: (row) => (
              <Stack
                main={words.objectType(row.objectType)}
                sub={
                  row.objectId && (
                    <Link to={paths.auditEntries({ objectId: row.objectId })}>
                      <Mono>{row.objectId}</Mono>
                    </Link>
                  )
                }
              />
            ),
          },
          {
            key: 'open',
            title: t('audit.content'),
            render: (row) => (
              <Button size="small" onClick={() => setOpened(row)} aria-label={t('audit.openNumber', { seq: row.seq })}>
                {t('audit.open')}
              </Button>
            ),
          },
          { key: 'ip', title: t('audit.clientIp'), extra: true, render: (row) => row.clientIp || '--' },
          {
            key: 'requestId',
            title: t('audit.requestId'),
            extra: true,
            render: (row) =>
              row.requestId && (
                <Link to={paths.auditEntries({ requestId: row.requestId })}>
                  <Mono>{row.requestId}</Mono>
                </Link>
              ),
          },
          { key: 'hash', title: t('audit.hash'), extra: true, render: (row) => <Mono>{row.hash}</Mono> },
        ]}
      />
      {opened && <EntryDialog entry={opened} onClose={() => setOpened(null)} />}
    </>
  );
}
