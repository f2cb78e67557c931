import type { Fact } from '../Page';
import styles from './print.module.css';

export interface SheetFact extends Fact {
  /** Takes the whole width: a name that may be long, an amount in capitals. */
  whole?: boolean;
}

/** Facts in the frame of a form, two beside each other. */
export function SheetFacts({ facts }: { facts: readonly (SheetFact | false)[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact.label} className={fact.whole ? `${styles.fact} ${styles.whole}` : styles.fact}>
              <dt>{fact.label}</dt>
              <dd>{fact.value === '' || fact.value === undefined || fact.value === null ? '--' : fact.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
