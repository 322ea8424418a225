/**
 * Requests at times and with lengths of a file: columns of numbers, so that a million of them take 32 MB.
 */
import { Column } from './column.ts';

export interface TraceRow {
  /** Seconds from the start of the trace. */
  readonly arrival: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Tokens of the prompt that lie in the prefix cache; left out, the workload's share of it. */
  readonly cachedTokens?: number;
}

/**
 * What a row may hold. Past 1e9 seconds (31 years) a clock in double precision no longer tells decode steps apart; more
 * tokens than 1e7 no model takes.
 */
export const traceLimits = { arrival: 1e9, inputTokens: 10_000_000, outputTokens: 10_000_000 } as const;

export class Trace {
  readonly #arrival = new Column();
  readonly #input = new Column();
  readonly #output = new Column();
  /** NaN where the row says nothing. */
  readonly #cached = new Column();
  #hasCached = false;
  #ascending = true;

  /** @throws RangeError for a row that makes no sense */
  static of(rows: Iterable<TraceRow>): Trace {
    const trace = new Trace();
    for (const row of rows) trace.push(row);
    return trace;
  }

  get length(): number {
    return this.#arrival.length;
  }

  /** Whether some row says how much of its prompt is cached. */
  get hasCachedTokens(): boolean {
    return this.#hasCached;
  }

  /** @throws RangeError with the row's number and the column */
  push({ arrival, inputTokens, outputTokens, cachedTokens }: TraceRow): void {
    const name = (column: string): string => `trace row ${this.length + 1}, ${column}`;
    if (!(arrival >= 0 && arrival <= traceLimits.arrival))
      throw new RangeError(`${name('arrival')}: expected 0 to ${traceLimits.arrival} seconds from the start, got ${arrival}`);
    wholeTokens(inputTokens, name('inputTokens'), traceLimits.inputTokens);
    wholeTokens(outputTokens, name('outputTokens'), traceLimits.outputTokens);
    if (cachedTokens !== undefined && !(cachedTokens >= 0 && cachedTokens <= inputTokens))
      throw new RangeError(`${name('cachedTokens')}: expected 0 to ${inputTokens}, got ${cachedTokens}`);
    this.#hasCached ||= cachedTokens !== undefined;
    if (this.length > 0 && arrival < this.#arrival.at(this.length - 1)) this.#ascending = false;
    this.#arrival.push(arrival);
    this.#input.push(inputTokens);
    this.#output.push(outputTokens);
    this.#cached.push(cachedTokens ?? Number.NaN);
  }

  /** The rows in order of arrival; rows that arrive together in theirs. */
  inOrder(): Trace {
    return this.#ascending ? this : this.share(1);
  }

  /** Of the rows in order of arrival, the one at `first` and every `ranks`-th after it. */
  share(ranks: number, first = 0): Trace {
    if (ranks === 1 && this.#ascending) return this;
    const order = Uint32Array.from({ length: this.length }, (_, index) => index);
    if (!this.#ascending) order.sort((a, b) => this.#arrival.at(a) - this.#arrival.at(b));
    const trace = new Trace();
    for (let place = first; place < order.length; place += ranks) trace.push(this.row(order[place] ?? 0));
    return trace;
  }

  /** The rows of at most so many tokens in and out together: itself where that is all of them. */
  within(tokens: number): Trace {
    const fits = (index: number): boolean => this.#input.at(index) + this.#output.at(index) <= tokens;
    let all = true;
    for (let index = 0; index < this.length && all; index++) all = fits(index);
    if (all) return this;
    const trace = new Trace();
    for (let index = 0; index < this.length; index++) if (fits(index)) trace.push(this.row(index));
    return trace;
  }

  /** Cached tokens over input tokens of all rows; null where no row says. */
  cachedShare(): number | null {
    if (!this.#hasCached) return null;
    let cached = 0;
    let input = 0;
    for (let index = 0; index < this.length; index++) {
      cached += this.#cached.at(index) || 0;
      input += this.#input.at(index);
    }
    return cached / input;
  }

  row(index: number): TraceRow {
    const cachedTokens = this.#cached.at(index);
    return {
      arrival: this.#arrival.at(index),
      inputTokens: this.#input.at(index),
      outputTokens: this.#output.at(index),
      ...(Number.isNaN(cachedTokens) ? {} : { cachedTokens }),
    };
  }
}

function wholeTokens(value: number, name: string, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) throw new RangeError(`${name}: expected a whole number of 1 to ${most}, got ${value}`);
}
