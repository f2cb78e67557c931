import type { BrowserContext } from 'playwright-core';
import { expect } from 'vitest';

/** Reads through the API with the browser's own cookie. */
export async function get<T>(context: BrowserContext, path: string): Promise<T> {
  const answer = await context.request.get(path);
  expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
  return answer.json() as Promise<T>;
}
