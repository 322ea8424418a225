/**
 * Two pools: ranks that compute prompts, and ranks that take the cache over and decode. Each rank has a clock of its own; the
 * one that is furthest behind goes first, and makes no pass that begins after another could have sent it something.
 */
import type { Clients, Desk } from './clients.ts';
import { seeded, type Random } from '../../stats/random.ts';
import { noTime, type Integrals } from './integrals.ts';
import type { Play, RankRules } from './play.ts';
import type { Request } from './request.ts';
import { Server } from './server.ts';
import { noAnswers, Source, type Answers, type SourceOptions } from './source.ts';
import type { Arrivals, Workload } from './workload.ts';

export interface Pool extends RankRules {
  readonly ranks: number;
}

export interface PoolPair {
  readonly prefill: Pool;
  readonly decode: Pool;
  /** Seconds from the end of a prompt to the moment at which a decode rank can take it up. */
  readonly transfer: number;
}

/** A request between its sending and its last token. */
interface Underway {
  readonly request: Request;
  readonly lane: Lane;
  readonly decode: Server;
}

/** One prefill rank with clients of its own: they send to it, and hear of their answers from the decode ranks. */
class Lane implements Desk, Clients {
  readonly server: Server;
  readonly source: Source;

  constructor(
    readonly pools: PoolsPlay,
    { rules, room, times }: RankRules,
    workload: Workload,
    random: Random,
    options: SourceOptions,
    /** The decode rank of a client in a closed loop, or of a request that comes by itself. */
    readonly decodeOf: (client: number) => Server,
  ) {
    this.server = new Server(rules, room, times, this);
    this.source = new Source(workload, random, rules.frontEnd, options);
  }

  get now(): number {
    return this.pools.told;
  }

  get inSystem(): number {
    return this.pools.inSystem;
  }

  get integrals(): Integrals {
    return this.pools.integrals;
  }

  send(request: Request): void {
    const id = this.pools.enter({ request, lane: this, decode: this.decodeOf(request.client) });
    // The first token ends a prompt, and its request here.
    this.server.send({ ...request, id, output: 1 });
  }

  seen(): void {
    this.source.seen(this);
  }

  answered(request: Request, served: boolean, { now }: Desk): void {
    if (served) this.pools.handOver(request.id, Math.max(now, request.firstToken));
    else this.pools.end(request, false, now);
  }
}

/** Streams of random numbers of one seed lie before those of the next. */
const streams = 65_537;

export class PoolsPlay implements Play {
  readonly answers: Answers = noAnswers();
  /** When what is being told to a client happened. */
  told = 0;
  readonly #lanes: readonly Lane[];
  readonly #decodes: readonly Server[];
  readonly #servers: readonly Server[];
  readonly #transfer: number;
  readonly #underway = new Map<number, Underway>();
  #ids = 0;

  /** @param workload of all ranks together */
  constructor({ prefill, decode, transfer }: PoolPair, workload: Workload, seed: number, options: Omit<SourceOptions, 'answers'>) {
    this.#transfer = transfer;
    const clients: Clients = { seen: () => undefined, answered: (request, served, { now }) => this.end(request, served, now) };
    this.#decodes = Array.from({ length: decode.ranks }, () => new Server(decode.rules, decode.room, decode.times, clients));
    const random = seeded(seed * streams);
    this.#lanes = Array.from({ length: prefill.ranks }, (_, rank): Lane | null => {
      const arrivals = shareOf(workload.arrivals, prefill.ranks, rank);
      if (!arrivals) return null;
      const share = arrivals.kind === 'closed' && workload.arrivals.kind === 'closed' ? arrivals.clients / workload.arrivals.clients : 1;
      return new Lane(
        this,
        prefill,
        { ...workload, arrivals },
        seeded(seed * streams + 1 + rank),
        { ...options, limit: Math.round(options.limit * share), answers: this.answers },
        (client) => this.#decodes[client < 0 ? random.below(decode.ranks) : (client * prefill.ranks + rank) % decode.ranks] as Server,
      );
    }).filter((lane) => lane !== null);
    this.#servers = [...this.#lanes.map(({ server }) => server), ...this.#decodes];
    for (const lane of this.#lanes) lane.source.start(lane);
  }

  advance(): boolean {
    let first = this.#servers[0] as Server;
    let until = Infinity;
    for (const server of this.#servers.slice(1)) {
      if (server.next < first.next) [first, until] = [server, first.next];
      else until = Math.min(until, server.next);
    }
    return first.advance(until);
  }

  get now(): number {
    return Math.min(...this.#servers.map(({ now }) => now));
  }

  get integrals(): Integrals {
    const sums = noTime();
    for (const { integrals } of this.#decodes) for (const key of integralKeys) sums[key] += integrals[key];
    return sums;
  }

  get sent(): number {
    return this.#sum(({ source }) => source.sent);
  }

  get refused(): number {
    return this.#sum(({ source }) => source.refused);
  }

  get inSystem(): number {
    return this.#underway.size;
  }

  get peak(): number {
    return Math.max(...this.#lanes.map(({ source }) => source.peak));
  }

  get preemptions(): number {
    return this.#servers.reduce((sum, { preemptions }) => sum + preemptions, 0);
  }

  /** @returns the number under which both pools know the request */
  enter(underway: Underway): number {
    this.#underway.set(++this.#ids, underway);
    return this.#ids;
  }

  /** The prompt is computed: its cache goes to the decode rank, which gives the first token when it takes the request up. */
  handOver(id: number, time: number): void {
    const { request, decode } = this.#underway.get(id) as Underway;
    const { input } = request;
    decode.send({ ...request, id, seen: time + this.#transfer, cached: 0, toCompute: input, computed: input });
  }

  end(request: Request, served: boolean, time: number): void {
    const { lane } = this.#underway.get(request.id) as Underway;
    this.#underway.delete(request.id);
    this.told = time;
    lane.source.answered(request, served, lane);
  }

  #sum(of: (lane: Lane) => number): number {
    return this.#lanes.reduce((sum, lane) => sum + of(lane), 0);
  }
}

const integralKeys = Object.keys(noTime()) as (keyof Integrals)[];

/** What of the arrivals comes to one prefill rank; null when nothing does. */
function shareOf(arrivals: Arrivals, ranks: number, rank: number): Arrivals | null {
  const whole = (count: number): number => Math.floor(count / ranks) + (rank < count % ranks ? 1 : 0);
  switch (arrivals.kind) {
    case 'closed': {
      const clients = whole(arrivals.clients);
      return clients > 0 ? { kind: 'closed', clients } : null;
    }
    case 'burst': {
      const requests = whole(arrivals.requests);
      return requests > 0 ? { kind: 'burst', requests } : null;
    }
    case 'poisson':
      return { kind: 'poisson', rate: arrivals.rate / ranks };
    case 'trace': {
      const rows = arrivals.rows.share(ranks, rank);
      return rows.length > 0 ? { kind: 'trace', rows } : null;
    }
    default:
      return arrivals satisfies never;
  }
}
