/**
 * The cache of one accelerator as admission sees it: tokens that are there, tokens that running requests have yet to
 * write, and what must be free before one more is let in.
 */
import type { Request } from './request.ts';
import type { BatchingRules, CacheRoom } from './rules.ts';

export class Reserve {
  /** Tokens in the cache. */
  #tokens = 0;
  /** Output tokens of the running requests: those not yet written, and all. */
  #unwritten = 0;
  #outputs = 0;
  /** Share of the unwritten that is kept free. */
  #kept: number;
  readonly #rules: BatchingRules['reserve'];
  readonly #room: CacheRoom;

  constructor(rules: BatchingRules['reserve'], room: CacheRoom) {
    this.#rules = rules;
    this.#room = room;
    this.#kept = rules.learned?.start ?? rules.running;
  }

  /** Bytes in use when `sequences` run and have `more` tokens beside those that are there. */
  used(sequences: number, more = 0): number {
    return this.#bytes(this.#tokens + more, sequences);
  }

  /** True when so many more tokens have room. */
  holds(sequences: number, more: number): boolean {
    return this.used(sequences, more) <= this.#room.bytes;
  }

  /** Steps that there is room for when each adds `growth` tokens; at least one. */
  stepsLeft(sequences: number, growth: number): number {
    const each = growth * this.#room.perToken;
    return each > 0 ? Math.max(Math.floor((this.#room.bytes - this.used(sequences)) / each), 1) : Infinity;
  }

  /** False for a request that would not fit if it were alone. */
  fitsAlone(request: Request): boolean {
    return this.#bytes(request.input + request.output, 1) <= this.#room.bytes;
  }

  /** Room for the request beside `sequences` that run, and for what must stay free. */
  admits(request: Request, sequences: number): boolean {
    const own = this.#rules.own * Math.min(request.output - request.generated, this.#rules.ownLimit);
    return this.holds(sequences + 1, request.cached + request.toCompute + own + this.#kept * this.#unwritten);
  }

  /** A request is let in; its whole prompt is held from now on. */
  enter(request: Request): void {
    this.#tokens += request.cached + request.toCompute;
    this.#unwritten += request.output - request.generated;
    this.#outputs += request.output;
  }

  /** Output tokens are written. */
  write(tokens: number): void {
    this.#tokens += tokens;
    this.#unwritten -= tokens;
  }

  /** A request leaves, with `tokens` in the cache and `unwritten` still counted as to come. */
  leave(request: Request, tokens: number, unwritten: number): void {
    this.#tokens -= tokens;
    this.#unwritten -= unwritten;
    this.#outputs -= request.output;
  }

  /** Decode steps went by. */
  relax(steps: number): void {
    const { learned, running } = this.#rules;
    if (learned) this.#kept = Math.max(this.#kept - learned.fall * steps, running);
  }

  /** Somebody was preempted, and `sequences` still run. */
  learn(sequences: number): void {
    const { learned } = this.#rules;
    if (learned && this.#outputs > 0) this.#kept = Math.min((this.#outputs - this.#unwritten + learned.margin * sequences) / this.#outputs, 1);
  }

  #bytes(tokens: number, sequences: number): number {
    return tokens * this.#room.perToken + sequences * this.#room.perSequence;
  }
}
