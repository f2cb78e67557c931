import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { Page } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { ForbiddenState } from '@/components/states';
import type { Operation } from '@/lib/access';
import { useMayCall } from '@/lib/session';

export function RequireRole({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const mayCall = useMayCall();
  if (mayCall(operation)) return <Outlet />;
  return (
    <Page>
      <PageHeader title={t('error.forbidden')} />
      <ForbiddenState />
    </Page>
  );
}
