import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { StateBox } from '@/components/states';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page>
      <PageHeader title={t('error.pageNotFound')} />
      <StateBox
        title={t('error.pageNotFound')}
        text={t('error.pageNotFoundText')}
        actions={<Link to="/">{t('action.home')}</Link>}
      />
    </Page>
  );
}
