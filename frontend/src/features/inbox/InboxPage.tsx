import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CheckBox } from '@/components/CheckBox';
import { CountTabs } from '@/components/CountTabs';
import type { Column } from '@/components/DataTable';
import { DateText } from '@/components/DateText';
import { DaysLeft, LateText } from '@/components/DaysLeft';
import { errorText } from '@/components/errorText';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { useSelection } from '@/components/Selection';
import { Stack } from '@/components/Stack';
import { inboxQuery } from '@/lib/api/queries';
import type { InboxItem } from '@/lib/api/types';
import { flag, text, useListState } from '@/lib/listState';
import { useListQuery } from '@/lib/useListQuery';
import { BatchBar, useAgreement } from './BatchBar';
import { DoneToday } from './DoneToday';
import { placeOf } from './items';

/** 待办: what waits for the reader in every room, and what he has done today. */
export default function InboxPage() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const state = useListState({ kind: text, lateOnly: flag, query: text });
  const { filters, paging, setFilters } = state;
  const asked = { ...filters, kind: filters.kind as InboxItem['kind'] };
  const items = useListQuery({
    ...inboxQuery({ ...asked, pageSize: paging.pageSize, pageToken: paging.pageToken }),
    // As often as the badge, so that the two say the same.
    refetchInterval: 60_000,
  });
  const rows = items.data?.inboxItems ?? [];
  const kinds = items.data?.kinds ?? [];
  const all = kinds.reduce((count, kind) => count + kind.count, 0);
  // Only one kind at a time, and only where the law lets several be agreed to at once.
  const kind = filters.kind || rows.find((item) => item.batchAllowed)?.kind;
  const batch = rows.filter((item) => item.batchAllowed && item.kind === kind);
  const selection = useSelection(batch.map((item) => item.key));
  const agreement = useAgreement();

  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer tells the badge too, whatever the filters
  useEffect(() => {
    if (!items.data || items.isPlaceholderData) return;
    const badge = inboxQuery({ pageSize: 1 }).queryKey;
    if (client.getQueryData(badge)?.totalSize !== all) void client.invalidateQueries({ queryKey: badge, exact: true });
  }, [items.data]);

  const tick: Column<InboxItem> = {
    key: 'tick',
    title: t('selection.tick'),
    fixed: true,
    render: (row) =>
      batch.includes(row) ? (
        <CheckBox
          checked={selection.has(row.key)}
          disabled={agreement.progress !== null}
          aria-label={t('selection.tickRow', { name: row.number || row.title })}
          onChange={() => selection.toggle(row.key)}
        />
      ) : null,
  };
  const columns: Column<InboxItem>[] = [
    {
      key: 'title',
      title: t('inbox.what'),
      heading: true,
      render: (row) => {
        const refusal = agreement.refused.get(row.key);
        return (
          <>
            <Stack
              main={<Link to={placeOf(row)}>{row.title || row.number}</Link>}
              sub={[t(`enum.${row.kind}`), row.number].filter(Boolean).join(' · ')}
            />
            {refusal && (
              <div role="alert">
                <LateText text={errorText(refusal.error, i18n.language, t)} />
              </div>
            )}
          </>
        );
      },
    },
    { key: 'village', title: t('field.village'), render: (row) => row.villageName || '--' },
    {
      key: 'amount',
      title: t('unit.inYuan', { name: t('field.amount') }),
      numeric: true,
      render: (row) => (row.amountFen === '0' ? '--' : <MoneyText fen={row.amountFen} />),
    },
    {
      key: 'due',
      title: t('inbox.due'),
      render: (row) =>
        row.dueOn ? <Stack main={<DateText day={row.dueOn} />} sub={<DaysLeft days={row.daysLeft} />} /> : '--',
    },
    {
      key: 'from',
      title: t('inbox.from'),
      render: (row) => <Stack main={row.fromName || '--'} sub={row.comment} />,
    },
    {
      key: 'reminders',
      title: t('inbox.reminders'),
      numeric: true,
      render: (row) => row.reminderCount || '--',
    },
  ];

  return (
    <ListPage
      page="inbox"
      exported={{ list: 'inboxItems', filters: asked }}
      title={t('nav.inbox')}
      sub={t('inbox.sub')}
      state={state}
      query={items}
      rows={(answer) => answer.inboxItems}
      rowKey={(row) => row.key}
      filters={[
        {
          key: 'query',
          kind: 'search',
          label: t('filter.query'),
          placeholder: t('inbox.queryHint'),
          value: filters.query,
          onChange: (query) => setFilters({ query }),
        },
        {
          key: 'late',
          kind: 'check',
          label: t('inbox.lateOnly'),
          value: filters.lateOnly,
          onChange: (lateOnly) => setFilters({ lateOnly }),
        },
        // Chosen by the tabs below.
        ...(filters.kind && !kinds.some((each) => each.kind === filters.kind)
          ? [
              {
                key: 'kind',
                kind: 'fixed' as const,
                label: t('inbox.kind'),
                value: filters.kind,
                text: t(`enum.${filters.kind}` as never, { defaultValue: filters.kind }),
                onChange: () => setFilters({ kind: '' }),
              },
            ]
          : []),
      ]}
      above={() => (
        <>
          {all > 0 && (
            <CountTabs
              label={t('inbox.kind')}
              all={all}
              tabs={kinds.map((each) => ({
                value: each.kind,
                label: t(`enum.${each.kind}`),
                count: each.count,
                late: each.lateCount,
              }))}
              value={filters.kind}
              onChange={(value) => setFilters({ kind: value })}
            />
          )}
          <BatchBar batch={agreement} items={batch} shown={rows.map((item) => item.key)} selection={selection} />
        </>
      )}
      columns={batch.length > 0 ? [tick, ...columns] : columns}
      after={<DoneToday />}
    />
  );
}
