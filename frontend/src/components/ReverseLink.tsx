import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';

/** The way to ask for a correcting transfer, where the server would take it; and to the one that was made. */
export function ReverseLink({
  target,
  record,
}: {
  target: string;
  record: { id: string; state: string; allowedActions: readonly string[] };
}) {
  const { t } = useTranslation();
  const mayCall = useMayCall();
  if (record.state.endsWith('_REVERSED') && mayCall('ReversalService_ListReversals'))
    return <Link to={paths.reversals({ targetId: record.id })}>{t('reversal.its')}</Link>;
  if (!record.allowedActions.includes('reverse')) return null;
  return (
    <Link to={paths.newReversal({ target, targetId: record.id })}>
      <Button tabIndex={-1}>{t('reversal.new')}</Button>
    </Link>
  );
}
