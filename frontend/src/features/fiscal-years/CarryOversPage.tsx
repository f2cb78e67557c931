import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ListPage } from '@/components/ListPage';
import { Stack } from '@/components/Stack';
import { useYearOptions } from '@/components/useYearOptions';
import { carryOversQuery } from '@/lib/api/queries';
import type { CarryOver } from '@/lib/api/types';
import { number, text, useListState } from '@/lib/listState';
import { parseFen } from '@/lib/money';
import { useChannelNames, usePurposeNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';
import { CARRY_FIGURES, useCarryColumns } from './carryColumns';

/** 结转明细: allocation by allocation, under its own channel, purpose and year. */
export default function CarryOversPage() {
  const { t } = useTranslation();
  const { year = '' } = useParams();
  const fiscalYear = Number(year);
  const state = useListState({ channelCode: text, purposeCode: text, originalYear: number });
  const { filters, paging, setFilters } = state;
  const channels = useChannelNames();
  const purposes = usePurposeNames();
  const years = useYearOptions(filters.originalYear);
  const list = useListQuery(
    carryOversQuery(fiscalYear, { ...filters, pageSize: paging.pageSize, pageToken: paging.pageToken }),
  );
  const money = useCarryColumns<CarryOver>((row) => row.money);
  return (
    <ListPage
      page="carry-overs"
      title={t('fiscalYear.carryOversOf', { year: fiscalYear })}
      sub={t('fiscalYear.sumsNote')}
      parent={{ to: paths.fiscalYear(fiscalYear), label: t('fiscalYear.one', { year: fiscalYear }) }}
      state={state}
      query={list}
      rows={(answer) => answer.carryOvers}
      rowKey={(row) => row.allocationId}
      totals={({ totals }) =>
        CARRY_FIGURES.map(([name, field]) => ({
          name: field,
          label: t(`fiscalYear.${name}`),
          fen: parseFen(totals[field]),
        }))
      }
      filters={[
        {
          key: 'channel',
          kind: 'select',
          label: t('field.channel'),
          options: channels.options,
          value: filters.channelCode,
          onChange: (channelCode) => setFilters({ channelCode }),
        },
        {
          key: 'purpose',
          kind: 'select',
          label: t('field.purpose'),
          options: purposes.options,
          value: filters.purposeCode,
          onChange: (purposeCode) => setFilters({ purposeCode }),
        },
        {
          key: 'year',
          kind: 'select',
          label: t('fiscalYear.originalYear'),
          options: years,
          value: filters.originalYear ? String(filters.originalYear) : '',
          onChange: (value) => setFilters({ originalYear: Number(value) }),
        },
      ]}
      columns={[
        {
          key: 'allocation',
          title: t('field.allocation'),
          heading: true,
          render: (row) => (
            <Link to={paths.allocation(row.allocationId)}>
              {t('allocation.oneTitle', { document: row.documentNumber, number: row.lineNumber })}
            </Link>
          ),
        },
        {
          key: 'channel',
          title: t('field.channelAndPurpose'),
          render: (row) => (
            <Stack
              main={channels.of(row.channelCode, row.channelName)}
              sub={purposes.of(row.purposeCode, row.purposeName)}
            />
          ),
        },
        { key: 'originalYear', title: t('fiscalYear.originalYear'), render: (row) => row.originalYear },
        ...money,
      ]}
    />
  );
}
