import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { DateText } from '@/components/DateText';
import { ExportBar } from '@/components/ExportBar';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { StatusTag } from '@/components/StatusTag';
import { EmptyState } from '@/components/states';
import { claimsQuery } from '@/lib/api/queries';
import type { Acceptance } from '@/lib/api/types';
import { paths } from '@/lib/paths';

/** The claims made on one acceptance. */
export function ItsClaims({ acceptance: { id, projectId } }: { acceptance: Acceptance }) {
  const { t } = useTranslation();
  const claims = useQuery(claimsQuery({ acceptanceId: id, pageSize: 1000 }));
  return (
    <Section
      title={t('acceptance.itsClaims')}
      note={<Link to={paths.claims({ projectId })}>{t('project.itsClaims')}</Link>}
      flush
    >
      <QueryView query={claims} rows={3}>
        {(answer) => {
          if (answer.claims.length === 0) return <EmptyState />;
          return (
            <>
              <ExportBar exported={{ list: 'claims', filters: { acceptanceId: id } }} totalSize={answer.totalSize} />
              <DataTable
                caption={t('acceptance.itsClaims')}
                rows={answer.claims}
                rowKey={(claim) => claim.id}
                columns={[
                  {
                    key: 'number',
                    title: t('field.claimNumber'),
                    heading: true,
                    nowrap: true,
                    render: (claim) => <Link to={paths.claim(claim.id)}>{claim.number || t('claim.noNumber')}</Link>,
                  },
                  { key: 'state', title: t('field.state'), render: (claim) => <StatusTag value={claim.state} /> },
                  { key: 'day', title: t('field.claimedOn'), render: (claim) => <DateText day={claim.claimedOn} /> },
                  { key: 'payee', title: t('field.payee'), render: (claim) => claim.payeeName },
                  {
                    key: 'amount',
                    title: t('unit.inYuan', { name: t('field.amount') }),
                    numeric: true,
                    render: (claim) => <MoneyText fen={claim.amountFen} />,
                  },
                  {
                    key: 'setOff',
                    title: t('unit.inYuan', { name: t('money.setOff') }),
                    numeric: true,
                    render: (claim) => <MoneyText fen={claim.setOffFen} />,
                  },
                ]}
              />
            </>
          );
        }}
      </QueryView>
    </Section>
  );
}
