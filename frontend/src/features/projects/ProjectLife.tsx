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

/** Who makes the move, while nobody has. */
const ROLES: Partial<Record<LifeStep['what'], 'ROLE_POVERTY_OFFICE' | 'ROLE_UNIT'>> = {
  PROJECT_ACTION_APPROVE: 'ROLE_POVERTY_OFFICE',
  PROJECT_ACTION_START: 'ROLE_UNIT',
  PROJECT_ACTION_COMPLETE: 'ROLE_UNIT',
  PROJECT_ACTION_ACCEPT: 'ROLE_POVERTY_OFFICE',
};

/** What the fields a step names are called. */
const FIELDS = {
  name: 'field.name',
  benefit: 'field.benefit',
  planned_quantity_milli: 'field.plannedQuantity',
  unit_id: 'field.unit',
  department_id: 'field.department',
  budget_fen: 'money.budget',
  self_raised_fen: 'money.selfRaised',
  labour_days: 'field.labourDays',
  start_date: 'field.startDate',
  end_date: 'field.endDate',
  objective: 'field.objective',
  beneficiary_households: 'field.beneficiaryHouseholds',
} as const;

/** The life of a project from listed to accepted: who, for which organization and when, and what it waits for. */
export function ProjectLife({ project }: { project: Project }) {
  const { t } = useTranslation();
  const acceptances = useQuery(acceptancesQuery({ projectId: project.id, orderBy: 'accepted_on', pageSize: 100 }));

  const judged = (of: Acceptance) =>
    of.state === 'ACCEPTANCE_STATE_DRAFT'
      ? t('project.acceptanceDrafted')
      : [
          t('project.inspectedOn', { day: of.acceptedOn }),
          t(`enum.${of.verdict}`),
          of.verdict !== 'VERDICT_FAILED' &&
            t('project.acceptedAmount', { amount: formatYuan(parseFen(of.acceptedFen)) }),
        ]
          .filter(Boolean)
          .join(t('project.comma'));
  const wordsOf = ({ what, words = '', acceptance }: LifeStep) => {
    if (what === 'PROJECT_ACTION_ACCEPT') return acceptance && judged(acceptance);
    if (what !== 'PROJECT_ACTION_EDIT') return words;
    return words
      .split(', ')
      .filter((field): field is keyof typeof FIELDS => field in FIELDS)
      .map((field) => t(FIELDS[field]))
      .join(t('project.pause'));
  };
  const whoOf = ({ what, name, organization, orChanger, state }: LifeStep) => {
    const role = ROLES[what];
    if (state === 'now' || state === 'next') return role && t(`enum.${role}`);
    if (name && orChanger) return t('project.listedBy', { name });
    return [name, organization].filter(Boolean).join(' · ');
  };
  const stepOf = (step: LifeStep): TimelineStep => {
    const { key, state, what, moment, planned, acceptance } = step;
    const title = t(`enum.${what}`);
    return {
      key,
      state,
      title: acceptance ? <Link to={paths.acceptance(acceptance.id)}>{title}</Link> : title,
      who: whoOf(step),
      comment: wordsOf(step),
      ...(moment && { time: moment }),
      ...(planned && { when: t('project.planned', { day: planned }) }),
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
