/**
 * Long arithmetic on the page's own thread, a slice at a time between frames, so that typing and scrolling never wait
 * for it. The steps come from a generator that stops before each few milliseconds of work.
 */

/** Milliseconds of work before the page gets its turn: half a frame at 60 Hz. */
const slice = 8;

/**
 * @param now milliseconds
 * @returns what the steps come to, or null once `stale` says that nobody waits for it any more
 */
export async function inSlices<T>(
  steps: Generator<unknown, T>,
  stale: () => boolean,
  now: () => number = () => performance.now(),
): Promise<T | null> {
  // The first slice is a task of its own as well: what asked for the work, an edit or the page's start, has enough to do.
  let until = -Infinity;
  for (;;) {
    if (now() > until) {
      await turn();
      if (stale()) return null;
      until = now() + slice;
    }
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Lets the page have its turn. */
export const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
