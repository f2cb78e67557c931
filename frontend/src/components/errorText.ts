import type { TFunction } from 'i18next';
import { ApiError } from '@/lib/api/errors';

/** The server's own sentence in the reader's language; our own when it was not reached or broke. */
export function errorText(error: unknown, language: string, t: TFunction): string {
  if (!(error instanceof ApiError)) return t('error.server');
  if (error.status === 401) return t('error.sessionEnded');
  return error.sentence(language) ?? (error.unreachable ? t('error.unreachableText') : t('error.serverText'));
}
