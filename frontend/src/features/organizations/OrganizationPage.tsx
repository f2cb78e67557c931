import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { type RecordAction, RecordActions } from '@/components/RecordActions';
import { Tag } from '@/components/StatusTag';
import { api, call } from '@/lib/api/client';
import { organizationQuery } from '@/lib/api/queries';
import type { Organization } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { useMayCall, useSession } from '@/lib/session';

export default function OrganizationPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const organization = useQuery(organizationQuery(id));
  const mayCall = useMayCall();
  return (
    <Page>
      <PageHeader
        title={organization.data?.name ?? t('organization.one')}
        sub={organization.data?.disabled && <Tag tone="red">{t('admin.disabled')}</Tag>}
        parent={{ to: paths.organizations(), label: t('organization.list') }}
        extra={organization.data && <Actions organization={organization.data} />}
      />
      <QueryView query={organization}>
        {(answer) => (
          <Section title={t('section.facts')}>
            <Facts
              facts={[
                { label: t('organization.kind'), value: t(`enum.${answer.kind}`) },
                { label: t('field.region'), value: answer.regionName },
                { label: t('organization.code'), value: answer.code },
                { label: t('organization.creditCode'), value: answer.creditCode },
                {
                  label: t('user.list'),
                  value: <Link to={paths.users({ organizationId: id })}>{t('organization.itsUsers')}</Link>,
                },
                mayCall('ApiClientService_ListApiClients') && {
                  label: t('apiClient.list'),
                  value: <Link to={paths.apiClients({ organizationId: id })}>{t('organization.itsClients')}</Link>,
                },
                mayCall('AuditEntryService_ListAuditEntries') && {
                  label: t('audit.list'),
                  value: <Link to={paths.auditEntries({ objectId: id })}>{t('audit.onIt')}</Link>,
                },
              ]}
            />
          </Section>
        )}
      </QueryView>
    </Page>
  );
}

function Actions({ organization }: { organization: Organization }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayCall = useMayCall();
  const { user } = useSession();
  const withActions = (record: Organization) => ({
    ...record,
    allowedActions: [
      // Nobody shuts the organization he works for.
      mayCall('OrganizationService_DisableOrganization') &&
        !record.disabled &&
        record.id !== user.organizationId &&
        'disable',
      mayCall('OrganizationService_EnableOrganization') && record.disabled && 'enable',
    ].filter((verb) => verb !== false),
  });
  const move = (verb: 'disable' | 'enable'): RecordAction<Organization> => ({
    verb,
    label: t(`admin.${verb}`),
    title: t(`organization.${verb}Title`, { name: organization.name }),
    text: t(`organization.${verb}Text`),
    danger: verb === 'disable',
    done: t(`organization.${verb}Done`, { name: organization.name }),
    run: ({ id, etag }, _, key) =>
      call(
        api.POST(`/v1/organizations/{id}:${verb}`, {
          params: { path: { id } },
          headers: { 'Idempotency-Key': key },
          body: { etag },
        }),
      ),
  });
  return (
    <>
      {mayCall('OrganizationService_UpdateOrganization') && (
        <Link to={paths.editOrganization(organization.id)}>
          <Button tabIndex={-1}>{t('action.edit')}</Button>
        </Link>
      )}
      <RecordActions
        record={withActions(organization)}
        actions={[move('disable'), move('enable')]}
        reload={async () =>
          withActions(await client.fetchQuery({ ...organizationQuery(organization.id), staleTime: 0 }))
        }
        facts={(record) => [
          { label: t('field.name'), text: record.name },
          { label: t('organization.creditCode'), text: record.creditCode },
          { label: t('field.state'), text: record.disabled ? t('admin.disabled') : t('admin.enabled') },
        ]}
      />
    </>
  );
}
