import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './tag.module.css';

type Tone = 'plain' | 'blue' | 'teal' | 'green' | 'amber' | 'red';

export const Tag = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`${styles.tag} ${styles[tone]}`}>{children}</span>
);

// The word says it; the colour only helps.
const tones: Record<string, Tone> = {
  PROJECT_STATE_APPROVED: 'blue',
  PROJECT_STATE_UNDERWAY: 'blue',
  PROJECT_STATE_COMPLETED: 'teal',
  PROJECT_STATE_ACCEPTED: 'green',
  RETENTION_STATE_RUNNING: 'blue',
  RETENTION_STATE_DUE: 'amber',
  RETENTION_STATE_CLAIMED: 'teal',
  RETENTION_STATE_RELEASED: 'green',
  RETENTION_DEFECT_STATE_RECORDED: 'amber',
  RETENTION_DEFECT_STATE_CONFIRMED: 'red',
  PROJECT_STATE_SETTLED: 'green',
  PROJECT_STATE_SUSPENDED: 'amber',
  PROJECT_STATE_FAILED: 'red',
  PROJECT_CHANGE_STATE_REQUESTED: 'blue',
  PROJECT_CHANGE_STATE_APPROVED: 'green',
  PROJECT_CHANGE_STATE_REFUSED: 'red',
  WORK_QUALITY_GOOD: 'green',
  WORK_QUALITY_FAIR: 'amber',
  WORK_QUALITY_POOR: 'red',
  CLAIM_STATE_SUBMITTED: 'blue',
  CLAIM_STATE_TOWNSHIP_AGREED: 'blue',
  CLAIM_STATE_DEPARTMENT_CHECKED: 'blue',
  CLAIM_STATE_OFFICE_AGREED: 'blue',
  CLAIM_STATE_FINANCE_APPROVED: 'teal',
  CLAIM_STATE_PAID: 'green',
  CLAIM_STATE_RETURNED: 'amber',
  CLAIM_STATE_REJECTED: 'red',
  APPROPRIATION_STATE_REQUESTED: 'blue',
  APPROPRIATION_STATE_APPROVED: 'green',
  APPROPRIATION_STATE_REFUSED: 'red',
  APPROPRIATION_STATE_REVERSED: 'red',
  ACCEPTANCE_STATE_CONFIRMED: 'green',
  ACCEPTANCE_STATE_REVOKED: 'red',
  REVERSAL_STATE_REQUESTED: 'blue',
  REVERSAL_STATE_APPROVED: 'green',
  REVERSAL_STATE_REFUSED: 'red',
  PAYMENT_STATE_PAID: 'green',
  PAYMENT_STATE_REVERSED: 'red',
  FISCAL_YEAR_STATE_CLOSING_REQUESTED: 'blue',
  FISCAL_YEAR_STATE_CLOSED: 'green',
  FISCAL_YEAR_STATE_REOPENING_REQUESTED: 'amber',
  FISCAL_YEAR_CHANGE_STATE_REQUESTED: 'blue',
  FISCAL_YEAR_CHANGE_STATE_APPROVED: 'green',
  FISCAL_YEAR_CHANGE_STATE_REFUSED: 'red',
  RECEIPT_STATE_RECORDED: 'green',
  RECEIPT_STATE_REVERSED: 'red',
};

/** A state, by the name it has on the wire. */
export function StatusTag({ value }: { value: string }) {
  const { t } = useTranslation();
  return <Tag tone={tones[value] ?? 'plain'}>{t(`enum.${value}` as never, { defaultValue: value })}</Tag>;
}
