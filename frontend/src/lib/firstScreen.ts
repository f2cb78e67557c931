// What a first screen does not show is fetched when the screen stands and the line is free: on a slow line every file
// that is asked for early takes its share from the rows somebody waits for.

/** Long enough for the rows on a fast line, short enough to be there before a hand is. */
const PAUSE = 600;
const LONGEST = 4_000;

/** Calls back once the page has been quiet for a moment: no file or answer has come for it. Returns how to call it off. */
export function afterFirstScreen(then: () => unknown): () => void {
  const begin = performance.now();
  let seen = -1;
  const look = () => {
    const count = performance.getEntriesByType?.('resource').length ?? 0;
    const quiet = count === seen;
    seen = count;
    if (quiet || performance.now() - begin > LONGEST) then();
    else timer = setTimeout(look, PAUSE);
  };
  let timer = setTimeout(look, 0);
  return () => clearTimeout(timer);
}
