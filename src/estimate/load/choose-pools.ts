/**
 * Decides what separate pools leave open: the layout of each, how many accelerators each has, and the load. Layouts are
 * compared by what one replica of them does; the best few are then counted out and asked together.
 */
import { maxAccelerators, replicaSize } from '../../scenario/parallel.ts';
import type { Pool, Pools } from '../../scenario/scenario.ts';
import { fits } from '../engine/admission.ts';
import { deploy, type Deployment } from '../engine/deployment.ts';
import { arrangements } from '../resolve/arrangements.ts';
import { PoolCandidate, type Ask } from './candidate.ts';
import { Contest, type Choice } from './contest.ts';
import { largestLoad, missOf } from './largest-load.ts';
import { saturation } from './open-arrivals.ts';
import { batchRun } from './batch-run.ts';
import { doesNotFit, overloaded, targetNotMet, tooLate } from './reasons.ts';
import { largestReplica, searchedAccelerators, type Chosen, type Search } from './search.ts';

/** A layout and what one replica of it carries beside a partner that never holds it up, requests/s. */
interface Side {
  readonly deployment: Deployment;
  readonly size: number;
  readonly rate: number;
}

interface Counted {
  readonly prefill: Side;
  readonly decode: Side;
  readonly prefills: number;
  readonly decodes: number;
}

/** Layouts of each pool that are counted out: the best by accelerators per request. */
const keptLayouts = 6;
/** Pairs of counts that are asked together. */
const keptPairs = 48;
/** Counts that are asked after the first that ends a batch in time. */
const pastInTime = 6;
/** A partner this many times larger never holds a pool up. */
const unhindered = 1024;

export function choosePools(search: Search, pools: Pools): Chosen {
  const { resolved, scenario, load, target } = search;
  const total = scenario.accelerators;
  const rest = (of: Pool, other: Pool): number => of.accelerators ?? (total === null ? largestReplica : total - (other.accelerators ?? 1));
  const prefillLayouts = layoutsOf(search, pools.prefill, rest(pools.prefill, pools.decode));
  const decodeLayouts = layoutsOf(search, pools.decode, rest(pools.decode, pools.prefill));
  for (const { fitting, roomiest } of [prefillLayouts, decodeLayouts]) {
    if (fitting.length === 0) return { ok: false, reason: doesNotFit(roomiest, scenario) };
  }
  const prefills = sides(search, prefillLayouts.fitting, 'prefill', decodeLayouts.fitting[0] as Deployment);
  const decodes = sides(search, decodeLayouts.fitting, 'decode', prefillLayouts.fitting[0] as Deployment);
  const contest = new Contest<Choice>();
  let carries = 0;
  for (const counted of countsOf(search, pools, prefills, decodes)) {
    let inTime = 0;
    for (const grown of grownUntil(search, pools, counted)) {
      const candidate = new PoolCandidate(scenario, pairOf(grown), search.anchoring);
      carries = Math.max(carries, saturation * candidate.capacity);
      const ask: Ask | null =
        load.kind === 'open'
          ? { rate: load.peak }
          : load.kind === 'closed'
            ? { concurrency: load.concurrency }
            : load.kind === 'queued'
              ? { concurrency: 'max' }
              : load.kind === 'batch'
                ? (batchRun(candidate, load.requests)?.ask ?? null)
                : null;
      const found = load.kind === 'found' ? largestLoad(candidate, target) : null;
      const served = load.kind === 'found' ? (found?.served ?? null) : ask && candidate.at(ask);
      if (!served) continue;
      const run = load.kind === 'batch' ? batchRun(candidate, load.requests) : null;
      if (load.kind === 'batch' && (run?.seconds ?? Infinity) > load.seconds) continue;
      // What a pool was given is paid for, and idles where its layout leaves a remainder.
      const { prefill, decode } = candidate.pair;
      const accelerators = total ?? (pools.prefill.accelerators ?? prefill.accelerators) + (pools.decode.accelerators ?? decode.accelerators);
      const miss = missOf(served, target);
      if (miss > 1) {
        contest.miss({ accelerators, deployment: grown.decode.deployment, served, miss });
        continue;
      }
      contest.offer(
        { candidate, ask: ask ?? { concurrency: found?.concurrency ?? 1 }, accelerators, idle: accelerators - candidate.accelerators },
        load.kind === 'open' ? accelerators : run ? accelerators * run.seconds : accelerators / served.requestsPerSecond,
        served.timePerOutputToken,
      );
      // A batch that ends sooner may cost less: a few counts past the first that ends in time are asked too.
      if (load.kind !== 'batch' || ++inTime > pastInTime) break;
    }
  }
  const best = contest.best();
  if (best) return { ok: true, value: best };
  const has = total ?? (pools.prefill.accelerators ?? 0) + (pools.decode.accelerators ?? 0);
  if (load.kind === 'open' && carries < load.peak) return { ok: false, reason: overloaded(resolved, load.peak, has, neededBy(search), carries) };
  if (load.kind === 'batch') return { ok: false, reason: tooLate(resolved, load.requests, load.seconds, has, neededBy(search)) };
  return { ok: false, reason: targetNotMet(resolved, target ?? {}, contest.nearest()) };
}

/** Accelerators that what is asked needs with both counts free, its target kept; null where no number of them is enough. */
function neededBy(search: Search): number | null {
  const { serving, accelerators } = search.scenario;
  if (serving === 'aggregated') return null;
  if (accelerators === null && serving.prefill.accelerators === null && serving.decode.accelerators === null) return null;
  const open: Pools = { prefill: { ...serving.prefill, accelerators: null }, decode: { ...serving.decode, accelerators: null } };
  const free = choosePools({ ...search, scenario: { ...search.scenario, accelerators: null, serving: open } }, open);
  return free.ok ? free.value.accelerators : null;
}

function layoutsOf(
  { resolved, scenario, operators, serving }: Search,
  pool: Pool,
  most: number,
): { readonly fitting: readonly Deployment[]; readonly roomiest: Deployment } {
  const list = pool.parallel ? [pool.parallel] : arrangements(resolved.model, resolved.chip, Math.min(most, largestReplica));
  const all = list.filter((each) => replicaSize(each) <= most).map((each) => deploy(resolved, each, operators, serving));
  const fitting = all.filter((deployment) => fits(deployment, scenario));
  return { fitting, roomiest: all.at(-1) ?? deploy(resolved, { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 }, operators, serving) };
}

/** The layouts of one pool that need fewest accelerators per request. */
function sides(search: Search, deployments: readonly Deployment[], of: 'prefill' | 'decode', partner: Deployment): readonly Side[] {
  const beside = { deployment: partner, accelerators: unhindered * replicaSize(partner.parallel) };
  const all = deployments.flatMap((deployment): Side[] => {
    const size = replicaSize(deployment.parallel);
    const own = { deployment, accelerators: size };
    const pair = of === 'prefill' ? { prefill: own, decode: beside } : { prefill: beside, decode: own };
    const candidate = new PoolCandidate(search.scenario, pair, search.anchoring);
    const { load, target } = search;
    // A decode pool works at the load that keeps the time per token; a prefill pool as fast as it can.
    const within = of === 'decode' && (load.kind === 'found' || load.kind === 'open') ? withoutFirst(target) : null;
    const rate = within ? largestLoad(candidate, within, 0.02)?.served.requestsPerSecond : candidate.capacity;
    return rate === undefined || rate <= 0 ? [] : [{ deployment, size, rate }];
  });
  return all.sort((a, b) => a.size / a.rate - b.size / b.rate).slice(0, keptLayouts);
}

const withoutFirst = (target: Search['target']): Search['target'] =>
  target?.timePerOutputToken === undefined ? null : { timePerOutputToken: target.timePerOutputToken };

/** Requests/s that both pools have to keep up with; null where there is no such pace. */
const paced = (load: Search['load']): number | null =>
  load.kind === 'open' ? load.peak : load.kind === 'batch' ? load.requests / load.seconds : null;

/** Counts of both pools that match in pace, the cheapest pairs first. */
function countsOf(search: Search, pools: Pools, prefills: readonly Side[], decodes: readonly Side[]): readonly Counted[] {
  const { load, scenario, resolved } = search;
  const list: { readonly counted: Counted; readonly cost: number }[] = [];
  for (const prefill of prefills) {
    for (const decode of decodes) {
      const most = scenario.accelerators ?? (paced(load) === null ? searchedAccelerators(resolved, prefill.size + decode.size) : maxAccelerators);
      for (const [prefillCount, decodeCount] of pairsOf(pools, prefill, decode, most, paced(load))) {
        const accelerators = prefillCount * prefill.size + decodeCount * decode.size;
        const rate = Math.min(prefillCount * prefill.rate, decodeCount * decode.rate);
        list.push({
          counted: { prefill, decode, prefills: prefillCount, decodes: decodeCount },
          cost: paced(load) !== null ? accelerators : (scenario.accelerators ?? accelerators) / rate,
        });
      }
    }
  }
  return list
    .sort((a, b) => a.cost - b.cost)
    .slice(0, keptPairs)
    .map(({ counted }) => counted);
}

function pairsOf(pools: Pools, prefill: Side, decode: Side, most: number, rate: number | null): readonly (readonly [number, number])[] {
  const fixed = (pool: Pool, side: Side): number | null => (pool.accelerators === null ? null : Math.floor(pool.accelerators / side.size));
  const prefillFixed = fixed(pools.prefill, prefill);
  const decodeFixed = fixed(pools.decode, decode);
  const room = (prefills: number): number => Math.floor((most - prefills * prefill.size) / decode.size);
  const pairs: (readonly [number, number])[] = [];
  const push = (prefills: number, decodes: number): void => {
    if (prefills >= 1 && decodes >= 1 && prefills * prefill.size + decodes * decode.size <= most) pairs.push([prefills, decodes]);
  };
  if (prefillFixed !== null && decodeFixed !== null) return [[prefillFixed, decodeFixed]];
  if (rate !== null) {
    push(prefillFixed ?? Math.ceil(rate / (saturation * prefill.rate)), decodeFixed ?? Math.ceil(rate / (saturation * decode.rate)));
    return pairs;
  }
  const matching = (decodes: number): number => (decodes * decode.rate) / prefill.rate;
  if (decodeFixed !== null) {
    // As many as match, or as there is room for beside the pool that is given.
    const beside = Math.floor((most - decodeFixed * decode.size) / prefill.size);
    for (const round of [Math.floor, Math.ceil]) push(Math.min(round(matching(decodeFixed)), beside), decodeFixed);
  } else {
    const prefillCounts =
      prefillFixed === null ? Array.from({ length: Math.min(Math.floor(most / prefill.size), 64) }, (_, index) => index + 1) : [prefillFixed];
    for (const prefills of prefillCounts) {
      const decodes = (prefills * prefill.rate) / decode.rate;
      for (const each of new Set([Math.floor(decodes), Math.ceil(decodes), Math.min(Math.ceil(decodes), room(prefills))])) push(prefills, each);
    }
  }
  // One of each, where neither matches within the room.
  push(prefillFixed ?? 1, decodeFixed ?? 1);
  return pairs;
}

/** The counts themselves; with a rate and free counts also larger ones, pool by pool, until a target is kept or they double. */
function* grownUntil({ load, scenario }: Search, pools: Pools, counted: Counted): Generator<Counted> {
  yield counted;
  if (paced(load) === null) return;
  const grow = { prefill: pools.prefill.accelerators === null, decode: pools.decode.accelerators === null };
  for (let extra = 1; extra <= Math.max(counted.prefills, counted.decodes, 4); extra++) {
    for (const [prefills, decodes] of [
      [extra, 0],
      [0, extra],
      [extra, extra],
    ] as const) {
      if ((prefills > 0 && !grow.prefill) || (decodes > 0 && !grow.decode)) continue;
      const next = { ...counted, prefills: counted.prefills + prefills, decodes: counted.decodes + decodes };
      const size = next.prefills * next.prefill.size + next.decodes * next.decode.size;
      if (size <= (scenario.accelerators ?? maxAccelerators)) yield next;
    }
  }
}

const pairOf = ({ prefill, decode, prefills, decodes }: Counted): PoolCandidate['pair'] => ({
  prefill: { deployment: prefill.deployment, accelerators: prefills * prefill.size },
  decode: { deployment: decode.deployment, accelerators: decodes * decode.size },
});
