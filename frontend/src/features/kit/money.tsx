import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { FigureLink as Figure } from '@/components/FigureLink';
import { HowComputed as How } from '@/components/HowComputed';
import { LeftText as Left } from '@/components/LeftText';
import { MoneyFlow as Flow } from '@/components/MoneyFlow';
import { MoneyText as Money, ShortMoney } from '@/components/MoneyText';
import { Totals as Sums } from '@/components/Totals';
import { TraceView as Trace } from '@/components/trace/TraceView';
import { paths } from '@/lib/paths';
import styles from './kit.module.css';
import { Seen } from './Seen';
import { sampleDay } from './sample';

const Bars = lazy(() => import('@/components/charts/StackedBars'));

const MoneyText = () => (
  <div className={styles.row}>
    <Money fen={12_345_678n} />
    <Money fen={12_345_678n} unit />
    <ShortMoney fen={1_234_567_800n} />
  </div>
);

const LeftText = () => (
  <div className={styles.row}>
    <Left fen={2_000_000n} />
    <Left fen={-100_000n} />
  </div>
);

const FigureLink = () => (
  <Figure value={0n} total="promisedFen" to={paths.allocations({ figure: 'promisedFen' })}>
    <Money fen={12_345_678n} unit />
  </Figure>
);

function HowComputed() {
  const { t } = useTranslation();
  return <How figure={t('money.idle')} text={t('how.idle')} />;
}

function Totals() {
  const { t } = useTranslation();
  return (
    <Sums
      totalSize={45}
      figure="paidFen"
      totals={[
        { name: 'appropriatedFen', label: t('money.appropriated'), fen: 38_000_000n },
        { name: 'paidFen', label: t('money.paid'), fen: 35_000_000n },
      ]}
    />
  );
}

function MoneyFlow() {
  const { t } = useTranslation();
  const step = (name: 'received' | 'appropriated' | 'accepted' | 'paid', fen: bigint) => ({
    name,
    fen,
    total: `${name}Fen`,
    to: null,
    how: t(`how.${name}`),
  });
  return (
    <Flow
      label={t('ourMoney.flow')}
      steps={[
        step('received', 40_000_000n),
        step('appropriated', 38_000_000n),
        step('accepted', 35_000_000n),
        step('paid', 35_000_000n),
      ]}
    />
  );
}

function StackedBars() {
  const { t } = useTranslation();
  return (
    <div className={styles.chart}>
      <Suspense fallback={null}>
        <Bars
          label={t('kit.sample.chart')}
          categories={[1, 2, 3].map((number) => t('kit.sample.row', { number }))}
          series={[
            { name: t('part.paid'), color: '#2f7d4f', values: [35_000_000n, 12_000_000n, 0n] },
            { name: t('part.reserved'), color: '#2b8697', values: [3_000_000n, 8_000_000n, 15_000_000n] },
          ]}
        />
      </Suspense>
    </div>
  );
}

function TraceView() {
  const { t } = useTranslation();
  const node = (key: string, kind: 'DOCUMENT' | 'ALLOCATION' | 'PROJECT_LOT' | 'PAYEE', label: string) => ({
    key,
    kind: `TRACE_NODE_KIND_${kind}` as const,
    id: '',
    number: label,
    label,
    date: kind === 'DOCUMENT' ? sampleDay : '',
    amountFen: '38000000',
    state: '',
  });
  return (
    <Trace
      trace={{
        nodes: [
          node('d', 'DOCUMENT', t('kit.sample.document')),
          node('a', 'ALLOCATION', t('kit.sample.document')),
          node('l', 'PROJECT_LOT', t('kit.sample.project')),
          node('p', 'PAYEE', t('kit.sample.person')),
        ],
        links: [
          { from: 'd', to: 'a', amountFen: '38000000' },
          { from: 'a', to: 'l', amountFen: '38000000' },
          { from: 'l', to: 'p', amountFen: '35000000' },
        ],
      }}
    />
  );
}

export const money = {
  MoneyText,
  LeftText,
  FigureLink,
  HowComputed,
  Totals,
  MoneyFlow,
  StackedBars,
  TraceView,
  TraceSection: () => <Seen to={paths.trace()} />,
  ProjectLots: () => <Seen to={paths.projects()} />,
  AllocationChanges: () => <Seen to={paths.fundDocuments()} />,
};
