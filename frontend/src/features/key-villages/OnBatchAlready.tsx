import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { keyVillagesQuery } from '@/lib/api/queries';
import { paths } from '@/lib/paths';

/** Where the village that was put on a batch before is. */
export function OnBatchAlready({ regionCode }: { regionCode: string }) {
  const { t } = useTranslation();
  const found = useQuery({ ...keyVillagesQuery({ regionCode, pageSize: 1 }), staleTime: 0 });
  const [there] = found.data?.keyVillages ?? [];
  if (!there) return null;
  return <Link to={paths.keyVillage(there.id)}>{t('keyVillage.there', { village: there.villageName })}</Link>;
}
