import { useTranslation } from 'react-i18next';
import { Tag } from '@/components/StatusTag';
import type { User } from '@/lib/api/types';

/** Whether the account is open, in words. */
export function UserState({ user }: { user: Pick<User, 'disabled' | 'mustChangePassword'> }) {
  const { t } = useTranslation();
  if (user.disabled) return <Tag tone="red">{t('admin.disabled')}</Tag>;
  if (user.mustChangePassword) return <Tag tone="amber">{t('user.mustChange')}</Tag>;
  return <Tag tone="green">{t('admin.enabled')}</Tag>;
}
