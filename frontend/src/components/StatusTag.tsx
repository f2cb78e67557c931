import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

// The word says it; the colour only helps.
const tones: Record<string, string> = {
  PROJECT_STATE_LISTED: 'default',
  PROJECT_STATE_APPROVED: 'blue',
  PROJECT_STATE_UNDERWAY: 'blue',
  PROJECT_STATE_COMPLETED: 'cyan',
  PROJECT_STATE_ACCEPTED: 'green',
  PROJECT_STATE_CANCELLED: 'default',
  CLAIM_STATE_DRAFT: 'default',
  CLAIM_STATE_SUBMITTED: 'blue',
  CLAIM_STATE_TOWNSHIP_AGREED: 'blue',
  CLAIM_STATE_DEPARTMENT_CHECKED: 'blue',
  CLAIM_STATE_OFFICE_AGREED: 'blue',
  CLAIM_STATE_FINANCE_APPROVED: 'cyan',
  CLAIM_STATE_PAID: 'green',
  CLAIM_STATE_RETURNED: 'orange',
  CLAIM_STATE_REJECTED: 'red',
  PAYMENT_STATE_PAID: 'green',
  PAYMENT_STATE_REVERSED: 'red',
  RECEIPT_STATE_RECORDED: 'green',
  RECEIPT_STATE_REVERSED: 'red',
  APPROPRIATION_STATE_APPROVED: 'green',
};

/** A state or kind, by the name it has on the wire. */
export function StatusTag({ value }: { value: string }) {
  const { t } = useTranslation();
  return <Tag color={tones[value] ?? 'default'}>{t(`enum.${value}` as never, { defaultValue: value })}</Tag>;
}
