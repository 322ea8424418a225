/**
 * The prior pack: what `fit/main.ts` wrote from the published operator timings, and how to look a chip up in it.
 * Nearest first: the accelerator itself, its silicon family, then a pool: chips programmed the same way where the class
 * follows that (for Ada, graphics dies before the others; for collectives, the same kind of fabric), else all of them.
 */
import data from './pack.json' with { type: 'json' };
import { followsProgramming, parameterSpecs, type ParametersOf, type PriorClass } from './operator-classes.ts';
import { programming, type Family } from './silicon.ts';

export interface PackEntry {
  readonly class: PriorClass;
  /** Numbers in the order of `parameterSpecs`, by catalogue id, by family and by pool. */
  readonly systems: Readonly<Record<string, readonly number[]>>;
  readonly families: Readonly<Record<string, readonly number[]>>;
  readonly pools: Readonly<Record<string, readonly number[]>>;
  /** Half of the 80 % interval of ln(measured/predicted): held-out rows of known chips, chips of known family, unknown families. */
  readonly spread: { readonly system: number; readonly family: number; readonly pool: number };
}

export interface Pack {
  readonly version: string;
  readonly entries: Readonly<Record<string, PackEntry>>;
}

export const pack = data as unknown as Pack;

export type Nearness = 'system' | 'family' | 'pool';

export interface Prior<C extends PriorClass> {
  readonly parameters: ParametersOf[C];
  readonly nearness: Nearness;
  /** Half width of the 80 % interval of ln time. */
  readonly halfWidth: number;
}

/** byte/s: host links stay below, switched fabrics above. */
export const fabricLimit = 100e9;

/**
 * @param key `gemm/bf16`, `attention.prefill/bf16/fp8`, …
 * @param id, family of the chip
 * @param link one-way byte/s of the scale-up fabric, which decides a collective's pool; 0 where unknown
 * @returns undefined when the pack has no such entry
 */
export type Lookup = <C extends PriorClass>(operatorClass: C, key: string, id: string, family: Family, link: number) => Prior<C> | undefined;

export const prior: Lookup = (operatorClass, key, id, family, link) => {
  const entry = pack.entries[key];
  const system = entry?.systems[id];
  if (entry && system) return { parameters: read(operatorClass, system), nearness: 'system', halfWidth: entry.spread.system };
  const kin = operatorClass === 'collective' && link < fabricLimit ? undefined : entry?.families[family];
  return entry && kin
    ? { parameters: read(operatorClass, kin), nearness: 'family', halfWidth: entry.spread.family }
    : pooled(operatorClass, key, family, link);
};

/** Without the chip's own numbers and its family's. */
function pooled<C extends PriorClass>(operatorClass: C, key: string, family: Family, link: number): Prior<C> | undefined {
  const entry = pack.entries[key];
  if (!entry) return undefined;
  const own = family === 'ada' ? 'graphics' : followsProgramming[operatorClass] || family === 'xe2' ? programming(family) : 'all';
  const kind = operatorClass === 'collective' ? (link < fabricLimit ? 'pcie' : 'switched') : own;
  const pool = entry.pools[kind] ?? entry.pools['all'] ?? Object.values(entry.pools)[0];
  return pool && { parameters: read(operatorClass, pool), nearness: 'pool', halfWidth: entry.spread.pool };
}

/** What the fit found for an operator without one chip's timings, by its kin alone, and without a whole family's, by the pool of the others. */
export interface StandIns {
  readonly chips: Readonly<Record<string, readonly number[]>>;
  readonly families: Readonly<Record<string, readonly number[]>>;
}

/** The pack as it would be had the chip asked about never been timed, or nothing of its family either: for scores only. */
export function unseenPrior(standIns: Readonly<Record<string, StandIns>>, level: 'chip' | 'family'): Lookup {
  return (operatorClass, key, id, family, link) => {
    const entry = pack.entries[key];
    if (!entry) return undefined;
    const kin = standIns[key]?.chips[id];
    const timed = entry.systems[id] !== undefined;
    if (level === 'chip' && kin) return { parameters: read(operatorClass, kin), nearness: 'family', halfWidth: entry.spread.family };
    if (level === 'chip' && !timed) return prior(operatorClass, key, id, family, link);
    const others = standIns[key]?.families[family];
    return others
      ? { parameters: read(operatorClass, others), nearness: 'pool', halfWidth: entry.spread.pool }
      : pooled(operatorClass, key, family, link);
  };
}

function read<C extends PriorClass>(operatorClass: C, numbers: readonly number[]): ParametersOf[C] {
  const parameters: Record<string, number> = {};
  parameterSpecs[operatorClass].forEach((spec, j) => {
    parameters[spec.name] = numbers[j] ?? spec.start;
  });
  // The specs of a class name exactly the fields of its parameters; a test holds them together.
  return parameters as unknown as ParametersOf[C];
}
