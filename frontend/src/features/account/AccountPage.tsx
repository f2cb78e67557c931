import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSession } from '@/lib/session';
import { PasswordForm } from './PasswordForm';

/** One's own account. */
export default function AccountPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { user } = useSession();
  return (
    <PasswordForm
      title={t('account.title')}
      sub={`${user.displayName} · ${user.username}`}
      done={() => void navigate('/')}
    />
  );
}
