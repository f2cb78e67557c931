import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { ProjectPicker } from '@/components/form/pickers';
import { Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { projectLotsQuery, projectQuery } from '@/lib/api/queries';
import { today } from '@/lib/dates';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { AcceptanceForm, messageOf, proposed } from './AcceptanceForm';

export default function NewAcceptancePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const projectId = params.get('projectId') ?? '';
  const project = useQuery({ ...projectQuery(projectId), enabled: projectId !== '' });
  const lots = useQuery({ ...projectLotsQuery({ projectId, pageSize: 200 }), enabled: projectId !== '' });
  const parent = { to: paths.acceptances({}), label: t('acceptance.list') };
  if (!projectId)
    return (
      <Page>
        <PageHeader title={t('acceptance.new')} parent={parent} />
        <Section title={t('acceptance.chooseProject')}>
          <ProjectPicker
            state="PROJECT_STATE_COMPLETED"
            aria-label={t('field.project')}
            onChange={(id) => id && setParams({ projectId: id })}
          />
        </Section>
      </Page>
    );
  return (
    <QueryView query={project}>
      {(of) => (
        <QueryView query={lots}>
          {({ projectLots }) => (
            <AcceptanceForm
              title={t('acceptance.new')}
              parent={parent}
              project={of}
              lots={projectLots}
              opened={{
                version: '',
                values: {
                  acceptedOn: today(),
                  team: [{ name: '', organization: '', villagersRepresentative: false }],
                  measuredQuantityMilli: '',
                  verdict: 'VERDICT_PASSED',
                  acceptedFen: '',
                  splits: proposed(0n, projectLots),
                  remark: '',
                },
              }}
              draft={`acceptance.new.${projectId}`}
              submitLabel={t('acceptance.saveDraft')}
              submit={(values, { key }) =>
                call(
                  api.POST('/v1/acceptances', {
                    headers: { 'Idempotency-Key': key },
                    body: { ...messageOf(values), projectId },
                  }),
                )
              }
              done={(made) => {
                notify(t('acceptance.drafted'));
                void navigate(paths.acceptance(made.id));
              }}
            />
          )}
        </QueryView>
      )}
    </QueryView>
  );
}
