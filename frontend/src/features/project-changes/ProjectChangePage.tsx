import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { MomentText } from '@/components/DateText';
import { DiffView, differences } from '@/components/DiffView';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { termsShown } from '@/components/projectTerms';
import { QueryView } from '@/components/QueryView';
import { type RecordAction, RecordActions } from '@/components/RecordActions';
import { StatusTag } from '@/components/StatusTag';
import { api, call } from '@/lib/api/client';
import { projectChangeQuery } from '@/lib/api/queries';
import type { ProjectChange } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { WhatOfMoney } from './WhatOfMoney';

/** One change: what it makes of the project, what becomes of the money, and the decision. */
export default function ProjectChangePage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { id = '' } = useParams();
  const change = useQuery(projectChangeQuery(id));
  const simple = (verb: 'approve' | 'withdraw', primary: boolean): RecordAction<ProjectChange> => ({
    verb,
    label: t(`projectChange.${verb}`),
    title: t(`projectChange.${verb}Title`),
    primary,
    done: t(`projectChange.${verb}Done`),
    run: (record, _, key) =>
      call(
        api.POST(`/v1/projectChanges/{id}:${verb}`, {
          params: { path: { id: record.id } },
          headers: { 'Idempotency-Key': key },
          body: { etag: record.etag },
        }),
      ),
  });
  return (
    <Page>
      <PageHeader
        title={change.data ? t(`enum.${change.data.kind}`) : t('projectChange.one')}
        sub={change.data && <StatusTag value={change.data.state} />}
        parent={{ to: paths.projectChanges(), label: t('projectChange.list') }}
        extra={
          change.data && (
            <RecordActions
              record={change.data}
              reload={() => client.fetchQuery({ ...projectChangeQuery(id), staleTime: 0 })}
              facts={(record) => [
                { label: t('field.state'), text: t(`enum.${record.state}`) },
                { label: t('form.reason'), text: record.reason },
              ]}
              actions={[
                simple('approve', true),
                {
                  verb: 'refuse',
                  label: t('projectChange.refuse'),
                  title: t('projectChange.refuseTitle'),
                  words: 'required',
                  done: t('projectChange.refuseDone'),
                  run: (record, reason, key) =>
                    call(
                      api.POST('/v1/projectChanges/{id}:refuse', {
                        params: { path: { id: record.id } },
                        headers: { 'Idempotency-Key': key },
                        body: { etag: record.etag, reason },
                      }),
                    ),
                },
                simple('withdraw', false),
              ]}
            />
          )
        }
      />
      <QueryView query={change}>
        {(answer) => (
          <>
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  {
                    label: t('field.project'),
                    value: (
                      <Link to={paths.project(answer.projectId)}>
                        {answer.projectNumber} {answer.projectName}
                      </Link>
                    ),
                  },
                  { label: t('field.village'), value: answer.villageName },
                  { label: t('form.reason'), value: answer.reason },
                  {
                    label: t('projectChange.requester'),
                    value: [answer.requesterName, answer.organizationName].filter(Boolean).join(' · '),
                  },
                  { label: t('projectChange.asked'), value: <MomentText moment={answer.createTime} /> },
                  { label: t('projectChange.decider'), value: answer.deciderName },
                  answer.decisionReason !== '' && {
                    label: t('projectChange.decisionReason'),
                    value: answer.decisionReason,
                  },
                  answer.termsVersion > 0 && {
                    label: t('projectChange.version'),
                    value: t('projectChange.madeVersion', { version: answer.termsVersion }),
                  },
                ]}
              />
            </Section>
            {answer.before && answer.after && (
              <Section title={t('projectChange.terms')}>
                <DiffView
                  caption={t('projectChange.terms')}
                  rows={differences(
                    termsShown(answer.before, answer.scaleUnit, t),
                    termsShown(answer.after, answer.scaleUnit, t),
                  )}
                  before={t('projectChange.before')}
                  after={t('projectChange.after')}
                />
              </Section>
            )}
            {answer.kind === 'PROJECT_CHANGE_KIND_FAIL' && (
              <WhatOfMoney money={answer.money} projectId={answer.projectId} />
            )}
          </>
        )}
      </QueryView>
    </Page>
  );
}
