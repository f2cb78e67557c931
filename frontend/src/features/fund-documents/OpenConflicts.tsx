import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { documentConflictsQuery } from '@/lib/api/queries';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';

/** Tells that the document also came in with other content and nobody has said yet which is right. */
export function OpenConflicts({ fundDocumentId }: { fundDocumentId: string }) {
  const { t } = useTranslation();
  const mayCall = useMayCall();
  const { data } = useQuery({
    ...documentConflictsQuery({ fundDocumentId }),
    enabled: mayCall('FundDocumentService_ListDocumentConflicts'),
  });
  if (!data?.documentConflicts.length) return null;
  return (
    <>
      {data.documentConflicts.map((conflict) => (
        <Alert
          key={conflict.id}
          type="warning"
          showIcon
          title={t('conflict.ofDocument')}
          action={<Link to={paths.documentConflict(conflict.id)}>{t('conflict.compare')}</Link>}
        />
      ))}
    </>
  );
}
