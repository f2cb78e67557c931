import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { DateText } from '@/components/DateText';
import { FileField } from '@/components/form/FileField';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { ProjectLots } from '@/components/ProjectLots';
import { QueryView } from '@/components/QueryView';
import { StatusTag } from '@/components/StatusTag';
import { TraceSection } from '@/components/trace/TraceSection';
import { projectQuery } from '@/lib/api/queries';
import { formatMilli } from '@/lib/money';
import { useProjectTypeNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { ProjectActions } from './ProjectActions';
import { ProjectChanges } from './ProjectChanges';
import { ProjectLife } from './ProjectLife';
import { ProjectProgress } from './ProjectProgress';

export default function ProjectPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const project = useQuery(projectQuery(id));
  const types = useProjectTypeNames();
  return (
    <Page>
      <PageHeader
        title={project.data?.name ?? t('project.one')}
        sub={
          project.data && (
            <>
              {project.data.number} <StatusTag value={project.data.state} />
            </>
          )
        }
        parent={{ to: paths.projects(), label: t('project.list') }}
        extra={
          project.data && (
            <>
              <ProjectActions project={project.data} />
              <Link to={paths.appropriations({ projectId: id })}>{t('project.itsAppropriations')}</Link>
              <Link to={paths.acceptances({ projectId: id })}>{t('project.itsAcceptances')}</Link>
              <Link to={paths.claims({ projectId: id })}>{t('project.itsClaims')}</Link>
              <Link to={paths.payments({ projectId: id })}>{t('project.itsPayments')}</Link>
            </>
          )
        }
      />
      <QueryView query={project}>
        {(answer) => (
          <>
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  {
                    label: t('field.village'),
                    value: (
                      <Link to={paths.projects({ regionCode: answer.regionCode })}>
                        {t('filter.villageOf', { village: answer.villageName, township: answer.townshipName })}
                      </Link>
                    ),
                  },
                  { label: t('field.projectType'), value: types.of(answer.typeCode) },
                  { label: t('field.pillar'), value: t(`enum.${answer.pillar}`) },
                  { label: t('field.benefit'), value: t(`enum.${answer.benefit}`) },
                  {
                    label: t('field.plannedQuantity'),
                    value: t('project.quantity', {
                      quantity: formatMilli(answer.plannedQuantityMilli),
                      unit: answer.scaleUnit,
                    }),
                  },
                  { label: t('field.unit'), value: answer.unitName },
                  { label: t('field.department'), value: answer.departmentName },
                  { label: t('field.startDate'), value: <DateText day={answer.startDate} /> },
                  { label: t('field.endDate'), value: <DateText day={answer.endDate} /> },
                  { label: t('field.beneficiaryHouseholds'), value: answer.beneficiaryHouseholds },
                  { label: t('field.objective'), value: answer.objective },
                ]}
              />
            </Section>
            <Section title={t('section.money')}>
              <Facts
                facts={[
                  { label: t('money.budget'), value: <MoneyText fen={answer.budgetFen} unit /> },
                  ...(['requested', 'appropriated', 'accepted', 'held', 'paid', 'advance'] as const).map((name) => ({
                    label: t(`money.${name}`),
                    value: <MoneyText fen={answer.money[`${name}Fen`]} unit />,
                  })),
                  { label: t('money.selfRaised'), value: <MoneyText fen={answer.selfRaisedFen} unit /> },
                  { label: t('field.labourDays'), value: t('project.days', { count: answer.labourDays }) },
                ]}
              />
            </Section>
            <ProjectLots projectId={id} />
            <ProjectProgress projectId={id} />
            <ProjectChanges projectId={id} version={answer.termsVersion} />
            <ProjectLife project={answer} />
            <FileField
              subject="FILE_SUBJECT_PROJECT"
              subjectId={id}
              title={t('claim.files')}
              note={t('project.filesNote')}
            />
            <TraceSection start={{ projectId: id }} currentId={id} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
