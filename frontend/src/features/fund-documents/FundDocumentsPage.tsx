import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DateText } from '@/components/DateText';
import { InboxBox } from '@/components/InboxBox';
import { ListPage } from '@/components/ListPage';
import { MoneyText } from '@/components/MoneyText';
import { NewButton } from '@/components/NewButton';
import { Stack } from '@/components/Stack';
import { Tag } from '@/components/StatusTag';
import { useEnumOptions } from '@/components/useEnumOptions';
import { useYearOptions } from '@/components/useYearOptions';
import { fundDocumentsQuery, issuersQuery } from '@/lib/api/queries';
import type { FundDocument } from '@/lib/api/types';
import { number, text, useListState } from '@/lib/listState';
import { parseFen } from '@/lib/money';
import { useChannelNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useListQuery } from '@/lib/useListQuery';

const KINDS = ['DOCUMENT_KIND_ALLOCATION', 'DOCUMENT_KIND_REDUCTION', 'DOCUMENT_KIND_RECALL'] as const;
const SOURCES = ['DOCUMENT_SOURCE_PUSHED', 'DOCUMENT_SOURCE_TYPED'] as const;

export default function FundDocumentsPage() {
  const { t } = useTranslation();
  const state = useListState({
    query: text,
    channelCode: text,
    issuerCode: text,
    fiscalYear: number,
    source: text,
    kind: text,
  });
  const { filters, orderBy, paging, setFilters } = state;
  const channels = useChannelNames();
  const issuers = useQuery(issuersQuery).data ?? [];
  const years = useYearOptions(filters.fiscalYear);
  const asked = {
    ...filters,
    source: filters.source as FundDocument['sources'][number],
    kind: filters.kind as FundDocument['kind'],
    orderBy,
  };
  const sourceOptions = useEnumOptions(SOURCES);
  const kindOptions = useEnumOptions(KINDS);
  const documents = useListQuery(
    fundDocumentsQuery({ ...asked, pageSize: paging.pageSize, pageToken: paging.pageToken }),
  );

  return (
    <ListPage
      before={<InboxBox />}
      page="fund-documents"
      exported={{ list: 'fundDocuments', filters: asked }}
      extra={
        <>
          <NewButton
            operation="FundDocumentService_CreateFundDocument"
            to={paths.newFundDocument()}
            label={t('fundDocument.new')}
          />
          <NewButton
            operation="FundDocumentService_CreateFundDocument"
            to={paths.newChange()}
            label={t('fundDocument.newChange')}
          />
        </>
      }
      totals={({ totals }) => [
        { name: 'promisedFen', label: t('money.promised'), fen: parseFen(totals.promisedFen) },
        { name: 'receivedFen', label: t('money.received'), fen: parseFen(totals.receivedFen) },
        { name: 'appropriatedFen', label: t('money.appropriated'), fen: parseFen(totals.appropriatedFen) },
        { name: 'paidFen', label: t('money.paid'), fen: parseFen(totals.paidFen) },
      ]}
      title={t('fundDocument.list')}
      sub={t('fundDocument.listSub')}
      state={state}
      query={documents}
      rows={(answer) => answer.fundDocuments}
      rowKey={(row) => row.id}
      defaultOrder="issued_on desc"
      filters={[
        {
          key: 'source',
          kind: 'select',
          label: t('field.sources'),
          options: sourceOptions,
          value: filters.source,
          onChange: (source) => setFilters({ source }),
        },
        {
          key: 'kind',
          kind: 'select',
          label: t('field.documentKind'),
          options: kindOptions,
          value: filters.kind,
          onChange: (kind) => setFilters({ kind }),
        },
        {
          key: 'query',
          kind: 'search',
          label: t('filter.query'),
          placeholder: t('fundDocument.queryHint'),
          value: filters.query,
          onChange: (query) => setFilters({ query }),
        },
        {
          key: 'channel',
          kind: 'select',
          label: t('field.channel'),
          options: channels.options,
          value: filters.channelCode,
          onChange: (channelCode) => setFilters({ channelCode }),
        },
        {
          key: 'issuer',
          kind: 'select',
          label: t('field.issuer'),
          options: issuers.map((issuer) => ({ value: issuer.code, label: issuer.name })),
          value: filters.issuerCode,
          onChange: (issuerCode) => setFilters({ issuerCode }),
        },
        {
          key: 'year',
          kind: 'select',
          label: t('field.fiscalYear'),
          options: years,
          value: filters.fiscalYear ? String(filters.fiscalYear) : '',
          onChange: (year) => setFilters({ fiscalYear: Number(year) }),
        },
      ]}
      columns={[
        {
          key: 'number',
          title: t('field.documentNumber'),
          sort: 'number',
          heading: true,
          render: (row) => <Stack main={<Link to={paths.fundDocument(row.id)}>{row.number}</Link>} sub={row.title} />,
        },
        { key: 'issuer', title: t('field.issuer'), render: (row) => row.issuerName },
        {
          key: 'issuedOn',
          title: t('field.issuedOn'),
          sort: 'issued_on',
          render: (row) => <DateText day={row.issuedOn} />,
        },
        {
          key: 'sources',
          title: t('field.sources'),
          render: (row) => row.sources.map((source) => <Tag key={source}>{t(`enum.${source}`)}</Tag>),
        },
        {
          key: 'kind',
          title: t('field.documentKind'),
          render: (row) => (
            <Tag tone={row.kind === 'DOCUMENT_KIND_ALLOCATION' ? 'plain' : 'amber'}>{t(`enum.${row.kind}`)}</Tag>
          ),
        },
        {
          key: 'promised',
          title: t('unit.inYuan', { name: t('money.promised') }),
          numeric: true,
          render: (row) => <MoneyText fen={row.money.promisedFen} />,
        },
        {
          key: 'takenOff',
          title: t('unit.inYuan', { name: t('field.takenOff') }),
          numeric: true,
          render: (row) => (row.takenOffFen === '0' ? null : <MoneyText fen={row.takenOffFen} />),
        },
        {
          key: 'received',
          title: t('unit.inYuan', { name: t('money.received') }),
          numeric: true,
          render: (row) => <MoneyText fen={row.money.receivedFen} />,
        },
        {
          key: 'appropriated',
          title: t('unit.inYuan', { name: t('money.appropriated') }),
          numeric: true,
          render: (row) => <MoneyText fen={row.money.appropriatedFen} />,
        },
        {
          key: 'paid',
          title: t('unit.inYuan', { name: t('money.paid') }),
          numeric: true,
          render: (row) => <MoneyText fen={row.money.paidFen} />,
        },
      ]}
    />
  );
}
