import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { MomentText } from '@/components/DateText';
import { Mono } from '@/components/JsonText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { RecordActions } from '@/components/RecordActions';
import { Tag } from '@/components/StatusTag';
import { api, call } from '@/lib/api/client';
import { apiClientQuery } from '@/lib/api/queries';
import type { ApiClient } from '@/lib/api/types';
import { formatMoment, today } from '@/lib/dates';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import { expiryOf, oldKeyInUse } from './clientState';
import { Expiry, LastUse } from './Expiry';
import { useScopeText } from './ScopeChoice';

export default function ApiClientPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const client = useQuery(apiClientQuery(id));
  const mayCall = useMayCall();
  const scopeText = useScopeText();
  return (
    <Page>
      <PageHeader
        title={client.data?.name ?? t('apiClient.one')}
        sub={client.data?.disabled && <Tag tone="red">{t('admin.disabled')}</Tag>}
        parent={{ to: paths.apiClients(), label: t('apiClient.list') }}
        extra={client.data && <Actions client={client.data} />}
      />
      <QueryView query={client}>
        {(answer) => (
          <>
            <Warnings client={answer} />
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  { label: t('admin.organization'), value: answer.organizationName },
                  { label: t('apiClient.scopes'), value: answer.scopes.map(scopeText).join(t('list.comma')) },
                  { label: t('apiClient.lastUse'), value: <LastUse moment={answer.lastUseTime} /> },
                  {
                    label: t('apiClient.requests'),
                    value: <Link to={paths.apiClientRequests(id)}>{t('apiClient.itsRequests')}</Link>,
                  },
                  mayCall('AuditEntryService_ListAuditEntries') && {
                    label: t('audit.list'),
                    value: (
                      <>
                        <Link to={paths.auditEntries({ actorId: id })}>{t('audit.byIt')}</Link>{' '}
                        <Link to={paths.auditEntries({ objectId: id })}>{t('audit.onIt')}</Link>
                      </>
                    ),
                  },
                ]}
              />
            </Section>
            <Section title={t('apiClient.keys')} note={t('apiClient.keysNote')}>
              <Facts
                facts={[
                  { label: t('apiClient.keyPrefix'), value: <Mono>{answer.keyPrefix}</Mono> },
                  { label: t('apiClient.expiry'), value: <Expiry client={answer} /> },
                  answer.previousKeyPrefix !== '' && {
                    label: t('apiClient.previousKey'),
                    value: <Mono>{answer.previousKeyPrefix}</Mono>,
                  },
                  answer.previousKeyPrefix !== '' && {
                    label: t('apiClient.previousEnds'),
                    value: <MomentText moment={answer.previousKeyExpireTime} />,
                  },
                  answer.previousKeyPrefix !== '' && {
                    label: t('apiClient.previousLastUse'),
                    value: <LastUse moment={answer.previousKeyLastUseTime} />,
                  },
                ]}
              />
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Warnings({ client }: { client: ApiClient }) {
  const { t } = useTranslation();
  const { days, expired, soon } = expiryOf(client);
  return (
    <>
      {!client.disabled && expired && <Alert type="error" showIcon title={t('apiClient.expiredText')} />}
      {soon && <Alert type="warning" showIcon title={t('apiClient.soonText', { count: days })} />}
      {oldKeyInUse(client) && (
        <Alert
          type="warning"
          showIcon
          title={t('apiClient.oldInUse', {
            prefix: client.previousKeyPrefix,
            day: today(new Date(client.previousKeyLastUseTime)),
          })}
          description={t('apiClient.oldInUseText', { time: formatMoment(client.previousKeyExpireTime) })}
        />
      )}
    </>
  );
}

function Actions({ client }: { client: ApiClient }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayCall = useMayCall();
  const withActions = (record: ApiClient) => ({
    ...record,
    allowedActions: mayCall('ApiClientService_DisableApiClient') && !record.disabled ? ['disable'] : [],
  });
  return (
    <>
      {mayCall('ApiClientService_UpdateApiClient') && !client.disabled && (
        <>
          <Link to={paths.editApiClient(client.id)}>
            <Button tabIndex={-1}>{t('action.edit')}</Button>
          </Link>
          <Link to={paths.rotateApiClientKey(client.id)}>
            <Button type="primary" tabIndex={-1}>
              {t('apiClient.rotate')}
            </Button>
          </Link>
        </>
      )}
      <RecordActions
        record={withActions(client)}
        actions={[
          {
            verb: 'disable',
            label: t('admin.disable'),
            title: t('apiClient.disableTitle', { name: client.name }),
            text: t('apiClient.disableText'),
            danger: true,
            done: t('apiClient.disableDone', { name: client.name }),
            run: ({ id, etag }, _, key) =>
              call(
                api.POST('/v1/apiClients/{id}:disable', {
                  params: { path: { id } },
                  headers: { 'Idempotency-Key': key },
                  body: { etag },
                }),
              ),
          },
        ]}
        reload={async () => withActions(await queries.fetchQuery({ ...apiClientQuery(client.id), staleTime: 0 }))}
        facts={(record) => [
          { label: t('field.name'), text: record.name },
          { label: t('apiClient.scopes'), text: record.scopes.join(t('list.comma')) },
          { label: t('apiClient.keyPrefix'), text: record.keyPrefix },
          { label: t('field.state'), text: record.disabled ? t('admin.disabled') : t('admin.enabled') },
        ]}
      />
    </>
  );
}
