/**
 * Whether anybody can see the page that measures, as the page tells it. A hidden page is throttled by the browser and by the
 * operating system: a run waits, and what was in work when the page was hidden is measured again.
 */

export interface Visibility {
  set(visible: boolean): void;
  readonly visible: boolean;
  /** How often the page was hidden so far: work that ends under another count than it began with was interrupted. */
  readonly interruptions: number;
  /** Seconds for which it was hidden so far. */
  hiddenSeconds(): number;
  /** Resolves at once while the page is visible, else when it is shown again. */
  whenVisible(): Promise<void>;
}

/** Thrown by a timing that the hiding of the page has spoiled, once the page is back: the block is to be done again. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** @param now milliseconds */
export function createVisibility(now: () => number = () => performance.now()): Visibility {
  let since: number | null = null;
  let hidden = 0;
  let interruptions = 0;
  let shown: () => void = () => undefined;
  let waiting = Promise.resolve();
  return {
    set(visible) {
      if (visible === (since === null)) return;
      if (since === null) {
        since = now();
        interruptions++;
        waiting = new Promise((resolve) => (shown = resolve));
      } else {
        hidden += now() - since;
        since = null;
        shown();
      }
    },
    get visible() {
      return since === null;
    },
    get interruptions() {
      return interruptions;
    },
    hiddenSeconds: () => (hidden + (since === null ? 0 : now() - since)) / 1000,
    whenVisible: () => waiting,
  };
}
