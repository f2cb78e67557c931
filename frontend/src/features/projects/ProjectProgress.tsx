import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '@/components/Page';
import { PhotoStrip } from '@/components/PhotoStrip';
import { QueryView } from '@/components/QueryView';
import { StatusTimeline, type TimelineStep } from '@/components/StatusTimeline';
import { EmptyState } from '@/components/states';
import { progressReportsQuery } from '@/lib/api/queries';
import type { ProgressReport } from '@/lib/api/types';
import { formatMilli } from '@/lib/money';
import { paths } from '@/lib/paths';

/** How many of the newest reports are shown. */
const SHOWN = 10;

/** 进度: what was reported of the work, newest first, with its photos. */
export function ProjectProgress({ projectId }: { projectId: string }) {
  const { t } = useTranslation();
  const reports = useQuery(progressReportsQuery({ projectId, pageSize: SHOWN }));
  const stepOf = (report: ProgressReport): TimelineStep => ({
    key: report.id,
    state: report.quality === 'WORK_QUALITY_POOR' || report.setbackReason ? 'bad' : 'done',
    title: <Link to={paths.progressReport(report.id)}>{t('progress.done', { percent: report.percent })}</Link>,
    when: report.reportedOn,
    who: [report.reporterName, report.organizationName].filter(Boolean).join(' · '),
    comment: (
      <>
        {[
          t('project.quantity', { quantity: formatMilli(report.quantityMilli), unit: report.scaleUnit }),
          t(`enum.${report.quality}`),
          report.setbackReason && t('progress.setbackBecause', { reason: report.setbackReason }),
          report.problems && t('progress.problemsAre', { problems: report.problems }),
        ]
          .filter(Boolean)
          .join(t('project.comma'))}
        {report.photos.length > 0 && <PhotoStrip photos={report.photos} label={t('progress.photos')} />}
      </>
    ),
  });
  return (
    <Section title={t('progress.section')} note={t('progress.sectionNote')}>
      <QueryView query={reports} rows={3}>
        {({ progressReports, totalSize }) => (
          <>
            {progressReports.length === 0 && <EmptyState text={t('progress.none')} />}
            {progressReports.length > 0 && <StatusTimeline steps={progressReports.map(stepOf)} />}
            {totalSize > SHOWN && <p>{t('progress.older', { count: totalSize - SHOWN })}</p>}
          </>
        )}
      </QueryView>
    </Section>
  );
}
