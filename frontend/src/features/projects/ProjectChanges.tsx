import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { differences } from '@/components/DiffView';
import { Section } from '@/components/Page';
import { termsShown } from '@/components/projectTerms';
import { QueryView } from '@/components/QueryView';
import { StatusTimeline, type TimelineStep } from '@/components/StatusTimeline';
import { EmptyState } from '@/components/states';
import { projectChangesQuery } from '@/lib/api/queries';
import type { ProjectChange } from '@/lib/api/types';
import { paths } from '@/lib/paths';

/** 变更: what was changed of the project after its approval, and which version of its terms is in force. */
export function ProjectChanges({ projectId, version }: { projectId: string; version: number }) {
  const { t } = useTranslation();
  const changes = useQuery(projectChangesQuery({ projectId, pageSize: 50 }));
  const stepOf = (change: ProjectChange): TimelineStep => ({
    key: change.id,
    state:
      change.state === 'PROJECT_CHANGE_STATE_REQUESTED'
        ? 'now'
        : change.state === 'PROJECT_CHANGE_STATE_REFUSED'
          ? 'bad'
          : 'done',
    title: (
      <Link to={paths.projectChange(change.id)}>
        {t(`enum.${change.kind}`)} · {t(`enum.${change.state}`)}
      </Link>
    ),
    time: change.createTime,
    who: [change.requesterName, change.deciderName].filter(Boolean).join(' · '),
    comment: [
      change.termsVersion > 0 && t('projectChange.madeVersion', { version: change.termsVersion }),
      change.reason,
      ...(change.before && change.after
        ? differences(
            termsShown(change.before, change.scaleUnit, t),
            termsShown(change.after, change.scaleUnit, t),
          ).map(({ label, before, after }) => t('projectChange.fromTo', { label, before, after }))
        : []),
    ]
      .filter(Boolean)
      .join(t('project.comma')),
  });
  return (
    <Section title={t('projectChange.section')} note={t('projectChange.inForce', { version })}>
      <QueryView query={changes} rows={2}>
        {({ projectChanges }) =>
          projectChanges.length === 0 ? (
            <EmptyState text={t('projectChange.none')} />
          ) : (
            <StatusTimeline steps={projectChanges.map(stepOf)} />
          )
        }
      </QueryView>
    </Section>
  );
}
