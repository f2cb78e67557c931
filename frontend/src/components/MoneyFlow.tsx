import { useTranslation } from 'react-i18next';
import { FigureLink } from './FigureLink';
import styles from './flow.module.css';
import { HowComputed } from './HowComputed';
import { MoneyText, ShortMoney } from './MoneyText';

export interface FlowFigure {
  fen: bigint;
  /** Name of the total in the list that must equal it. */
  total: string;
  /** The list it opens; none when there is none the reader may see. */
  to: string | null;
}

export interface FlowStep extends FlowFigure {
  name: 'promised' | 'received' | 'appropriated' | 'accepted' | 'paid' | 'idle';
  /** Where the figure comes from, in words. */
  how: string;
  /** Its share of an earlier step, with what it is a share of. */
  share?: string | null;
  /** What it is made of. */
  parts?: (FlowFigure & { label: string })[];
}

/** The way of the money in one look: each step a figure that opens its list. */
export function MoneyFlow({ label, steps }: { label: string; steps: readonly FlowStep[] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={label}>
      <ol className={`${styles.flow} ${styles[`of${steps.length}`] ?? ''}`}>
        {steps.map((step) => (
          <li key={step.name} className={`${styles.step} ${styles[step.name]}`}>
            <div className={styles.stepHead}>
              <h2 className={styles.stepName}>{t(`money.${step.name}`)}</h2>
              <HowComputed figure={t(`money.${step.name}`)} text={step.how} />
            </div>
            <FigureLink value={step.fen} total={step.total} to={step.to} className={styles.figure}>
              <span className={styles.big}>
                <ShortMoney fen={step.fen} />
              </span>
              <span className={styles.exact}>
                <MoneyText fen={step.fen} unit />
              </span>
            </FigureLink>
            {step.share !== undefined && <p className={styles.share}>{step.share}</p>}
            {step.parts && (
              <ul className={styles.split}>
                {step.parts.map((part) => (
                  <li key={part.total}>
                    {part.label}{' '}
                    <FigureLink value={part.fen} total={part.total} to={part.to}>
                      <MoneyText fen={part.fen} unit />
                    </FigureLink>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
