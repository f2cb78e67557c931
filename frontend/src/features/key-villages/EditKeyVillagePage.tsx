import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { keyVillageQuery } from '@/lib/api/queries';
import type { KeyVillage } from '@/lib/api/types';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { type Term, TermFields, TimeLeft } from './TermFields';

const openedOf = ({ etag, batchYear, acceptanceDeadline }: KeyVillage) => ({
  version: etag,
  values: { batchYear: String(batchYear), acceptanceDeadline },
});

/** Moves a key village to another batch, or gives it another deadline. */
export default function EditKeyVillagePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { id = '' } = useParams();
  const village = useQuery(keyVillageQuery(id));
  return (
    <QueryView query={village}>
      {(of) => (
        <FormPage<Term, KeyVillage>
          title={t('keyVillage.edit')}
          sub={t('filter.villageOf', { village: of.villageName, township: of.townshipName })}
          parent={{ to: paths.keyVillage(id), label: of.villageName }}
          opened={openedOf(of)}
          draft={`keyVillage.${id}`}
          submitLabel={t('action.save')}
          reload={async () => openedOf(await client.fetchQuery({ ...keyVillageQuery(id), staleTime: 0 }))}
          shown={{
            batchYear: { label: t('field.batch'), text: (year) => t('keyVillage.batchYear', { year }) },
            acceptanceDeadline: { label: t('field.acceptanceDeadline') },
          }}
          submit={({ batchYear, acceptanceDeadline }, { key, version }) =>
            call(
              api.PATCH('/v1/keyVillages/{id}', {
                params: { path: { id } },
                headers: { 'Idempotency-Key': key },
                body: { batchYear: Number(batchYear), acceptanceDeadline, etag: version } as never,
              }),
            )
          }
          done={() => {
            notify(t('keyVillage.changed'));
            void navigate(paths.keyVillage(id));
          }}
          aside={({ acceptanceDeadline }) => <TimeLeft deadline={acceptanceDeadline} />}
        >
          {(form) => (
            <Section title={t('section.facts')}>
              <FieldGrid>
                <TermFields form={form} chosen={of.batchYear} />
              </FieldGrid>
            </Section>
          )}
        </FormPage>
      )}
    </QueryView>
  );
}
