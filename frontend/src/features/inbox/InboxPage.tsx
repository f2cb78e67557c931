import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateText, MomentText } from '@/components/DateText';
import { DaysLeft } from '@/components/DaysLeft';
import { errorText } from '@/components/errorText';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { SelectionBar, useSelection } from '@/components/Selection';
import { Stack } from '@/components/Stack';
import { EmptyState } from '@/components/states';
import { newIdempotencyKey } from '@/lib/api/client';
import { doneItemsQuery, inboxQuery } from '@/lib/api/queries';
import type { InboxItem } from '@/lib/api/types';
import { flag, text, useListState } from '@/lib/listState';
import { useListQuery } from '@/lib/useListQuery';
import { agree, placeOf } from './items';

/** 待办: what waits for the reader in every room, and what he has done today. */
export default function InboxPage() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const state = useListState({ kind: text, lateOnly: flag, query: text });
  const { filters, paging, setFilters } = state;
  const asked = { ...filters, kind: filters.kind as InboxItem['kind'] };
  const items = useListQuery(inboxQuery({ ...asked, pageSize: paging.pageSize, pageToken: paging.pageToken }));
  const rows = items.data?.inboxItems ?? [];
  // Only one kind at a time, and only where the law lets several be agreed to at once.
  const batch = rows.filter((item) => item.batchAllowed && item.kind === (filters.kind || firstBatchKind(rows)));
  const selection = useSelection(batch.map((item) => item.key));
  const [progress, setProgress] = useState<{ done: number; of: number } | null>(null);
  const [refused, setRefused] = useState<Record<string, unknown>>({});

  const agreeAll = async () => {
    const chosen = batch.filter((item) => selection.has(item.key));
    setRefused({});
    const failures: Record<string, unknown> = {};
    for (const [index, item] of chosen.entries()) {
      setProgress({ done: index, of: chosen.length });
      try {
        await agree(item, newIdempotencyKey());
      } catch (error) {
        failures[item.key] = error;
      }
    }
    setProgress(null);
    setRefused(failures);
    selection.none();
    await client.invalidateQueries();
  };

  return (
    <>
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
            key: 'kind',
            kind: 'select',
            label: t('inbox.kind'),
            options: (items.data?.kinds ?? []).map(({ kind, count }) => ({
              value: kind,
              label: t('inbox.kindCount', { kind: t(`enum.${kind}`), count }),
            })),
            value: filters.kind,
            onChange: (kind) => setFilters({ kind }),
          },
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
        ]}
        above={() => (
          <>
            <SelectionBar selection={selection} selectable={batch.length}>
              <Button
                type="primary"
                disabled={selection.selected.length === 0 || progress !== null}
                onClick={() => void agreeAll()}
              >
                {t('inbox.agreeSelected', { count: selection.selected.length })}
              </Button>
            </SelectionBar>
            {progress && (
              <div role="status">
                <Progress
                  percent={Math.round((progress.done / progress.of) * 100)}
                  aria-label={t('inbox.agreeing', { count: progress.done, of: progress.of })}
                />
              </div>
            )}
            {Object.entries(refused).map(([key, error]) => (
              <Alert
                key={key}
                type="error"
                showIcon
                role="alert"
                title={rows.find((item) => item.key === key)?.title ?? key}
                description={errorText(error, i18n.language, t)}
              />
            ))}
          </>
        )}
        columns={[
          ...(batch.length > 0
            ? [
                {
                  key: 'tick',
                  title: t('selection.tick'),
                  render: (row: InboxItem) =>
                    batch.some((item) => item.key === row.key) ? (
                      <Checkbox
                        checked={selection.has(row.key)}
                        aria-label={t('selection.tickRow', { name: row.title })}
                        onChange={() => selection.toggle(row.key)}
                      />
                    ) : null,
                },
              ]
            : []),
          {
            key: 'title',
            title: t('inbox.what'),
            heading: true,
            render: (row) => (
              <Stack
                main={<Link to={placeOf(row)}>{row.title || row.number}</Link>}
                sub={[t(`enum.${row.kind}`), row.number].filter(Boolean).join(' · ')}
              />
            ),
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
            render: (row) => <Stack main={<DateText day={row.dueOn} />} sub={<DaysLeft days={row.daysLeft} />} />,
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
        ]}
      />
      <Done />
    </>
  );
}

const firstBatchKind = (rows: readonly InboxItem[]) => rows.find((item) => item.batchAllowed)?.kind;

function Done() {
  const { t } = useTranslation();
  const done = useQuery(doneItemsQuery({ pageSize: 50 }));
  return (
    <Section title={t('inbox.done')}>
      <QueryView query={done} rows={2}>
        {(answer) =>
          answer.doneItems.length === 0 ? (
            <EmptyState text={t('inbox.nothingDone')} />
          ) : (
            <ul>
              {answer.doneItems.map((item) => (
                <li key={item.seq}>
                  <MomentText moment={item.time} />{' '}
                  {t(`did.${item.action.replace('.', '_')}` as never, { defaultValue: item.action })} {item.title}
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Section>
  );
}
