import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** The way to a piece that needs a whole page or a record of the county around it. */
export function Seen({ to }: { to: string }) {
  const { t } = useTranslation();
  return <Link to={to}>{t('kit.seen')}</Link>;
}
