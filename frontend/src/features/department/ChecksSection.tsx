import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { DateText } from '@/components/DateText';
import { DaysLeft } from '@/components/DaysLeft';
import { ExportBar } from '@/components/ExportBar';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { Stack } from '@/components/Stack';
import { EmptyState } from '@/components/states';
import { inboxQuery } from '@/lib/api/queries';
import { paths } from '@/lib/paths';

const KIND = 'INBOX_KIND_CLAIM_CHECK_BY_DEPARTMENT';

/** The claims that wait for the department's check, the most urgent first; the inbox has them all. */
export function ChecksSection() {
  const { t } = useTranslation();
  const items = useQuery(inboxQuery({ kind: KIND, pageSize: 5 }));
  const total = items.data?.totalSize ?? 0;
  return (
    <Section
      title={t('ourMoney.checks')}
      note={total > 0 && <Link to={paths.inbox({ kind: KIND })}>{t('ourMoney.allChecks', { count: total })}</Link>}
      flush
    >
      <QueryView query={items} rows={2}>
        {(answer) =>
          answer.inboxItems.length === 0 ? (
            <EmptyState text={t('ourMoney.noChecks')} />
          ) : (
            <>
              <ExportBar exported={{ list: 'inboxItems', filters: { kind: KIND } }} totalSize={answer.totalSize} />
              <DataTable
                caption={t('ourMoney.checks')}
                rows={answer.inboxItems}
                rowKey={(item) => item.key}
                columns={[
                  {
                    key: 'claim',
                    title: t('field.claimNumber'),
                    heading: true,
                    render: (item) => (
                      <Stack main={<Link to={paths.claim(item.objectId)}>{item.number}</Link>} sub={item.title} />
                    ),
                  },
                  { key: 'village', title: t('field.village'), render: (item) => item.villageName || '--' },
                  {
                    key: 'amount',
                    title: t('unit.inYuan', { name: t('field.amount') }),
                    numeric: true,
                    render: (item) => <MoneyText fen={item.amountFen} />,
                  },
                  {
                    key: 'due',
                    title: t('inbox.due'),
                    render: (item) =>
                      item.dueOn ? (
                        <Stack main={<DateText day={item.dueOn} />} sub={<DaysLeft days={item.daysLeft} />} />
                      ) : (
                        '--'
                      ),
                  },
                ]}
              />
            </>
          )
        }
      </QueryView>
    </Section>
  );
}
