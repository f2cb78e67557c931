import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { yuanText } from '@/components/form/MoneyInput';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { acceptanceQuery, projectLotsQuery, projectQuery } from '@/lib/api/queries';
import type { Acceptance } from '@/lib/api/types';
import { formatMilli } from '@/lib/money';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { AcceptanceForm, type AcceptanceValues, messageOf } from './AcceptanceForm';

const openedOf = (acceptance: Acceptance) => ({
  version: acceptance.etag,
  values: {
    acceptedOn: acceptance.acceptedOn,
    team: acceptance.team.map((member) => ({ ...member })),
    measuredQuantityMilli: formatMilli(acceptance.measuredQuantityMilli),
    verdict: acceptance.verdict as AcceptanceValues['verdict'],
    acceptedFen: yuanText(acceptance.acceptedFen),
    splits: acceptance.splits.map((split) => ({
      allocationId: split.allocationId,
      acceptedFen: yuanText(split.acceptedFen),
    })),
    remark: acceptance.remark,
  },
});

export default function EditAcceptancePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { id = '' } = useParams();
  const acceptance = useQuery(acceptanceQuery(id));
  const projectId = acceptance.data?.projectId ?? '';
  const project = useQuery({ ...projectQuery(projectId), enabled: projectId !== '' });
  const lots = useQuery({ ...projectLotsQuery({ projectId, pageSize: 200 }), enabled: projectId !== '' });
  return (
    <QueryView query={acceptance}>
      {(of) => (
        <QueryView query={project}>
          {(itsProject) => (
            <QueryView query={lots}>
              {({ projectLots }) => (
                <AcceptanceForm
                  title={t('acceptance.edit')}
                  parent={{ to: paths.acceptance(id), label: t('acceptance.one') }}
                  project={itsProject}
                  lots={projectLots}
                  opened={openedOf(of)}
                  draft={`acceptance.${id}`}
                  submitLabel={t('action.save')}
                  reload={async () => openedOf(await client.fetchQuery({ ...acceptanceQuery(id), staleTime: 0 }))}
                  submit={(values, { version }) =>
                    call(
                      api.PATCH('/v1/acceptances/{id}', {
                        params: { path: { id } },
                        body: { ...messageOf(values), etag: version } as never,
                      }),
                    )
                  }
                  done={() => {
                    notify(t('acceptance.changed'));
                    void navigate(paths.acceptance(id));
                  }}
                />
              )}
            </QueryView>
          )}
        </QueryView>
      )}
    </QueryView>
  );
}
