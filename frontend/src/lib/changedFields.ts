/**
 * The fields a step of a trail says were changed, as the contract names them, in the reader's words. What has no word is left out: a name out
 * of the code tells him nothing.
 */
export const changedFields = <K extends string>(
  comment: string,
  keys: Readonly<Record<string, K>>,
  word: (key: K) => string,
  pause: string,
): string =>
  comment
    .split(', ')
    .flatMap((field) => keys[field] ?? [])
    .map(word)
    .join(pause);
