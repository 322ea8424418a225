/**
 * How long whoever measures may say nothing. A GPU whose driver hangs settles no promise, and a thread that was ended
 * sends no message: both have to become an end with a reason, not a wait.
 */

export interface Patience {
  /** Seconds without a sign that are always allowed. */
  readonly least: number;
  /** Of the longest silence that ended well so far: compiling takes milliseconds on one adapter and seconds on another. */
  readonly times: number;
  /** Seconds after which no silence is allowed. */
  readonly most: number;
}

/**
 * No submit of ours lasts longer than 0.2 s, so 20 s are a hundred of the longest batch. Where batches and compiles take longer (a
 * processor that plays a GPU), twenty of the longest seen.
 */
export const usualPatience: Patience = { least: 20, times: 20, most: 120 };

/**
 * Before anything is timed: an adapter and a device are there within seconds, and the first work of all is a few launches of nothing. Less
 * than the twenty seconds after which a person has left.
 */
export const openingPatience: Patience = { least: 15, times: 0, most: 15 };

/** Nothing came back for as long as is allowed. */
export class SilentError extends Error {
  override readonly name = 'SilentError';
}

/** Counts the silence since the last sign. */
export class Silence {
  readonly #patience: Patience;
  #now = 0;
  #longest = 0;
  #last: string;

  /** @param waitingFor what is waited for before the first sign, for the words of the error */
  constructor(waitingFor: string, patience: Patience = usualPatience) {
    this.#last = waitingFor;
    this.#patience = patience;
  }

  /** Seconds. */
  get limit(): number {
    const { least, times, most } = this.#patience;
    return Math.min(most, Math.max(least, times * this.#longest));
  }

  /** Seconds since the last sign. */
  get lasted(): number {
    return this.#now;
  }

  /** Something came back. */
  sign(waitingFor = this.#last): void {
    this.#longest = Math.max(this.#longest, this.#now);
    this.#now = 0;
    this.#last = waitingFor;
  }

  /** What is waited for now, which is no sign: of several questions asked in a row, all share one silence. */
  await(waitingFor: string): void {
    this.#last = waitingFor;
  }

  /** Lets so many seconds pass. @returns the error once they were too many */
  pass(seconds: number): SilentError | null {
    this.#now += seconds;
    return this.#now < this.limit ? null : new SilentError(`no answer for ${Math.round(this.#now)} s: ${this.#last}`);
  }
}

/**
 * The work's own outcome, or a `SilentError` once the silence has lasted too long. Time is counted in ticks of this thread's own timer:
 * a computer that slept, a page that was frozen, or arithmetic that kept the thread busy is no silence of the other side.
 * @param each called at every tick; true while nothing is to be counted
 */
export async function unlessSilent<T>(work: Promise<T>, silence: Silence, each: () => boolean = () => false): Promise<T> {
  // A quarter of what is allowed at most, so that short patience is kept too.
  const seconds = Math.min(1, silence.limit / 4);
  let timer: ReturnType<typeof setInterval> | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (each()) return;
      const error = silence.pass(seconds);
      if (error !== null) reject(error);
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearInterval(timer);
  }
}
