import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { Stack } from '@/components/Stack';
import { useYearOptions } from '@/components/useYearOptions';
import { allocationsQuery } from '@/lib/api/queries';
import type { Allocation } from '@/lib/api/types';
import { flag, number, text, useListState } from '@/lib/listState';
import { parseFen } from '@/lib/money';
import { useChannelNames, usePurposeNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import { useListQuery } from '@/lib/useListQuery';

const idleOf = (money: Allocation['money']) =>
  parseFen(money.idleUnappropriatedFen) + parseFen(money.idleAppropriatedFen);

export default function AllocationsPage() {
  const { t } = useTranslation();
  const state = useListState({
    channelCode: text,
    purposeCode: text,
    fiscalYear: number,
    regionCode: text,
    idleOnly: flag,
    availableOnly: flag,
    figure: text,
  });
  const { filters, orderBy, paging, setFilters } = state;
  const { figure, ...wanted } = filters;
  const channels = useChannelNames();
  const purposes = usePurposeNames();
  const years = useYearOptions(filters.fiscalYear);
  const mayCall = useMayCall();
  const mayRecord = mayCall('ReceiptService_CreateReceipt');
  const mayAppropriate = mayCall('AppropriationService_CreateAppropriation');
  const allocations = useListQuery(
    allocationsQuery({ ...wanted, orderBy, pageSize: paging.pageSize, pageToken: paging.pageToken }),
  );
  const money = (field: keyof Allocation['money'], label: string) => ({
    key: field,
    title: t('unit.inYuan', { name: label }),
    numeric: true,
    render: (row: Allocation) => <MoneyText fen={row.money[field]} />,
  });

  return (
    <ListPage
      page="allocations"
      exported={{ list: 'allocations', filters: { ...wanted, orderBy } }}
      title={t('allocation.list')}
      sub={t('allocation.listSub')}
      state={state}
      query={allocations}
      figure={figure}
      rows={(answer) => answer.allocations}
      rowKey={(row) => row.id}
      defaultOrder={filters.idleOnly ? '' : 'issued_on desc'}
      totals={({ totals }) => [
        { name: 'promisedFen', label: t('money.promised'), fen: parseFen(totals.promisedFen) },
        { name: 'receivedFen', label: t('money.received'), fen: parseFen(totals.receivedFen) },
        { name: 'requestedFen', label: t('money.requested'), fen: parseFen(totals.requestedFen) },
        { name: 'appropriatedFen', label: t('money.appropriated'), fen: parseFen(totals.appropriatedFen) },
        { name: 'heldFen', label: t('money.held'), fen: parseFen(totals.heldFen) },
        { name: 'paidFen', label: t('money.paid'), fen: parseFen(totals.paidFen) },
        { name: 'availableFen', label: t('money.available'), fen: parseFen(totals.availableFen) },
        { name: 'idleFen', label: t('money.idle'), fen: idleOf(totals) },
        {
          name: 'idleUnappropriatedFen',
          label: t('money.idleUnappropriated'),
          fen: parseFen(totals.idleUnappropriatedFen),
        },
        { name: 'idleAppropriatedFen', label: t('money.idleAppropriated'), fen: parseFen(totals.idleAppropriatedFen) },
      ]}
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
          label: t('field.fiscalYear'),
          options: years,
          value: filters.fiscalYear ? String(filters.fiscalYear) : '',
          onChange: (year) => setFilters({ fiscalYear: Number(year) }),
        },
        {
          key: 'region',
          kind: 'region',
          label: t('field.region'),
          value: filters.regionCode,
          onChange: (regionCode) => setFilters({ regionCode }),
        },
        {
          key: 'idle',
          kind: 'check',
          label: t('allocation.idleOnly'),
          value: filters.idleOnly,
          onChange: (idleOnly) => setFilters({ idleOnly }),
        },
        {
          key: 'available',
          kind: 'check',
          label: t('allocation.availableOnly'),
          value: filters.availableOnly,
          onChange: (availableOnly) => setFilters({ availableOnly }),
        },
      ]}
      columns={[
        {
          key: 'number',
          title: t('field.numberAndDay'),
          sort: 'issued_on',
          heading: true,
          render: (row) => (
            <Stack
              nowrap
              main={<Link to={paths.allocation(row.id)}>{row.documentNumber}</Link>}
              sub={t('allocation.lineAndDay', { number: row.lineNumber, day: row.issuedOn })}
            />
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
        {
          key: 'year',
          title: t('field.yearAndRegion'),
          render: (row) => <Stack main={row.fiscalYear} sub={row.regionName || t('allocation.wholeCounty')} />,
        },
        { ...money('promisedFen', t('money.promised')), sort: 'amount_fen' },
        money('receivedFen', t('money.received')),
        money('appropriatedFen', t('money.appropriated')),
        money('paidFen', t('money.paid')),
        money('availableFen', t('money.available')),
        {
          key: 'idle',
          title: t('unit.inYuan', { name: t('money.idle') }),
          numeric: true,
          render: (row) => <MoneyText fen={idleOf(row.money)} />,
        },
        ...(mayRecord || mayAppropriate
          ? [
              {
                key: 'todo',
                title: t('field.todo'),
                nowrap: true,
                render: (row: Allocation) => (
                  <Stack
                    main={
                      mayAppropriate &&
                      parseFen(row.money.availableFen) > 0n && (
                        <Link to={paths.newAppropriation({ allocationId: row.id })}>{t('appropriation.new')}</Link>
                      )
                    }
                    sub={
                      mayRecord &&
                      parseFen(row.money.receivedFen) < parseFen(row.money.promisedFen) && (
                        <Link to={paths.newReceipt({ allocationId: row.id })}>{t('receipt.new')}</Link>
                      )
                    }
                  />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
