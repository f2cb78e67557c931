import { useTranslation } from 'react-i18next';
import { DateText } from '@/components/DateText';
import { Stack } from '@/components/Stack';
import { Tag } from '@/components/StatusTag';
import type { ApiClient } from '@/lib/api/types';
import { today } from '@/lib/dates';
import { expiryOf } from './clientState';

/** The day a key ends, and how many days that is from now. */
export function Expiry({ client }: { client: ApiClient }) {
  const { t } = useTranslation();
  const { days, expired, soon } = expiryOf(client);
  const left = expired ? t('apiClient.expired') : t('apiClient.daysLeft', { count: days });
  return (
    <Stack
      main={<DateText day={today(new Date(client.expireTime))} />}
      sub={expired ? <Tag tone="red">{left}</Tag> : soon ? <Tag tone="amber">{left}</Tag> : left}
    />
  );
}

/** A day of use, as the server keeps it; it does not keep the hour. */
export function LastUse({ moment }: { moment: string | undefined }) {
  const { t } = useTranslation();
  return moment ? <DateText day={today(new Date(moment))} /> : t('apiClient.neverUsed');
}
