import { useQuery } from '@tanstack/react-query';
import { parseAsInteger, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { MomentText } from '@/components/DateText';
import { MoneyFlow } from '@/components/MoneyFlow';
import { Page } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { YearSelect } from '@/components/YearSelect';
import { allocationsQuery, departmentLotsQuery, overviewQuery } from '@/lib/api/queries';
import type { AllocationMoney, ProjectLot } from '@/lib/api/types';
import { parseFen, percent } from '@/lib/money';
import { paths } from '@/lib/paths';
import { useSession } from '@/lib/session';
import { ChecksSection } from './ChecksSection';
import { sumsOf } from './lots';
import { OwnProjectsSection } from './OwnProjectsSection';
import { ProjectsSection } from './ProjectsSection';

/** 我们的钱去哪了: what became of the money of the reader's department, from the promise to the payment. */
export default function OurMoneyPage() {
  const { t } = useTranslation();
  const { user } = useSession();
  const [fiscalYear, setFiscalYear] = useQueryState(
    'fiscalYear',
    parseAsInteger.withDefault(0).withOptions({ history: 'push', shallow: false }),
  );
  // A department sees the allocations of its own channels and no others: their totals are its money.
  const allocations = useQuery(allocationsQuery({ fiscalYear, pageSize: 1 }));
  const overview = useQuery(overviewQuery(fiscalYear));
  // It also sees other money on the projects it leads; this page is about its own.
  const own = { departmentId: user.organizationId, fiscalYear };
  const lots = useQuery(departmentLotsQuery(own.departmentId, fiscalYear));

  return (
    <Page>
      <PageHeader
        title={t('ourMoney.title')}
        sub={
          overview.data && (
            <>
              {user.organizationName} · {t('overview.asOf')} <MomentText moment={overview.data.asOf} />
            </>
          )
        }
        extra={
          <YearSelect
            years={overview.data?.fiscalYears ?? []}
            value={fiscalYear}
            onChange={(year) => void setFiscalYear(year || null)}
          />
        }
      />
      <QueryView query={allocations} rows={4}>
        {(answer) => <Flow money={answer.totals} lots={lots.data} fiscalYear={fiscalYear} />}
      </QueryView>
      <ChecksSection />
      <QueryView query={lots} rows={6}>
        {(answer) => <ProjectsSection lots={answer} own={own} />}
      </QueryView>
      <QueryView query={overview} rows={3}>
        {(answer) => <OwnProjectsSection states={answer.projectStates} />}
      </QueryView>
    </Page>
  );
}

function Flow({
  money,
  lots,
  fiscalYear,
}: {
  money: AllocationMoney;
  lots: readonly ProjectLot[] | undefined;
  fiscalYear: number;
}) {
  const { t } = useTranslation();
  const promised = parseFen(money.promisedFen);
  const received = parseFen(money.receivedFen);
  const appropriated = parseFen(money.appropriatedFen);
  const paid = parseFen(money.paidFen);
  const idleUnappropriated = parseFen(money.idleUnappropriatedFen);
  const idleAppropriated = parseFen(money.idleAppropriatedFen);
  const idle = idleUnappropriated + idleAppropriated;
  const figure = (total: string, fen: bigint, idleOnly = false) => ({
    total,
    fen,
    to: paths.allocations({ fiscalYear, idleOnly, figure: total }),
  });
  const share = (base: 'promised' | 'received' | 'appropriated', part: bigint, whole: bigint) =>
    t('overview.shareOf', { base: t(`money.${base}`), percent: percent(part, whole) ?? '0.0%' });
  const accepted = lots && sumsOf(lots).accepted;
  return (
    <MoneyFlow
      label={t('ourMoney.flow')}
      steps={[
        { name: 'promised', ...figure('promisedFen', promised), how: t('how.promised'), share: t('overview.base') },
        {
          name: 'received',
          ...figure('receivedFen', received),
          how: t('how.received'),
          share: share('promised', received, promised),
        },
        {
          name: 'appropriated',
          ...figure('appropriatedFen', appropriated),
          how: t('how.appropriated'),
          share: share('received', appropriated, received),
        },
        ...(accepted === undefined
          ? []
          : [
              {
                name: 'accepted' as const,
                fen: accepted,
                total: 'acceptedFen',
                // The list of the project lots below adds up to it.
                to: null,
                how: t('how.accepted'),
                share: share('appropriated', accepted, appropriated),
              },
            ]),
        { name: 'paid', ...figure('paidFen', paid), how: t('how.paid'), share: share('received', paid, received) },
        {
          name: 'idle',
          ...figure('idleFen', idle, true),
          how: t('how.idle'),
          share: share('received', idle, received),
          parts: [
            { label: t('money.idleUnappropriated'), ...figure('idleUnappropriatedFen', idleUnappropriated, true) },
            { label: t('money.idleAppropriated'), ...figure('idleAppropriatedFen', idleAppropriated, true) },
          ],
        },
      ]}
    />
  );
}
