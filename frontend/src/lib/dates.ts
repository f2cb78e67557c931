// Days are yyyy-mm-dd as the API sends them; moments are shown in the county's time, wherever the browser is.

const ZONE = 'Asia/Shanghai';

const parts = (moment: Date) =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: ZONE,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(moment)
      .map((part) => [part.type, part.value]),
  );

/** 2026-03-05T02:30:00Z → 2026-03-05 10:30 */
export function formatMoment(moment: string | undefined): string {
  if (!moment) return '--';
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return '--';
  const p = parts(at);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`;
}

/** Today in the county, yyyy-mm-dd. */
export function today(now: Date = new Date()): string {
  const p = parts(now);
  return `${p.year}-${p.month}-${p.day}`;
}

/** Whole days from today to the day of the moment, in the county; negative when it has passed. */
export const daysUntil = (moment: string, now: Date = new Date()) =>
  Math.round((Date.parse(today(new Date(moment))) - Date.parse(today(now))) / 86_400_000);

/** Midnight at which a day of the county ends, as the API takes moments. */
export const endOfDay = (day: string) => new Date(`${day}T23:59:59+08:00`).toISOString();

export const formatDay = (day: string | undefined) => (day && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : '--');
