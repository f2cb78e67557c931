import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { Page } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { StateBox } from '@/components/states';
import type { Role } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { useMayCall, useSession } from '@/lib/session';

// What each role sees first, by what it does all day; everybody else begins at the overview.
const starts: [Role, string][] = [
  ['ROLE_ADMIN', paths.users()],
  ['ROLE_SECURITY_ADMIN', paths.users()],
  ['ROLE_AUDIT_ADMIN', paths.auditEntries()],
  ['ROLE_FINANCE_OFFICER', paths.fundDocuments()],
  ['ROLE_FINANCE_APPROVER', paths.inbox()],
  ['ROLE_CASHIER', paths.inbox()],
  ['ROLE_POVERTY_OFFICE', paths.inbox()],
  ['ROLE_DEPARTMENT', paths.ourMoney()],
  ['ROLE_UNIT', paths.projects()],
  ['ROLE_TOWNSHIP', paths.inbox()],
  ['ROLE_VILLAGE', paths.projects()],
];

export function StartPage() {
  const { t } = useTranslation();
  const { user } = useSession();
  const mayCall = useMayCall();
  const start = starts.find(([role]) => user.roles.includes(role))?.[1];
  if (start) return <Navigate to={start} replace />;
  if (mayCall('OverviewService_GetOverview')) return <Navigate to={paths.overview()} replace />;
  return (
    <Page>
      <PageHeader title={t('start.title')} />
      <StateBox title={t('start.none')} text={t('start.noneText')} />
    </Page>
  );
}
