import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { MomentText } from '@/components/DateText';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { PrintLink } from '@/components/PrintLink';
import { QueryView } from '@/components/QueryView';
import { RecordActions } from '@/components/RecordActions';
import { Stack } from '@/components/Stack';
import { StatusTag } from '@/components/StatusTag';
import { api, call } from '@/lib/api/client';
import { fiscalYearQuery } from '@/lib/api/queries';
import type { CarryOverSum, FiscalYear } from '@/lib/api/types';
import { useChannelNames, usePurposeNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { CARRY_FIGURES, useCarryColumns } from './carryColumns';
import { Obstacles } from './Obstacles';

export default function FiscalYearPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { year: address = '' } = useParams();
  const fiscalYear = Number(address);
  const year = useQuery(fiscalYearQuery(fiscalYear));
  const name = t('fiscalYear.one', { year: fiscalYear });
  const request = (record: FiscalYear, key: string) => ({
    params: { path: { fiscal_year: fiscalYear } },
    headers: { 'Idempotency-Key': key },
    etag: record.etag,
  });
  const reopening = year.data?.state === 'FISCAL_YEAR_STATE_REOPENING_REQUESTED';
  return (
    <Page>
      <PageHeader
        title={name}
        sub={year.data && <StatusTag value={year.data.state} />}
        parent={{ to: paths.fiscalYears(), label: t('fiscalYear.list') }}
        extra={
          year.data && (
            <>
              <RecordActions
                record={year.data}
                reload={() => client.fetchQuery({ ...fiscalYearQuery(fiscalYear), staleTime: 0 })}
                facts={(record) => [{ label: t('field.state'), text: t(`enum.${record.state}`) }]}
                actions={[
                  {
                    verb: 'requestClosing',
                    label: t('fiscalYear.requestClosing'),
                    title: t('fiscalYear.requestClosingTitle', { year: fiscalYear }),
                    text: t('fiscalYear.requestClosingText'),
                    words: 'optional',
                    wordsLabel: t('fiscalYear.words'),
                    primary: true,
                    done: t('fiscalYear.requested'),
                    run: (record, reason, key) => {
                      const { etag, ...rest } = request(record, key);
                      return call(
                        api.POST('/v1/fiscalYears/{fiscal_year}:requestClosing', { ...rest, body: { etag, reason } }),
                      );
                    },
                  },
                  {
                    verb: 'requestReopening',
                    label: t('fiscalYear.requestReopening'),
                    title: t('fiscalYear.requestReopeningTitle', { year: fiscalYear }),
                    text: t('fiscalYear.requestReopeningText'),
                    words: 'required',
                    done: t('fiscalYear.requested'),
                    run: (record, reason, key) => {
                      const { etag, ...rest } = request(record, key);
                      return call(
                        api.POST('/v1/fiscalYears/{fiscal_year}:requestReopening', { ...rest, body: { etag, reason } }),
                      );
                    },
                  },
                  {
                    verb: 'approve',
                    label: reopening ? t('fiscalYear.approveReopening') : t('fiscalYear.approveClosing'),
                    title: t('fiscalYear.approveTitle', { year: fiscalYear }),
                    text: reopening ? t('fiscalYear.approveReopeningText') : t('fiscalYear.approveClosingText'),
                    primary: true,
                    done: t('fiscalYear.approved'),
                    run: (record, _, key) => {
                      const { etag, ...rest } = request(record, key);
                      return call(api.POST('/v1/fiscalYears/{fiscal_year}:approve', { ...rest, body: { etag } }));
                    },
                  },
                  {
                    verb: 'refuse',
                    label: t('fiscalYear.refuse'),
                    title: t('fiscalYear.refuseTitle', { year: fiscalYear }),
                    words: 'required',
                    done: t('fiscalYear.refused'),
                    run: (record, reason, key) => {
                      const { etag, ...rest } = request(record, key);
                      return call(
                        api.POST('/v1/fiscalYears/{fiscal_year}:refuse', { ...rest, body: { etag, reason } }),
                      );
                    },
                  },
                ]}
              />
              <Link to={paths.carryOvers(fiscalYear)}>{t('fiscalYear.carryOvers')}</Link>
              <PrintLink to={paths.print('fiscal-years', address)} />
            </>
          )
        }
      />
      <QueryView query={year}>{(answer) => <Year year={answer} />}</QueryView>
    </Page>
  );
}

function Year({ year }: { year: FiscalYear }) {
  const { t } = useTranslation();
  const channels = useChannelNames();
  const purposes = usePurposeNames();
  const money = useCarryColumns<CarryOverSum>((sum) => sum.money);
  return (
    <>
      {year.state !== 'FISCAL_YEAR_STATE_CLOSED' && year.state !== 'FISCAL_YEAR_STATE_REOPENING_REQUESTED' && (
        <Obstacles year={year} />
      )}
      <Section title={t('section.money')} note={t('fiscalYear.moneyNote')}>
        <Facts
          facts={CARRY_FIGURES.map(([name, field]) => ({
            label: t(`fiscalYear.${name}`),
            value: <MoneyText fen={year.money[field]} unit />,
          }))}
        />
      </Section>
      <Section title={t('fiscalYear.sums')} note={t('fiscalYear.sumsNote')} flush>
        <DataTable
          caption={t('fiscalYear.sums')}
          rows={year.sums}
          rowKey={(sum) => `${sum.channelCode} ${sum.purposeCode} ${sum.originalYear}`}
          columns={[
            {
              key: 'channel',
              title: t('field.channelAndPurpose'),
              heading: true,
              render: (sum) => (
                <Stack
                  main={channels.of(sum.channelCode, sum.channelName)}
                  sub={purposes.of(sum.purposeCode, sum.purposeName)}
                />
              ),
            },
            { key: 'year', title: t('fiscalYear.originalYear'), render: (sum) => sum.originalYear },
            ...money,
          ]}
        />
      </Section>
      {year.changes.length > 0 && (
        <Section title={t('fiscalYear.changes')} flush>
          <DataTable
            caption={t('fiscalYear.changes')}
            rows={year.changes}
            rowKey={(change) => change.id}
            columns={[
              {
                key: 'kind',
                title: t('fiscalYear.what'),
                heading: true,
                render: (change) => t(`enum.${change.kind}`),
              },
              { key: 'state', title: t('field.state'), render: (change) => <StatusTag value={change.state} /> },
              { key: 'reason', title: t('form.reason'), render: (change) => change.reason },
              {
                key: 'asked',
                title: t('appropriation.requester'),
                render: (change) => (
                  <Stack main={change.requesterName} sub={<MomentText moment={change.createTime} />} />
                ),
              },
              {
                key: 'decided',
                title: t('appropriation.decider'),
                render: (change) =>
                  change.deciderName ? (
                    <Stack main={change.deciderName} sub={<MomentText moment={change.decideTime} />} />
                  ) : null,
              },
              {
                key: 'opinion',
                title: t('form.opinion'),
                render: (change) => change.decisionReason || null,
              },
            ]}
          />
        </Section>
      )}
    </>
  );
}
