/** Integrals over the time of a simulation, in seconds times what they are of; differences of them give means. */
export interface Integrals {
  time: number;
  running: number;
  decoding: number;
  /** Bytes of cache in use. */
  cache: number;
  /** Time with a request waiting for memory or for a place among the sequences. */
  full: number;
  waiting: number;
  busy: number;
}

export const noTime = (): Integrals => ({ time: 0, running: 0, decoding: 0, cache: 0, full: 0, waiting: 0, busy: 0 });
