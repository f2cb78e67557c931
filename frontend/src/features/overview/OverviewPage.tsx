import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { parseAsInteger, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { MomentText } from '@/components/DateText';
import { Page } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { YearSelect } from '@/components/YearSelect';
import { overviewQuery } from '@/lib/api/queries';
import { ChannelSection } from './ChannelSection';
import { HeadlineFlow } from './HeadlineFlow';
import { KeyVillageSection } from './KeyVillageSection';
import styles from './overview.module.css';
import { ProjectStateSection } from './ProjectStateSection';
import { VillageSection } from './VillageSection';

export default function OverviewPage() {
  const { t } = useTranslation();
  const [fiscalYear, setFiscalYear] = useQueryState(
    'fiscalYear',
    parseAsInteger.withDefault(0).withOptions({ history: 'push', shallow: false }),
  );
  const overview = useQuery(overviewQuery(fiscalYear));

  return (
    <Page>
      <PageHeader
        title={t('overview.title')}
        sub={
          overview.data ? (
            <>
              {t('overview.asOf')} <MomentText moment={overview.data.asOf} />
            </>
          ) : (
            t('state.loading')
          )
        }
        extra={
          <>
            <YearSelect
              years={overview.data?.fiscalYears ?? []}
              value={fiscalYear}
              onChange={(year) => void setFiscalYear(year || null)}
            />
            <Button onClick={() => void overview.refetch()} loading={overview.isRefetching}>
              {t('action.refresh')}
            </Button>
          </>
        }
      />
      <QueryView query={overview} rows={10}>
        {(answer) => (
          <>
            <HeadlineFlow overview={answer} />
            <div className={styles.pair}>
              <KeyVillageSection villages={answer.keyVillages} />
              <ProjectStateSection states={answer.projectStates} />
            </div>
            {answer.allocationsVisible && <ChannelSection overview={answer} />}
            <VillageSection overview={answer} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
