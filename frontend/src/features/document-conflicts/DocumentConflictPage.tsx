import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { MomentText } from '@/components/DateText';
import { DiffView } from '@/components/DiffView';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { RecordActions } from '@/components/RecordActions';
import { Tag } from '@/components/StatusTag';
import { api, call } from '@/lib/api/client';
import { documentConflictQuery } from '@/lib/api/queries';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import { sides } from './sides';
import { useWords } from './useWords';

/** The same document pushed and typed, unequal: both side by side, and finance says what was found. */
export default function DocumentConflictPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayCall = useMayCall();
  const { id = '' } = useParams();
  const conflict = useQuery(documentConflictQuery(id));
  const words = useWords(conflict.data);

  return (
    <Page>
      <PageHeader
        title={t('conflict.one')}
        sub={conflict.data && `${conflict.data.stored.issuerName} ${conflict.data.stored.number}`}
        parent={{ to: paths.documentConflicts(), label: t('conflict.list') }}
        extra={
          conflict.data &&
          !conflict.data.resolved &&
          mayCall('FundDocumentService_ResolveDocumentConflict') && (
            <RecordActions
              record={{ ...conflict.data, allowedActions: ['resolve'] }}
              reload={async () => {
                const latest = await client.fetchQuery({ ...documentConflictQuery(id), staleTime: 0 });
                return { ...latest, allowedActions: latest.resolved ? [] : ['resolve'] };
              }}
              facts={(record) => [
                { label: t('field.state'), text: t(record.resolved ? 'conflict.resolved' : 'conflict.open') },
                { label: t('conflict.resolution'), text: record.resolution },
              ]}
              actions={[
                {
                  verb: 'resolve',
                  label: t('conflict.resolve'),
                  title: t('conflict.resolveTitle'),
                  text: t('conflict.resolveText'),
                  words: 'required',
                  wordsLabel: t('conflict.resolution'),
                  primary: true,
                  done: t('conflict.resolved'),
                  run: (record, resolution, key) =>
                    call(
                      api.POST('/v1/documentConflicts/{id}:resolve', {
                        params: { path: { id } },
                        headers: { 'Idempotency-Key': key },
                        body: { etag: record.etag, resolution },
                      }),
                    ),
                },
              ]}
            />
          )
        }
      />
      <QueryView query={conflict}>
        {(answer) => (
          <>
            <Section title={t('conflict.sides')} note={t('conflict.sidesNote')} flush>
              <DiffView
                caption={t('conflict.sides')}
                before={t('conflict.storedSide', {
                  source: answer.stored.sources.map((source) => t(`enum.${source}`)).join(' · '),
                })}
                after={t('conflict.refusedSide', { source: t(`enum.${answer.refusedSource}`) })}
                rows={sides(answer.stored, answer.refused, words)}
                peers
              />
            </Section>
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  {
                    label: t('conflict.stored'),
                    value: <Link to={paths.fundDocument(answer.stored.id)}>{answer.stored.number}</Link>,
                  },
                  {
                    label: t('field.sources'),
                    value: answer.stored.sources.map((source) => <Tag key={source}>{t(`enum.${source}`)}</Tag>),
                  },
                  { label: t('conflict.refusedSource'), value: <Tag>{t(`enum.${answer.refusedSource}`)}</Tag> },
                  { label: t('conflict.refusedAt'), value: <MomentText moment={answer.createTime} /> },
                  { label: t('field.state'), value: t(answer.resolved ? 'conflict.resolved' : 'conflict.open') },
                  answer.resolved && { label: t('conflict.resolution'), value: answer.resolution },
                ]}
              />
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  );
}
