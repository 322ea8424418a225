/**
 * A seeded simulation of one rank, or of the ranks of two pools, under a workload, pass by pass. Pure: the same input gives the same result to the last
 * digit. Open arrivals are first compared with what a queue that never empties is served at.
 */
import { rankPlay, type Play, type RankRules } from './play.ts';
import { PoolsPlay, type Pool } from './pools.ts';
import type { CacheRoom } from './rules.ts';
import { measures, type SimulationResult } from './summary.ts';
import { checkWorkload, type Workload } from './workload.ts';

/** The pool that computes the prompts, beside the ranks that decode. */
export interface PrefillPool extends Pool {
  /** Ranks that decode. */
  readonly decodeRanks: number;
  /** Seconds that the cache of a prompt takes to the decode pool. */
  readonly transfer: number;
}

export interface SimulationInput extends RankRules {
  readonly workload: Workload;
  /** Given, the rules, memory and times are those of a rank that decodes, and the workload is that of all ranks. */
  readonly prefill?: PrefillPool;
  readonly seed: number;
  /**
   * Answers to simulate in a closed loop or under independent arrivals, of which the first half is dropped; more if the
   * most requests that were in the system at once ask for it. Default: 40 a client, at least 4,000.
   */
  readonly answers?: number;
  /** A closed loop that ends after so many requests, all of which count: a benchmark's session. */
  readonly session?: number;
}

const leastAnswers = 4000;
const answersPerClient = 40;
/** Answers that must come per request that is in the system at once, before half of them may be dropped. */
const answersPerRequestInSystem = 4;
const mostAnswers = 80_000;
/** Passes between two reports of progress: some milliseconds. */
const passesPerReport = 4000;

/** Past this share of capacity a mean wait moves tenfold with one per cent of load: it is called saturated. */
export const saturation = 0.95;

export function simulate(input: SimulationInput): SimulationResult {
  const steps = simulation(input);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The same in slices, for a thread that must listen in between.
 * @yields the share that is done, never falling
 * @throws RangeError for a workload that makes no sense, or whose stated request does not fit the memory alone
 */
export function* simulation(input: SimulationInput): Generator<number, SimulationResult> {
  const { workload, room } = input;
  checkWorkload(workload);
  if (workload.arrivals.kind !== 'trace' && bytesOf(workload, room, 1) > room.bytes) throw new RangeError('one request does not fit the cache');
  if (workload.arrivals.kind !== 'poisson') return yield* run(input, null);
  const capacity = yield* scaled(run(fullLoad(input), null), 0, 0.5);
  const load = workload.arrivals.rate / capacity.requestsPerSecond.value;
  if (load >= saturation) return { ...capacity, ...nothingFirst, load };
  return yield* scaled(run(input, load), 0.5, 1);
}

const nothingFirst = { saturated: true, timeToFirstToken: null, requestLatency: null } as const;

const bytesOf = ({ inputTokens, outputTokens }: Workload, room: CacheRoom, outputShare: number): number =>
  (inputTokens + outputShare * outputTokens) * room.perToken + room.perSequence;

function* scaled(steps: Generator<number, SimulationResult>, from: number, to: number): Generator<number, SimulationResult> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield from + (to - from) * step.value;
  }
}

/** Rounds of all clients that show what full load gives. */
const fullRounds = 8;

/** The same requests from so many clients that some always wait. */
function fullLoad(input: SimulationInput): SimulationInput {
  const { workload, rules, room, prefill } = input;
  const held = Math.min(rules.maxSequences, Math.ceil(room.bytes / bytesOf(workload, room, 0)));
  const perRank = held + Math.ceil(held / 4) + 1;
  const clients = prefill ? prefill.decodeRanks * perRank + 2 * prefill.ranks : perRank;
  return { ...input, workload: { ...workload, arrivals: { kind: 'closed', clients } }, answers: fullRounds * clients };
}

function* run(input: SimulationInput, load: number | null): Generator<number, SimulationResult> {
  const { workload, room, session } = input;
  const { arrivals } = workload;
  const open = arrivals.kind === 'poisson';
  const steady = (arrivals.kind === 'closed' && session === undefined) || open;
  const play = played(input, { limit: session ?? Infinity, keepIntegrals: steady });
  const { done } = play.answers;
  const least = input.answers ?? defaultAnswers(workload);
  const wanted = (): number =>
    steady
      ? Math.min(Math.max(least, answersPerRequestInSystem * play.peak), Math.max(least, mostAnswers))
      : arrivals.kind === 'trace'
        ? arrivals.rows.length
        : play.sent;
  let sentByHalf = 0;
  let reported = 0;
  for (let passes = 1; !steady || done.length < wanted(); passes++) {
    if (!play.advance()) break;
    if (done.length < least / 2) sentByHalf = play.sent;
    // More come than go: the longer it runs, the longer the queue.
    if (open && done.length >= least && outrun(done.length - least / 2, play.sent - sentByHalf)) break;
    // Nothing but refusals: what the clients of a closed loop draw is too long for the memory.
    if (play.refused > refusalLimit + 10 * done.length) break;
    if (passes % passesPerReport === 0) yield (reported = Math.max(reported, Math.min((done.length + play.refused) / wanted(), 1)));
  }
  const saturated = open && outrun(done.length - least / 2, play.sent - sentByHalf);
  return {
    ...measures(play.answers, play.integrals, steady ? Math.floor(done.length / 2) : 0, steady, room.bytes),
    load,
    ...(saturated ? nothingFirst : { saturated }),
    sent: play.sent,
    answered: done.length,
    refused: play.refused,
    unfinished: play.inSystem,
    preemptions: play.preemptions,
    seconds: play.now,
  };
}

function played(
  { workload, rules, room, times, prefill, seed }: SimulationInput,
  options: { readonly limit: number; readonly keepIntegrals: boolean },
): Play {
  if (!prefill) return rankPlay({ rules, room, times }, workload, seed, options);
  return new PoolsPlay({ prefill, decode: { rules, room, times, ranks: prefill.decodeRanks }, transfer: prefill.transfer }, workload, seed, options);
}

const refusalLimit = 1000;

/** Fewer than nineteen answers to twenty requests over the second half. */
const outrun = (answered: number, sent: number): boolean => answered < saturation * sent;

/** A whole number of rounds of all clients, so that loops in step are cut where they began. */
function defaultAnswers({ arrivals }: Workload): number {
  if (arrivals.kind !== 'closed') return leastAnswers;
  const { clients } = arrivals;
  const answers = Math.min(Math.max(leastAnswers, answersPerClient * clients), Math.max(mostAnswers, answersPerRequestInSystem * clients));
  return Math.ceil(answers / (2 * clients)) * 2 * clients;
}
