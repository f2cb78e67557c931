import type { ApiClient } from '@/lib/api/types';
import { daysUntil } from '@/lib/dates';

/** A key that ends within so many days is told before it does. */
const SOON = 30;

/** Days the key still works, and whether somebody must do something about it. */
export function expiryOf(client: Pick<ApiClient, 'expireTime' | 'disabled'>, now: Date = new Date()) {
  const days = daysUntil(client.expireTime, now);
  const expired = Date.parse(client.expireTime) <= now.getTime();
  return { days, expired, soon: !client.disabled && !expired && days < SOON };
}

/** Whether the department has not changed over to its new key: the old one works and has been used. */
export const oldKeyInUse = (client: ApiClient) =>
  client.previousKeyPrefix !== '' && Boolean(client.previousKeyLastUseTime);
