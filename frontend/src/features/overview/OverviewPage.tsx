import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { parseAsInteger, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { MomentText } from '@/components/DateText';
import { Page } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
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
  const years = overview.data?.fiscalYears ?? [];
  // A year from an old link stays in the selection even when there is no money of it.
  const options = [...new Set([...(fiscalYear ? [fiscalYear] : []), ...years])].sort((a, b) => b - a);

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
            <label htmlFor="overview-year">{t('overview.fiscalYear')}</label>
            <Select
              id="overview-year"
              value={fiscalYear}
              onChange={(year) => void setFiscalYear(year || null)}
              options={[
                { value: 0, label: t('overview.allYears') },
                ...options.map((year) => ({ value: year, label: t('overview.year', { year }) })),
              ]}
              style={{ minWidth: 120 }}
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
