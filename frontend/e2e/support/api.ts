import type { BrowserContext } from 'playwright-core';
import { expect } from 'vitest';

/** Reads through the API with the browser's own cookie. */
export async function get<T>(context: BrowserContext, path: string): Promise<T> {
  const answer = await context.request.get(path);
  expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
  return answer.json() as Promise<T>;
}

/** Changes something as the person who is signed in, with the header the cookie asks for. */
export async function post<T>(context: BrowserContext, path: string, data: object): Promise<T> {
  const { csrfToken } = await get<{ csrfToken: string }>(context, '/v1/sessions/current');
  const answer = await context.request.post(path, { data, headers: { 'X-CSRF-Token': csrfToken } });
  expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
  return (await answer.json()) as T;
}
