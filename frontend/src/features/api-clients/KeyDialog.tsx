import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { SecretDialog } from '@/components/SecretDialog';
import { paths } from '@/lib/paths';

export interface Made {
  id: string;
  name: string;
  key: string;
}

/** The key of a client, shown this once; then the client's page. */
export function KeyDialog({ made }: { made: Made }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <SecretDialog
      title={t('apiClient.keyTitle', { name: made.name })}
      name={t('apiClient.key')}
      value={made.key}
      text={t('apiClient.keyText')}
      onClose={() => void navigate(paths.apiClient(made.id), { replace: true })}
    />
  );
}
