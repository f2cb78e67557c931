// What somebody has typed into a form and not sent, kept in this tab until it is sent, thrown away, or the person logs out.
// A page that is reloaded or left finds it again. Bank accounts and the like are never kept: forms name such fields as secret.

const PREFIX = 'zhengcun.draft.';

const keyOf = (userId: string, name: string) => `${PREFIX}${userId}.${name}`;

export interface Draft<V> {
  values: V;
  /** Version of the record the form was opened with; empty for a new one. */
  version: string;
}

export function readDraft<V>(userId: string, name: string): Draft<V> | null {
  try {
    const kept = sessionStorage.getItem(keyOf(userId, name));
    return kept ? (JSON.parse(kept) as Draft<V>) : null;
  } catch {
    return null;
  }
}

export function keepDraft<V>(userId: string, name: string, draft: Draft<V>) {
  try {
    sessionStorage.setItem(keyOf(userId, name), JSON.stringify(draft));
  } catch {
    // A full or forbidden store costs the safety net, not the form.
  }
}

export function dropDraft(userId: string, name: string) {
  try {
    sessionStorage.removeItem(keyOf(userId, name));
  } catch {
    // Nothing was kept then.
  }
}

export function dropAllDrafts() {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept then.
  }
}
