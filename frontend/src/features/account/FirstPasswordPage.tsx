import { useTranslation } from 'react-i18next';
import { PasswordForm } from './PasswordForm';

/** All that is open to somebody whose password was given by an administrator; the page he asked for comes after it. */
export default function FirstPasswordPage() {
  const { t } = useTranslation();
  return <PasswordForm title={t('account.firstTitle')} sub={t('account.firstText')} />;
}
