import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { DateText, MomentText } from '@/components/DateText';
import { FileField } from '@/components/form/FileField';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { StatusTag } from '@/components/StatusTag';
import { progressReportQuery } from '@/lib/api/queries';
import { formatMilli } from '@/lib/money';
import { paths } from '@/lib/paths';
import { formatPosition } from '@/lib/position';

/** One progress report, and its photos: whoever has reported adds them here. */
export default function ReportPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const report = useQuery(progressReportQuery(id));
  return (
    <Page>
      <PageHeader
        title={report.data ? t('progress.numbered', { number: report.data.sequence }) : t('progress.one')}
        sub={report.data && `${report.data.projectNumber} ${report.data.projectName}`}
        parent={
          report.data
            ? { to: paths.project(report.data.projectId), label: report.data.projectName }
            : { to: paths.progress(), label: t('progress.list') }
        }
      />
      <QueryView query={report}>
        {(answer) => (
          <>
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  { label: t('progress.percent'), value: `${answer.percent}%` },
                  { label: t('progress.reportedOn'), value: <DateText day={answer.reportedOn} /> },
                  {
                    label: t('progress.quantity'),
                    value: t('project.quantity', {
                      quantity: formatMilli(answer.quantityMilli),
                      unit: answer.scaleUnit,
                    }),
                  },
                  { label: t('progress.quality'), value: <StatusTag value={answer.quality} /> },
                  { label: t('progress.moneyUsed'), value: <MoneyText fen={answer.moneyUsedFen} unit /> },
                  { label: t('progress.setbackReason'), value: answer.setbackReason },
                  { label: t('progress.problems'), value: answer.problems },
                  { label: t('progress.position'), value: answer.position && formatPosition(answer.position) },
                  {
                    label: t('field.project'),
                    value: <Link to={paths.project(answer.projectId)}>{answer.projectName}</Link>,
                  },
                  {
                    label: t('progress.reporter'),
                    value: [answer.reporterName, answer.organizationName].filter(Boolean).join(' · '),
                  },
                  { label: t('progress.sentAt'), value: <MomentText moment={answer.createTime} /> },
                ]}
              />
            </Section>
            <FileField
              subject="FILE_SUBJECT_PROGRESS_REPORT"
              subjectId={id}
              title={t('progress.photos')}
              note={t('progress.photosNote')}
              photos
            />
          </>
        )}
      </QueryView>
    </Page>
  );
}
