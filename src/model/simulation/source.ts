/** The clients of a workload: they send requests as their arrivals say, and note what became of each. */
import type { Random } from '../../stats/random.ts';
import { Column } from './column.ts';
import type { Integrals } from './integrals.ts';
import type { Request } from './request.ts';
import type { Clients, Desk } from './clients.ts';
import type { Trace } from './trace.ts';
import { drawGap, drawLengths, type Lengths, type Workload } from './workload.ts';

/** What is kept of a request that has been answered, column by column, in order of the answers. */
export interface Answers {
  readonly sent: Column;
  readonly firstToken: Column;
  readonly done: Column;
  readonly output: Column;
  /** Integrals of the server at each answer; empty where all answers count. */
  readonly integrals: Readonly<Record<keyof Integrals, Column>>;
}

export const noAnswers = (): Answers => ({
  sent: new Column(),
  firstToken: new Column(),
  done: new Column(),
  output: new Column(),
  integrals: {
    time: new Column(),
    running: new Column(),
    decoding: new Column(),
    cache: new Column(),
    full: new Column(),
    waiting: new Column(),
    busy: new Column(),
  },
});

export interface SourceOptions {
  /** Requests that a closed loop sends in all. */
  readonly limit: number;
  /** Whether a part of the answers will be dropped. */
  readonly keepIntegrals: boolean;
  /** Where answers are noted, shared by the sources of one simulation. */
  readonly answers?: Answers;
}

export class Source implements Clients {
  readonly answers: Answers;
  sent = 0;
  refused = 0;
  /** Most requests in the system at any answer. */
  peak = 0;
  readonly #workload: Workload;
  readonly #random: Random;
  readonly #frontEnd: number;
  readonly #limit: number;
  readonly #keepIntegrals: boolean;
  #clock = 0;
  /** Of a trace, in order of arrival. */
  #rows: Trace | null = null;

  constructor(workload: Workload, random: Random, frontEnd: number, { limit, keepIntegrals, answers = noAnswers() }: SourceOptions) {
    this.answers = answers;
    this.#workload = workload;
    this.#random = random;
    this.#frontEnd = frontEnd;
    this.#limit = limit;
    this.#keepIntegrals = keepIntegrals;
  }

  /** Sends what is there at the start. */
  start(desk: Desk): void {
    const { arrivals } = this.#workload;
    switch (arrivals.kind) {
      case 'closed':
        for (let client = 0; client < Math.min(arrivals.clients, this.#limit); client++) this.#send(desk, 0, client);
        return;
      case 'burst':
        for (let request = 0; request < arrivals.requests; request++) this.#send(desk, 0, -1);
        return;
      case 'poisson':
        this.#sendNext(desk, arrivals.rate);
        return;
      case 'trace':
        this.#rows = arrivals.rows.inOrder();
        this.#sendRow(desk);
        return;
      default:
        arrivals satisfies never;
    }
  }

  seen(desk: Desk): void {
    const { arrivals } = this.#workload;
    if (arrivals.kind === 'poisson') this.#sendNext(desk, arrivals.rate);
    else if (arrivals.kind === 'trace') this.#sendRow(desk);
  }

  answered(request: Request, served: boolean, desk: Desk): void {
    if (served) this.#note(request, desk);
    else this.refused += 1;
    if (request.client >= 0 && this.sent < this.#limit) this.#send(desk, desk.now, request.client);
  }

  #note(request: Request, desk: Desk): void {
    const { sent, firstToken, done, output, integrals } = this.answers;
    sent.push(request.sent);
    firstToken.push(request.firstToken);
    done.push(Math.max(desk.now, request.firstToken));
    output.push(request.output);
    this.peak = Math.max(this.peak, desk.inSystem + 1);
    if (!this.#keepIntegrals) return;
    const { time, running, decoding, cache, full, waiting, busy } = desk.integrals;
    integrals.time.push(time);
    integrals.running.push(running);
    integrals.decoding.push(decoding);
    integrals.cache.push(cache);
    integrals.full.push(full);
    integrals.waiting.push(waiting);
    integrals.busy.push(busy);
  }

  #sendNext(desk: Desk, rate: number): void {
    this.#clock += drawGap(this.#random, rate);
    this.#send(desk, this.#clock, -1);
  }

  /** One row at a time, in order of arrival: the next when the last was seen. */
  #sendRow(desk: Desk): void {
    if (!this.#rows || this.sent >= this.#rows.length) return;
    const { arrival, inputTokens, outputTokens, cachedTokens } = this.#rows.row(this.sent);
    this.#send(desk, arrival, -1, { input: inputTokens, output: outputTokens }, cachedTokens);
  }

  #send(
    desk: Desk,
    time: number,
    client: number,
    lengths: Lengths = drawLengths(this.#random, this.#workload),
    hit = Math.floor(lengths.input * this.#workload.prefixHitRate),
  ): void {
    // The last token of a prompt is always computed: its logits give the first output token.
    const cached = Math.min(hit, lengths.input - 1);
    desk.send({
      id: this.sent,
      client,
      sent: time,
      seen: time + this.#frontEnd,
      ...lengths,
      cached,
      toCompute: lengths.input - cached,
      computed: 0,
      generated: 0,
      firstToken: Number.NaN,
      joined: 0,
      ends: 0,
      held: 0,
      running: false,
    });
    this.sent += 1;
  }
}
