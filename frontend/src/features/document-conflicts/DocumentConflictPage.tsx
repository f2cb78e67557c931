import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { DiffView, type Shown } from '@/components/DiffView';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { RecordActions } from '@/components/RecordActions';
import { Tag } from '@/components/StatusTag';
import { api, call } from '@/lib/api/client';
import { documentConflictQuery } from '@/lib/api/queries';
import type { DocumentConflict, FundDocument } from '@/lib/api/types';
import { formatYuan, parseFen } from '@/lib/money';
import { useChannelNames, usePurposeNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';

/** The same document pushed and typed, unequal: both side by side, and finance says what was found. */
export default function DocumentConflictPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayCall = useMayCall();
  const channels = useChannelNames();
  const purposes = usePurposeNames();
  const { id = '' } = useParams();
  const conflict = useQuery(documentConflictQuery(id));

  const facts = (document: FundDocument): Shown[] => [
    { label: t('field.documentNumber'), text: document.number },
    { label: t('field.title'), text: document.title },
    { label: t('field.issuedOn'), text: document.issuedOn },
    ...document.lines.map((line) => ({
      label: t('allocation.lineNumber', { number: line.lineNumber }),
      text: [
        channels.of(line.channelCode),
        purposes.of(line.purposeCode),
        line.fiscalYear,
        t('unit.amount', { amount: formatYuan(parseFen(line.amountFen)) }),
        line.regionCode,
      ]
        .filter(Boolean)
        .join(' · '),
    })),
  ];
  const sides = ({ stored, refused }: DocumentConflict) => {
    const [kept, other] = [facts(stored), facts(refused)];
    const labels = [...new Set([...kept, ...other].map((fact) => fact.label))];
    const textIn = (side: Shown[], label: string) => side.find((fact) => fact.label === label)?.text ?? '';
    return labels
      .map((label) => ({ label, before: textIn(kept, label), after: textIn(other, label) }))
      .filter((row) => row.before !== row.after);
  };
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
            <Section title={t('conflict.different')} note={t('conflict.differentNote')} flush>
              <DiffView
                caption={t('conflict.different')}
                before={t('conflict.stored')}
                after={t('conflict.refused')}
                rows={sides(answer)}
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
                  { label: t('conflict.refusedSource'), value: t(`enum.${answer.refusedSource}`) },
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
