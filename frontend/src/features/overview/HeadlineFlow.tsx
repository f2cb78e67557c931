import { useTranslation } from 'react-i18next';
import { MoneyFlow } from '@/components/MoneyFlow';
import type { Overview } from '@/lib/api/types';
import { parseFen, percent } from '@/lib/money';
import { paths } from '@/lib/paths';

/** 指标 → 到账 → 资金安排 → 拨付, and what lies idle. */
export function HeadlineFlow({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const money = overview.totals;
  const promised = parseFen(money.promisedFen);
  const received = parseFen(money.receivedFen);
  const appropriated = parseFen(money.appropriatedFen);
  const paid = parseFen(money.paidFen);
  const idleUnappropriated = parseFen(money.idleUnappropriatedFen);
  const idleAppropriated = parseFen(money.idleAppropriatedFen);
  const idle = idleUnappropriated + idleAppropriated;
  const fiscalYear = overview.fiscalYear;

  if (!overview.allocationsVisible) return <OwnProjects overview={overview} />;

  const figure = (total: string, fen: bigint, idleOnly = false) => ({
    total,
    fen,
    to: paths.allocations({ fiscalYear, idleOnly, figure: total }),
  });
  const share = (base: 'promised' | 'received', part: bigint, whole: bigint) => {
    const told = percent(part, whole);
    return told === null ? t('overview.base') : t('overview.shareOf', { base: t(`money.${base}`), percent: told });
  };
  return (
    <MoneyFlow
      label={t('overview.headline')}
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
        { name: 'paid', ...figure('paidFen', paid), how: t('how.paid'), share: share('received', paid, received) },
        {
          name: 'idle',
          ...figure('idleFen', idle, true),
          how: t('how.idle'),
          share: t('overview.shareOf', { base: t('money.received'), percent: percent(idle, received) ?? '0.0%' }),
          parts: [
            {
              label: t('money.idleUnappropriated'),
              ...figure('idleUnappropriatedFen', idleUnappropriated, true),
            },
            { label: t('money.idleAppropriated'), ...figure('idleAppropriatedFen', idleAppropriated, true) },
          ],
        },
      ]}
    />
  );
}

/** Who sees no allocations sees what is set aside for, and paid to, the projects he sees. */
function OwnProjects({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const appropriated = parseFen(overview.totals.appropriatedFen);
  const paid = parseFen(overview.totals.paidFen);
  const to = (figure: string) => paths.projects({ fiscalYear: overview.fiscalYear, figure });
  const share = percent(paid, appropriated);
  return (
    <MoneyFlow
      label={t('overview.headline')}
      steps={[
        {
          name: 'appropriated',
          fen: appropriated,
          total: 'appropriatedFen',
          to: to('appropriatedFen'),
          how: t('how.own.appropriated'),
        },
        {
          name: 'paid',
          fen: paid,
          total: 'paidFen',
          to: to('paidFen'),
          how: t('how.own.paid'),
          share: share && t('overview.shareOf', { base: t('money.appropriated'), percent: share }),
        },
      ]}
    />
  );
}
