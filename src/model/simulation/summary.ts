/** What a simulation says: distributions over the answers that count, rates, and means over the time that they took. */
import { Column } from './column.ts';
import { distribution, standardErrorOf, type Distribution, type Figure } from './distribution.ts';
import type { Integrals } from './integrals.ts';
import type { Answers } from './source.ts';

export interface SimulationResult {
  /** More requests come than are served: the queue has no end, and a time to first token no meaning. */
  readonly saturated: boolean;
  /** Arrival rate over what a queue that never empties is served at; null where arrivals wait for answers or end. */
  readonly load: number | null;
  /** Seconds; null when saturated. */
  readonly timeToFirstToken: Distribution | null;
  /** Seconds; null when no request has two tokens. */
  readonly timePerOutputToken: Distribution | null;
  /** Seconds from sending to the last token; null when saturated. */
  readonly requestLatency: Distribution | null;
  readonly requestsPerSecond: Figure;
  readonly outputTokensPerSecond: Figure;
  /** Means over time. */
  readonly running: number;
  readonly decoding: number;
  readonly waiting: number;
  /** Of the cache, that hold tokens. */
  readonly cacheShare: number;
  /** Of the time, with a request waiting for memory or a place among the sequences. */
  readonly fullShare: number;
  /** Of the time, with a pass under way. */
  readonly busyShare: number;
  /** Requests sent, answered, refused because they could never fit, and still in the system at the end. */
  readonly sent: number;
  readonly answered: number;
  readonly refused: number;
  readonly unfinished: number;
  /** Answers that count. */
  readonly counted: number;
  readonly preemptions: number;
  /** Seconds simulated. */
  readonly seconds: number;
}

export type Measures = Pick<
  SimulationResult,
  | 'timeToFirstToken'
  | 'timePerOutputToken'
  | 'requestLatency'
  | 'requestsPerSecond'
  | 'outputTokensPerSecond'
  | 'running'
  | 'decoding'
  | 'waiting'
  | 'cacheShare'
  | 'fullShare'
  | 'busyShare'
  | 'counted'
>;

/**
 * @param atEnd integrals of the server when it stopped
 * @param from the first answer that counts
 * @param steady whether batches of answers are alike, so that their spread gives an error
 */
export function measures(answers: Answers, atEnd: Integrals, from: number, steady: boolean, cacheBytes: number): Measures {
  const { sent, firstToken, done, output, integrals } = answers;
  const first = new Column();
  const each = new Column();
  const whole = new Column();
  for (let index = from; index < done.length; index++) {
    const [begun, end, tokens] = [firstToken.at(index), done.at(index), output.at(index)];
    first.push(begun - sent.at(index));
    whole.push(end - sent.at(index));
    if (tokens > 1) each.push((end - begun) / (tokens - 1));
  }
  const last = done.length - 1;
  const grown = (key: keyof Integrals): number => (from > 0 ? integrals[key].at(last) - integrals[key].at(from - 1) : atEnd[key]);
  const span = grown('time');
  const over = (key: keyof Integrals): number => (span > 0 ? grown(key) / span : 0);
  return {
    timeToFirstToken: distribution(first.view(), steady),
    timePerOutputToken: distribution(each.view(), steady),
    requestLatency: distribution(whole.view(), steady),
    requestsPerSecond: rate(done, from, steady, () => 1),
    outputTokensPerSecond: rate(done, from, steady, (index) => output.at(index)),
    running: over('running'),
    decoding: over('decoding'),
    waiting: over('waiting'),
    cacheShare: over('cache') / cacheBytes,
    fullShare: over('full'),
    busyShare: over('busy'),
    counted: done.length - from,
  };
}

const batches = 20;
const leastPerBatch = 10;

/** Of something per second, over the answers from `from` on; its error from batches of answers. */
function rate(done: Column, from: number, steady: boolean, of: (index: number) => number): Figure {
  const between = (low: number, high: number): number => {
    let sum = 0;
    for (let index = low; index < high; index++) sum += of(index);
    return sum / (done.at(high - 1) - (low > 0 ? done.at(low - 1) : 0));
  };
  const count = done.length - from;
  if (count < 1) return { value: 0, standardError: null };
  const size = Math.floor(count / batches);
  // Answers that come in the same instant make a batch of no length; such a rate has no spread to speak of.
  const parts =
    steady && size >= leastPerBatch
      ? Array.from({ length: batches }, (_, index) => between(from + index * size, from + (index + 1) * size)).filter(Number.isFinite)
      : [];
  return { value: between(from, done.length), standardError: standardErrorOf(parts) };
}
