import { useTranslation } from 'react-i18next';
import { FigureLink } from '@/components/FigureLink';
import { HowComputed } from '@/components/HowComputed';
import { MoneyText, ShortMoney } from '@/components/MoneyText';
import type { Overview } from '@/lib/api/types';
import { parseFen, percent } from '@/lib/money';
import { paths } from '@/lib/paths';
import styles from './overview.module.css';

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
  const to = (figure: string, idleOnly = false) => paths.allocations({ fiscalYear, idleOnly, figure });

  if (!overview.allocationsVisible) return <OwnProjects overview={overview} />;

  const steps = [
    { name: 'promised', total: 'promisedFen', fen: promised, share: null },
    {
      name: 'received',
      total: 'receivedFen',
      fen: received,
      share: { value: percent(received, promised), base: 'promised' },
    },
    {
      name: 'appropriated',
      total: 'appropriatedFen',
      fen: appropriated,
      share: { value: percent(appropriated, received), base: 'received' },
    },
    { name: 'paid', total: 'paidFen', fen: paid, share: { value: percent(paid, received), base: 'received' } },
  ] as const;

  return (
    <section aria-label={t('overview.headline')}>
      <ol className={styles.flow}>
        {steps.map((step) => (
          <li key={step.name} className={`${styles.step} ${styles[step.name]}`}>
            <div className={styles.stepHead}>
              <h2 className={styles.stepName}>{t(`money.${step.name}`)}</h2>
              <HowComputed figure={t(`money.${step.name}`)} text={t(`how.${step.name}`)} />
            </div>
            <FigureLink value={step.fen} total={step.total} to={to(step.total)} className={styles.figure}>
              <span className={styles.big}>
                <ShortMoney fen={step.fen} />
              </span>
              <span className={styles.exact}>
                <MoneyText fen={step.fen} unit />
              </span>
            </FigureLink>
            <p className={styles.share}>
              {step.share?.value
                ? t('overview.shareOf', { base: t(`money.${step.share.base}`), percent: step.share.value })
                : t('overview.base')}
            </p>
          </li>
        ))}
        <li className={`${styles.step} ${styles.idle}`}>
          <div className={styles.stepHead}>
            <h2 className={styles.stepName}>{t('money.idle')}</h2>
            <HowComputed figure={t('money.idle')} text={t('how.idle')} />
          </div>
          <FigureLink value={idle} total="idleFen" to={to('idleFen', true)} className={styles.figure}>
            <span className={styles.big}>
              <ShortMoney fen={idle} />
            </span>
            <span className={styles.exact}>
              <MoneyText fen={idle} unit />
            </span>
          </FigureLink>
          <p className={styles.share}>
            {t('overview.shareOf', { base: t('money.received'), percent: percent(idle, received) ?? '0.0%' })}
          </p>
          <ul className={styles.split}>
            <li>
              {t('money.idleUnappropriated')}{' '}
              <FigureLink
                value={idleUnappropriated}
                total="idleUnappropriatedFen"
                to={to('idleUnappropriatedFen', true)}
              >
                <MoneyText fen={idleUnappropriated} unit />
              </FigureLink>
            </li>
            <li>
              {t('money.idleAppropriated')}{' '}
              <FigureLink value={idleAppropriated} total="idleAppropriatedFen" to={to('idleAppropriatedFen', true)}>
                <MoneyText fen={idleAppropriated} unit />
              </FigureLink>
            </li>
          </ul>
        </li>
      </ol>
    </section>
  );
}

/** Who sees no allocations sees what is set aside for, and paid to, the projects he sees. */
function OwnProjects({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const appropriated = parseFen(overview.totals.appropriatedFen);
  const paid = parseFen(overview.totals.paidFen);
  const to = (figure: string) => paths.projects({ fiscalYear: overview.fiscalYear, figure });
  return (
    <section aria-label={t('overview.headline')}>
      <ol className={`${styles.flow} ${styles.two}`}>
        {(
          [
            { name: 'appropriated', fen: appropriated, share: null },
            { name: 'paid', fen: paid, share: percent(paid, appropriated) },
          ] as const
        ).map((step) => (
          <li key={step.name} className={`${styles.step} ${styles[step.name]}`}>
            <div className={styles.stepHead}>
              <h2 className={styles.stepName}>{t(`money.${step.name}`)}</h2>
              <HowComputed figure={t(`money.${step.name}`)} text={t(`how.own.${step.name}`)} />
            </div>
            <FigureLink value={step.fen} total={`${step.name}Fen`} to={to(`${step.name}Fen`)} className={styles.figure}>
              <span className={styles.big}>
                <ShortMoney fen={step.fen} />
              </span>
              <span className={styles.exact}>
                <MoneyText fen={step.fen} unit />
              </span>
            </FigureLink>
            <p className={styles.share}>
              {step.share ? t('overview.shareOf', { base: t('money.appropriated'), percent: step.share }) : null}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
