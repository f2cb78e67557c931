import { useTranslation } from 'react-i18next';
import { Link, Outlet, useParams } from 'react-router';
import { Page } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { ForbiddenState, StateBox } from '@/components/states';
import type { Operation } from '@/lib/access';
import { useMayCall } from '@/lib/session';

/** How every record is named in its address. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function RequireRole({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const mayCall = useMayCall();
  const { id, year } = useParams();
  // The server would find fault with a field, and there is none on the screen.
  if ((id !== undefined && !ID.test(id)) || (year !== undefined && !/^\d{4}$/.test(year)))
    return (
      <Page>
        <PageHeader title={t('error.notFound')} />
        <StateBox
          title={t('error.notFound')}
          text={t('error.recordNotFoundText')}
          actions={<Link to="/">{t('action.home')}</Link>}
        />
      </Page>
    );
  if (mayCall(operation)) return <Outlet />;
  return (
    <Page>
      <PageHeader title={t('error.forbidden')} />
      <ForbiddenState />
    </Page>
  );
}
