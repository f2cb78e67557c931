import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { CopyButton } from '@/components/CopyButton';
import { MomentText } from '@/components/DateText';
import { Dialog } from '@/components/Dialog';
import { JsonText, Mono } from '@/components/JsonText';
import { ListPage } from '@/components/ListPage';
import { Facts } from '@/components/Page';
import { Stack } from '@/components/Stack';
import { Tag } from '@/components/StatusTag';
import { apiClientQuery, apiClientRequestsQuery } from '@/lib/api/queries';
import type { ApiClientRequest } from '@/lib/api/types';
import { flag, text, useListState } from '@/lib/listState';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';

const milliseconds = (us: string) => (Number(us) / 1000).toFixed(1);

const Result = ({ call }: { call: ApiClientRequest }) => (
  <Stack main={<Tag tone={call.code === 'OK' ? 'green' : 'red'}>{call.code}</Tag>} sub={call.reason} />
);

/** What a department's system has asked in the last 30 days, and what it was told. */
export default function ApiClientRequestsPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const client = useQuery(apiClientQuery(id));
  const state = useListState({ requestId: text, refusedOnly: flag, reason: text });
  const { filters, paging, setFilters } = state;
  const requests = useListQuery(
    apiClientRequestsQuery(id, { ...filters, pageSize: paging.pageSize, pageToken: paging.pageToken }),
  );
  const [opened, setOpened] = useState<ApiClientRequest | null>(null);
  return (
    <>
      <ListPage
        page="api-client-requests"
        exported={{ list: 'apiClientRequests', filters: { apiClientId: id, ...filters } }}
        title={client.data ? t('apiClient.requestsOf', { name: client.data.name }) : t('apiClient.requests')}
        sub={t('apiClient.requestsSub')}
        parent={{ to: paths.apiClient(id), label: client.data?.name ?? t('apiClient.one') }}
        state={state}
        query={requests}
        rows={(answer) => answer.apiClientRequests}
        rowKey={(row) => row.requestId}
        filters={[
          {
            key: 'requestId',
            kind: 'search',
            label: t('audit.requestId'),
            value: filters.requestId,
            onChange: (requestId) => setFilters({ requestId: requestId.trim() }),
          },
          {
            key: 'reason',
            kind: 'search',
            label: t('apiClient.reason'),
            placeholder: t('apiClient.reasonHint'),
            value: filters.reason,
            onChange: (reason) => setFilters({ reason: reason.trim().toUpperCase() }),
          },
          {
            key: 'refusedOnly',
            kind: 'check',
            label: t('apiClient.refusedOnly'),
            value: filters.refusedOnly,
            onChange: (refusedOnly) => setFilters({ refusedOnly }),
          },
        ]}
        columns={[
          { key: 'time', title: t('audit.time'), heading: true, render: (row) => <MomentText moment={row.time} /> },
          {
            key: 'method',
            title: t('apiClient.method'),
            render: (row) => <Stack main={<Mono>{row.method}</Mono>} sub={row.requestId} />,
          },
          { key: 'result', title: t('apiClient.result'), render: (row) => <Result call={row} /> },
          {
            key: 'duration',
            title: t('apiClient.milliseconds'),
            numeric: true,
            render: (row) => milliseconds(row.durationUs),
          },
          {
            key: 'replayed',
            title: t('apiClient.replayed'),
            render: (row) => (row.replayed ? t('apiClient.isReplayed') : '--'),
          },
          {
            key: 'answer',
            title: t('apiClient.answer'),
            render: (row) => (
              <Button
                size="small"
                onClick={() => setOpened(row)}
                aria-label={t('apiClient.openAnswer', { id: row.requestId })}
              >
                {t('apiClient.open')}
              </Button>
            ),
          },
          { key: 'key', title: t('apiClient.keyPrefix'), extra: true, render: (row) => row.keyPrefix },
          { key: 'ip', title: t('audit.clientIp'), extra: true, render: (row) => row.clientIp || '--' },
        ]}
      />
      {opened && (
        <Dialog
          open
          wide
          title={t('apiClient.answerTitle')}
          onClose={() => setOpened(null)}
          footer={<Button onClick={() => setOpened(null)}>{t('action.close')}</Button>}
        >
          <Facts
            facts={[
              { label: t('audit.time'), value: <MomentText moment={opened.time} /> },
              { label: t('apiClient.method'), value: <Mono>{opened.method}</Mono> },
              { label: t('apiClient.result'), value: <Result call={opened} /> },
              { label: t('audit.requestId'), value: <Mono>{opened.requestId}</Mono> },
              { label: t('apiClient.keyPrefix'), value: <Mono>{opened.keyPrefix}</Mono> },
              { label: t('audit.clientIp'), value: opened.clientIp },
            ]}
          />
          {opened.answer ? (
            <>
              <JsonText text={opened.answer} />
              <CopyButton text={opened.answer} name={t('apiClient.answer')} />
            </>
          ) : (
            <p>{t('apiClient.noAnswer')}</p>
          )}
        </Dialog>
      )}
    </>
  );
}
