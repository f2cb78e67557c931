import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { StatusTag } from '@/components/StatusTag';
import { fiscalYearsQuery } from '@/lib/api/queries';
import type { FiscalYear } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { CARRY_FIGURES, useCarryColumns } from './carryColumns';

/** 会计年度: where each year stands and what it hands on to the next. */
export default function FiscalYearsPage() {
  const { t } = useTranslation();
  const years = useQuery(fiscalYearsQuery);
  const money = useCarryColumns<FiscalYear>((year) => year.money, CARRY_FIGURES.slice(0, 4));
  return (
    <Page>
      <PageHeader title={t('fiscalYear.list')} sub={t('fiscalYear.listSub')} />
      <QueryView query={years}>
        {(answer) => (
          <Section title={t('fiscalYear.list')} flush>
            <DataTable
              caption={t('fiscalYear.list')}
              rows={answer.fiscalYears}
              rowKey={(year) => String(year.fiscalYear)}
              columns={[
                {
                  key: 'year',
                  title: t('field.fiscalYear'),
                  heading: true,
                  render: (year) => (
                    <Link to={paths.fiscalYear(year.fiscalYear)}>{t('fiscalYear.one', { year: year.fiscalYear })}</Link>
                  ),
                },
                { key: 'state', title: t('field.state'), render: (year) => <StatusTag value={year.state} /> },
                ...money,
              ]}
            />
          </Section>
        )}
      </QueryView>
    </Page>
  );
}
