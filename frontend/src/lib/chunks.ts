// Why a file of the screens did not come: the server is not reached, or it has been updated and no longer has it.

/** What Chromium, Firefox, Safari and the build itself say when a file of the screens did not come. */
const FAILED = /dynamically imported module|importing a module script failed|unable to preload css/i;
const FILE = /(?:https?:\/\/|\/)[^\s"']+\.(?:js|css)\b/;

export const isChunkError = (error: unknown): error is Error => error instanceof Error && FAILED.test(error.message);

export type Cause = 'unreachable' | 'outdated' | 'fault';

/** Whether the server answers at all, whatever it says. */
async function ask(address: string): Promise<Response | null> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 10_000);
  try {
    return await fetch(address, { cache: 'no-store', credentials: 'same-origin', signal: patience.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** The script a page begins with; every build names it anew. */
const entryOf = (page: Document) => page.querySelector('script[type="module"][src]')?.getAttribute('src');

/** Asks the server. Outdated is only what it says it does not have any more. */
export async function causeOf(error: unknown): Promise<Cause> {
  const page = await ask('/');
  // Somebody in between who cannot reach it either.
  if (!page || page.status >= 502) return 'unreachable';
  if (!isChunkError(error)) return 'fault';
  const file = FILE.exec(error.message)?.[0];
  if (file) {
    const answer = await ask(file);
    if (!answer) return 'unreachable';
    return answer.status === 404 ? 'outdated' : 'fault';
  }
  // Safari does not say which file it was.
  const now = entryOf(new DOMParser().parseFromString(await page.text(), 'text/html'));
  return now && now !== entryOf(document) ? 'outdated' : 'fault';
}
