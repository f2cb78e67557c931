import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { ProjectPicker } from '@/components/form/pickers';
import { Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { acceptancesQuery, projectLotsQuery, projectQuery, retentionsQuery } from '@/lib/api/queries';
import { today } from '@/lib/dates';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { ClaimForm, type ClaimValues, messageOf } from './ClaimForm';
import { proposal, releaseOf } from './proposal';

/** 起草报账: for a project, with the money its lots have. */
export default function NewClaimPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const projectId = params.get('projectId') ?? '';
  const project = useQuery({ ...projectQuery(projectId), enabled: projectId !== '' });
  const lots = useQuery({ ...projectLotsQuery({ projectId, pageSize: 200 }), enabled: projectId !== '' });
  const acceptances = useQuery({
    ...acceptancesQuery({ projectId, state: 'ACCEPTANCE_STATE_CONFIRMED', pageSize: 100 }),
    enabled: projectId !== '',
  });
  const retentions = useQuery({
    ...retentionsQuery({ projectId, state: 'RETENTION_STATE_DUE', pageSize: 100 }),
    enabled: projectId !== '',
  });
  const asked = params.get('retentionOfId');
  const parent = { to: paths.claims(), label: t('claim.list') };
  if (!projectId)
    return (
      <Page>
        <PageHeader title={t('claim.new')} parent={parent} />
        <Section title={t('claim.chooseProject')}>
          <ProjectPicker aria-label={t('field.project')} onChange={(id) => id && setParams({ projectId: id })} />
        </Section>
      </Page>
    );
  return (
    <QueryView query={project}>
      {(of) => (
        <QueryView query={lots}>
          {({ projectLots }) => (
            <QueryView query={acceptances}>
              {({ acceptances: accepted }) => (
                <QueryView query={retentions}>
                  {({ retentions: due }) => {
                    const release = due.find((each) => each.id === asked);
                    const ofWork = accepted.length > 0 ? 'CLAIM_KIND_FINAL' : 'CLAIM_KIND_ADVANCE';
                    const kind = release ? 'CLAIM_KIND_RETENTION' : ofWork;
                    const values: ClaimValues = {
                      kind,
                      acceptanceId: accepted[0]?.id ?? '',
                      retentionOfId: release?.id ?? '',
                      claimedOn: today(),
                      payeeName: release?.payeeName ?? of.unitName,
                      payeeAccount: '',
                      remark: '',
                      lines: release ? releaseOf(release) : proposal(kind, projectLots),
                    };
                    return (
                      <ClaimForm
                        title={t('claim.new')}
                        parent={parent}
                        project={of}
                        lots={projectLots}
                        acceptances={accepted}
                        retentions={due}
                        opened={{ values, version: '' }}
                        draft={`claim.new.${projectId}${asked ?? ''}`}
                        submitLabel={t('claim.saveDraft')}
                        submit={(all, { key }) =>
                          call(
                            api.POST('/v1/claims', {
                              headers: { 'Idempotency-Key': key },
                              body: {
                                ...messageOf(all),
                                projectId,
                                kind: all.kind,
                                ...(all.kind === 'CLAIM_KIND_RETENTION' ? { retentionOfId: all.retentionOfId } : {}),
                              },
                            }),
                          )
                        }
                        done={(claim) => {
                          notify(t('claim.drafted'));
                          void navigate(paths.claim(claim.id));
                        }}
                      />
                    );
                  }}
                </QueryView>
              )}
            </QueryView>
          )}
        </QueryView>
      )}
    </QueryView>
  );
}
