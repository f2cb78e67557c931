import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { DateText } from '@/components/DateText';
import { DaysLeft } from '@/components/DaysLeft';
import { FigureLink } from '@/components/FigureLink';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { keyVillageQuery } from '@/lib/api/queries';
import { paths } from '@/lib/paths';
import { VillageProjects } from './VillageProjects';

export default function KeyVillagePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const village = useQuery(keyVillageQuery(id));
  return (
    <Page>
      <PageHeader
        title={village.data?.villageName ?? t('keyVillage.one')}
        sub={
          village.data && (
            <>
              {t('keyVillage.batchYear', { year: village.data.batchYear })} <DaysLeft days={village.data.daysLeft} />
            </>
          )
        }
        parent={{ to: paths.keyVillages(), label: t('keyVillage.list') }}
        extra={
          village.data?.allowedActions.includes('edit') && (
            <Link to={paths.editKeyVillage(id)}>
              <Button tabIndex={-1}>{t('action.edit')}</Button>
            </Link>
          )
        }
      />
      <QueryView query={village}>
        {(answer) => (
          <>
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  {
                    label: t('field.village'),
                    value: t('filter.villageOf', { village: answer.villageName, township: answer.townshipName }),
                  },
                  { label: t('field.batch'), value: t('keyVillage.batchYear', { year: answer.batchYear }) },
                  { label: t('field.acceptanceDeadline'), value: <DateText day={answer.acceptanceDeadline} /> },
                  { label: t('field.daysLeft'), value: <DaysLeft days={answer.daysLeft} /> },
                  {
                    label: t('field.projectsNotCancelled'),
                    value: (
                      <FigureLink
                        value={answer.projectCount}
                        total="totalSize"
                        to={paths.projects({ regionCode: answer.regionCode, excludeCancelled: true })}
                      >
                        {answer.projectCount}
                      </FigureLink>
                    ),
                  },
                  {
                    label: t('field.acceptedCount'),
                    value: (
                      <FigureLink
                        value={answer.acceptedProjectCount}
                        total="totalSize"
                        to={paths.projects({ regionCode: answer.regionCode, acceptedOnly: true })}
                      >
                        {answer.acceptedProjectCount}
                      </FigureLink>
                    ),
                  },
                ]}
              />
            </Section>
            <VillageProjects regionCode={answer.regionCode} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
