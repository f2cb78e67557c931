import { queryOptions } from '@tanstack/react-query';
import { currentLanguage } from '@/lib/i18n';
import type { Place } from '@/lib/position';
import { setSessionLost } from '@/lib/sessionLost';
import { api, call, csrf } from './client';
import { toApiError, unreachable } from './errors';

export type FileSubject =
  | 'FILE_SUBJECT_CLAIM'
  | 'FILE_SUBJECT_ACCEPTANCE'
  | 'FILE_SUBJECT_PROJECT'
  | 'FILE_SUBJECT_PROGRESS_REPORT';

/** A file that was sent, and where it says it was taken. */
export interface SentFile {
  id: string;
  name: string;
  offeredPosition?: Place | null;
}

export const filesQuery = (subject: FileSubject, subjectId: string) =>
  queryOptions({
    queryKey: ['files', subject, subjectId],
    queryFn: ({ signal }) =>
      call(api.GET('/v1/files', { params: { query: { subject, subjectId, pageSize: 100 } }, signal })),
  });

export const removeFile = (id: string) =>
  call(api.POST('/v1/files/{id}:delete', { params: { path: { id } }, body: {} }));

/** Keeps where a photo says it was taken, because the person agrees. */
export const keepPosition = (id: string) =>
  call(api.POST('/v1/files/{id}:keepPosition', { params: { path: { id } }, body: {} }));

const asBase64 = (file: Blob) =>
  new Promise<string>((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^data:[^,]*,/, ''));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });

/** Sends a file and tells how much of it has left; fetch cannot tell that. The same key is sent again with the same file. */
export async function sendFile(
  { subject, subjectId, file, key }: { subject: FileSubject; subjectId: string; file: File; key: string },
  progress: (share: number) => void,
): Promise<SentFile> {
  const body = JSON.stringify({ subject, subjectId, name: file.name, content: await asBase64(file) });
  return await new Promise<SentFile>((done, fail) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/v1/files');
    request.setRequestHeader('Content-Type', 'application/json');
    request.setRequestHeader('Accept-Language', currentLanguage());
    request.setRequestHeader('Idempotency-Key', key);
    request.setRequestHeader('X-CSRF-Token', csrf());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onerror = () => fail(unreachable(new Error('network')));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return done(JSON.parse(request.responseText) as SentFile);
      if (request.status === 401) setSessionLost(true);
      let answer: unknown;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = undefined;
      }
      const headers = new Headers({ 'X-Request-Id': request.getResponseHeader('X-Request-Id') ?? '' });
      fail(toApiError(new Response(null, { status: request.status, headers }), answer));
    };
    request.send(body);
  });
}
