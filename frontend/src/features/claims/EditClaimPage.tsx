import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { yuanText } from '@/components/form/MoneyInput';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { acceptancesQuery, claimQuery, projectLotsQuery, projectQuery } from '@/lib/api/queries';
import type { Claim } from '@/lib/api/types';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { ClaimForm, type ClaimValues, messageOf } from './ClaimForm';

const openedOf = (claim: Claim) => ({
  version: claim.etag,
  values: {
    kind: claim.kind as ClaimValues['kind'],
    acceptanceId: claim.acceptanceId,
    retentionOfId: claim.retentionOfId,
    claimedOn: claim.claimedOn,
    payeeName: claim.payeeName,
    // What is shown is masked; an empty field leaves the account as it is.
    payeeAccount: '',
    remark: claim.remark,
    lines: claim.lines.map((line) => ({
      allocationId: line.allocationId,
      amountFen: yuanText(line.amountFen),
      setOffFen: yuanText(line.setOffFen),
      retentionFen: yuanText(line.retentionFen),
    })),
  },
});

/** Changes a draft or a returned claim. */
export default function EditClaimPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { id = '' } = useParams();
  const claim = useQuery(claimQuery(id));
  const projectId = claim.data?.projectId ?? '';
  const project = useQuery({ ...projectQuery(projectId), enabled: projectId !== '' });
  const lots = useQuery({ ...projectLotsQuery({ projectId, pageSize: 200 }), enabled: projectId !== '' });
  const acceptances = useQuery({
    ...acceptancesQuery({ projectId, state: 'ACCEPTANCE_STATE_CONFIRMED', pageSize: 100 }),
    enabled: projectId !== '',
  });
  return (
    <QueryView query={claim}>
      {(of) => (
        <QueryView query={project}>
          {(itsProject) => (
            <QueryView query={lots}>
              {({ projectLots }) => (
                <QueryView query={acceptances}>
                  {({ acceptances: accepted }) => (
                    <ClaimForm
                      title={t('claim.edit')}
                      parent={{ to: paths.claim(id), label: of.number || t('claim.noNumber') }}
                      project={itsProject}
                      lots={projectLots}
                      acceptances={accepted}
                      retentions={[]}
                      claim={of}
                      opened={openedOf(of)}
                      draft={`claim.${id}`}
                      submitLabel={t('action.save')}
                      reload={async () => openedOf(await client.fetchQuery({ ...claimQuery(id), staleTime: 0 }))}
                      submit={(all, { version }) => {
                        const { payeeAccount, payeeAccountClaimId, ...rest } = messageOf(all);
                        const account = payeeAccountClaimId
                          ? { payeeAccountClaimId }
                          : payeeAccount
                            ? { payeeAccount }
                            : {};
                        return call(
                          api.PATCH('/v1/claims/{id}', {
                            params: { path: { id } },
                            body: { ...rest, ...account, etag: version } as never,
                          }),
                        );
                      }}
                      done={() => {
                        notify(t('claim.changed'));
                        void navigate(paths.claim(id));
                      }}
                    />
                  )}
                </QueryView>
              )}
            </QueryView>
          )}
        </QueryView>
      )}
    </QueryView>
  );
}
