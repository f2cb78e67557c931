import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { MomentText } from '@/components/DateText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { userQuery } from '@/lib/api/queries';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import { UserActions } from './UserActions';
import { UserState } from './UserState';

export default function UserPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const user = useQuery(userQuery(id));
  const mayCall = useMayCall();
  return (
    <Page>
      <PageHeader
        title={user.data?.displayName ?? t('user.one')}
        sub={user.data && <UserState user={user.data} />}
        parent={{ to: paths.users(), label: t('user.list') }}
        extra={user.data && <UserActions user={user.data} />}
      />
      <QueryView query={user}>
        {(answer) => (
          <Section title={t('section.facts')}>
            <Facts
              facts={[
                { label: t('user.username'), value: answer.username },
                {
                  label: t('admin.organization'),
                  value: <Link to={paths.organization(answer.organizationId)}>{answer.organizationName}</Link>,
                },
                { label: t('field.region'), value: answer.regionName },
                {
                  label: t('user.role'),
                  value: answer.roles.map((role) => t(`enum.${role}`)).join(t('list.comma')) || t('user.noRole'),
                },
                { label: t('user.phone'), value: answer.phone },
                {
                  label: t('user.password'),
                  value: answer.mustChangePassword ? t('user.mustChange') : t('user.passwordOwn'),
                },
                { label: t('user.createTime'), value: <MomentText moment={answer.createTime} /> },
                mayCall('AuditEntryService_ListAuditEntries') && {
                  label: t('audit.list'),
                  value: (
                    <>
                      <Link to={paths.auditEntries({ actorId: id })}>{t('audit.byHim')}</Link>{' '}
                      <Link to={paths.auditEntries({ objectId: id })}>{t('audit.onIt')}</Link>
                    </>
                  ),
                },
              ]}
            />
          </Section>
        )}
      </QueryView>
    </Page>
  );
}
