import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '@/lib/paths';

/** The way to ask for a correcting transfer, where the server would take it. */
export function ReverseLink({
  target,
  record,
}: {
  target: string;
  record: { id: string; allowedActions: readonly string[] };
}) {
  const { t } = useTranslation();
  if (!record.allowedActions.includes('reverse')) return null;
  return (
    <Link to={paths.newReversal({ target, targetId: record.id })}>
      <Button tabIndex={-1}>{t('reversal.new')}</Button>
    </Link>
  );
}
