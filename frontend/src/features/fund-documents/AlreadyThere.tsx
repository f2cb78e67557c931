import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { documentConflictsQuery, fundDocumentsQuery } from '@/lib/api/queries';
import { paths } from '@/lib/paths';

/** The document that is stored under the number somebody typed with other content, and the conflict the two have made. */
export function AlreadyThere({ issuerCode, number }: { issuerCode: string; number: string }) {
  const { t } = useTranslation();
  const found = useQuery({ ...fundDocumentsQuery({ issuerCode, number, pageSize: 1 }), staleTime: 0 });
  const stored = found.data?.fundDocuments[0];
  const conflicts = useQuery({
    ...documentConflictsQuery({ fundDocumentId: stored?.id ?? '', includeResolved: true, pageSize: 1000 }),
    enabled: stored !== undefined,
    staleTime: 0,
  });
  if (!stored) return null;
  // The one just made is the last: they come oldest first. Two papers of the same source make none.
  const [conflict] = (conflicts.data?.documentConflicts ?? []).slice(-1);
  return (
    <ul>
      {conflict && (
        <li>
          <Link to={paths.documentConflict(conflict.id)}>{t('conflict.compare')}</Link>
        </li>
      )}
      <li>
        <Link to={paths.fundDocument(stored.id)}>{t('fundDocument.there', { number: stored.number })}</Link>
      </li>
    </ul>
  );
}
