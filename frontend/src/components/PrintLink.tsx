import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** The way to the paper of a record. */
export function PrintLink({ to }: { to: string }) {
  const { t } = useTranslation();
  return <Link to={to}>{t('print.print')}</Link>;
}
