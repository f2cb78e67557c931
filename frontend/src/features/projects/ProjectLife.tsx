import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { StatusTimeline, type TimelineStep } from '@/components/StatusTimeline';
import { acceptancesQuery } from '@/lib/api/queries';
import type { Acceptance, Project } from '@/lib/api/types';
import { formatYuan, parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';
import { type LifeStep, lifeOf } from './life';

const LABELS = {
  list: 'project.listIt',
  approve: 'project.approve',
  start: 'project.start',
  complete: 'project.complete',
  accept: 'acceptance.one',
  cancel: 'project.cancel',
} as const;

/** Who makes the move, while nobody has. */
const ROLES = {
  list: 'ROLE_POVERTY_OFFICE',
  approve: 'ROLE_POVERTY_OFFICE',
  start: 'ROLE_UNIT',
  complete: 'ROLE_UNIT',
  accept: 'ROLE_POVERTY_OFFICE',
  cancel: 'ROLE_POVERTY_OFFICE',
} as const;

/** The life of a project from listed to accepted: who and when as far as it is kept, and what it waits for. */
export function ProjectLife({ project }: { project: Project }) {
  const { t } = useTranslation();
  const acceptances = useQuery(acceptancesQuery({ projectId: project.id, orderBy: 'accepted_on', pageSize: 100 }));

  const judged = (of: Acceptance) =>
    of.state === 'ACCEPTANCE_STATE_DRAFT'
      ? t('project.acceptanceDrafted')
      : [
          t(`enum.${of.verdict}`),
          of.verdict !== 'VERDICT_FAILED' &&
            t('project.acceptedAmount', { amount: formatYuan(parseFen(of.acceptedFen)) }),
          of.state === 'ACCEPTANCE_STATE_REVOKED' && t('project.acceptanceRevoked', { reason: of.revokeReason }),
        ]
          .filter(Boolean)
          .join(t('project.comma'));
  const whoOf = ({ what, name, state }: LifeStep) => {
    if (name) return what === 'list' ? t('project.listedBy', { name }) : name;
    return state === 'now' || state === 'next' ? t(`enum.${ROLES[what]}`) : undefined;
  };
  const stepOf = (step: LifeStep): TimelineStep => {
    const { key, state, what, moment, planned, acceptance: of } = step;
    const comment = of ? judged(of) : step.words;
    return {
      key,
      state,
      title: of ? <Link to={paths.acceptance(of.id)}>{t(LABELS[what])}</Link> : t(LABELS[what]),
      who: whoOf(step),
      ...(moment ? { time: moment } : {}),
      ...(planned ? { when: t('project.planned', { day: planned }) } : {}),
      ...(of && of.state !== 'ACCEPTANCE_STATE_DRAFT' ? { when: of.acceptedOn } : {}),
      ...(comment ? { comment } : {}),
    };
  };
  return (
    <Section title={t('project.life')}>
      <QueryView query={acceptances} rows={4}>
        {(answer) => <StatusTimeline steps={lifeOf(project, answer.acceptances).map(stepOf)} />}
      </QueryView>
    </Section>
  );
}
