/**
 * How far the dollars per million output tokens move when one thing that they stand on goes to its low and its high end and
 * all others stay: the data of a tornado. What can move is read from the answer's own reasons (`why/`). The arrangement stays
 * as the estimate chose it, so that an end moves the answer and not the question.
 */
import type { Accelerator } from '../../catalogue/facts.ts';
import type { CustomAccelerator, KvFormat, Scenario } from '../../scenario/scenario.ts';
import type { Quantity } from '../../units/quantity.ts';
import { hourlyPrice } from '../answer/money.ts';
import { estimateScenario, type EstimateOptions } from '../estimate-scenario.ts';
import { resolve, type Resolved } from '../resolve/resolve.ts';
import { siteTerms } from '../resolve/site-terms.ts';
import { asAnswered } from './as-answered.ts';
import { explain } from './why/explain.ts';
import type { CitedFact } from './why/why.ts';

export type Assumption =
  | 'price'
  | 'utilisation'
  | 'memoryBandwidth'
  | 'peak'
  | 'engine'
  | 'kvCache'
  | 'pue'
  | 'electricity'
  | 'prefixHitRate'
  | 'concurrency'
  | 'inputTokens'
  | 'outputTokens';

export interface End {
  /** What is assumed at this end: a number in `unit`, or the id of an engine or a format. */
  readonly at: number | string;
  /** USD per million output tokens; null where the deployment cannot serve that. */
  readonly usd: number | null;
}

export interface Swing {
  readonly assumption: Assumption;
  /** The assumption or fact that moves, by its id among the answer's reasons. */
  readonly of: string;
  readonly unit: string;
  readonly low: End;
  readonly high: End;
}

export interface Sensitivity {
  readonly base: Quantity;
  /** From the assumption that moves the answer most to the one that moves it least; those that cannot move it are left out. */
  readonly swings: readonly Swing[];
}

/** Realised bandwidths and peaks differ from datasheets by about this, up and down, within a product's bins and clocks. */
const datasheetShare = 0.1;
const hitRateStep = 0.2;
/** Below this an end moves the answer by a rounding error. */
const leastReach = 1e-9;

/** Null when the scenario has no price to move. */
export function sensitivity(scenario: Scenario, options: EstimateOptions = {}): Sensitivity | null {
  const steps = sensitivitySteps(scenario, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same with a stop before every few estimates, for a page that has to stay alive meanwhile. */
export function* sensitivitySteps(scenario: Scenario, options: EstimateOptions = {}): Generator<void, Sensitivity | null> {
  const { estimate, why } = explain(scenario, options);
  const base = estimate.usdPerMillionOutputTokens;
  const terms = why?.terms['usdPerMillionOutputTokens'];
  const resolution = resolve(scenario);
  if (!base || !terms || !resolution.ok) return null;
  const usdOf = (each: Scenario): number | null => estimateScenario(each, options).usdPerMillionOutputTokens?.value ?? null;
  const moved = { scenario: asAnswered(scenario, estimate), resolved: resolution.value, base: base.value, usdOf };
  const swings = new Map<Assumption, Swing>();
  for (const cited of [...terms.assumptions.map((id) => why.assumptions[id]), ...terms.facts.map((id) => why.facts[id])]) {
    for (const assumption of cited ? movedBy(cited.id) : []) {
      if (!cited || swings.has(assumption)) continue;
      yield;
      const ends = endsOf[assumption](moved, cited);
      if (ends) swings.set(assumption, { assumption, of: cited.id, ...ends });
    }
  }
  return {
    base,
    swings: [...swings.values()].filter((swing) => reach(swing, base.value) > leastReach).sort((a, b) => reach(b, base.value) - reach(a, base.value)),
  };
}

/** Largest |ln| of an end over the base; an end that cannot be served counts as nothing, not as all. */
const reach = ({ low, high }: Swing, base: number): number =>
  Math.max(...[low, high].map(({ usd }) => (usd === null ? 0 : Math.abs(Math.log(usd / base)))));

/** What moves with a line of the answer's reasons. */
function movedBy(id: string): readonly Assumption[] {
  const known = movers.find(([pattern]) => pattern.test(id));
  return known ? known[1] : [];
}

const movers: readonly (readonly [RegExp, readonly Assumption[]])[] = [
  [/^price\./, ['price']],
  [/^utilisation$/, ['utilisation']],
  [/^engine/, ['engine']],
  [/^kv/, ['kvCache']],
  [/^prefixHitRate$/, ['prefixHitRate']],
  [/^(concurrency|load\.found)$/, ['concurrency']],
  [/^inputTokens$/, ['inputTokens']],
  [/^outputTokens$/, ['outputTokens']],
  [/^accelerator\.own$/, ['memoryBandwidth', 'peak']],
  [/^accelerators\/.*\/bandwidth_gbs$/, ['memoryBandwidth']],
  [/^accelerators\/.*_(tflops|tops)$/, ['peak']],
  [/^energy\/.*\/pue_model_mid$/, ['pue']],
  [/^energy\/.*\/price_usd_kwh$/, ['electricity']],
];

/** The scenario as it was answered, its price, and how another is priced. */
interface Moved {
  readonly scenario: Scenario;
  readonly resolved: Resolved;
  readonly base: number;
  readonly usdOf: (scenario: Scenario) => number | null;
}

type Ends = Omit<Swing, 'assumption' | 'of'>;

const endsOf: Readonly<Record<Assumption, (moved: Moved, cited: CitedFact) => Ends | null>> = {
  price: ({ base }, cited) => scaled(cited, (at, value) => (base * at) / value),
  utilisation: ({ base }, cited) => scaled(cited, (at, value) => (base * value) / at),
  pue: (moved, cited) => placeEnds(moved, cited, 'pue'),
  electricity: (moved, cited) => placeEnds(moved, cited, 'price'),
  memoryBandwidth: (moved) =>
    chipEnds(
      moved,
      'B/s',
      ({ memoryBandwidth }) => memoryBandwidth,
      (chip, share) => ({ ...chip, memoryBandwidth: chip.memoryBandwidth * share }),
    ),
  peak: (moved) =>
    chipEnds(
      moved,
      'FLOP/s',
      ({ peak }) => peak.bf16 ?? 0,
      (chip, share) => ({ ...chip, peak: Object.fromEntries(Object.entries(chip.peak).map(([format, rate]) => [format, rate * share])) }),
    ),
  engine: engineEnds,
  // How the cache is kept decides what is read for a token, and how many requests memory holds.
  kvCache: ({ scenario, usdOf }) => {
    const end = (at: KvFormat): End => ({ at, usd: usdOf({ ...scenario, kvCache: at }) });
    return { unit: '', low: end('fp8'), high: end('bf16') };
  },
  prefixHitRate: (moved) => {
    const { prefixHitRate } = moved.scenario;
    return loadEnds(moved, 'prefixHitRate', '1', Math.max(prefixHitRate - hitRateStep, 0), Math.min(prefixHitRate + hitRateStep, 1));
  },
  concurrency: (moved) =>
    typeof moved.scenario.concurrency === 'number' ? halved(moved, 'concurrency', 'requests', moved.scenario.concurrency) : null,
  inputTokens: (moved) => halved(moved, 'inputTokens', 'tokens', moved.scenario.inputTokens),
  outputTokens: (moved) => halved(moved, 'outputTokens', 'tokens', moved.scenario.outputTokens),
};

/** A factor of the cost needs no new estimate. */
function scaled({ value, low, high, unit }: CitedFact, usdAt: (at: number, value: number) => number): Ends {
  const middle = Number(value);
  const end = (at: number): End => ({ at, usd: usdAt(at, middle) });
  return { unit, low: end(low ?? middle), high: end(high ?? middle) };
}

/** The cost is linear in the price of an hour, which holds the power of an owner. */
function placeEnds({ scenario, resolved, base }: Moved, { low, high, unit, value }: CitedFact, part: 'price' | 'pue'): Ends | null {
  const site = siteTerms(scenario);
  const price = hourlyPrice(scenario, resolved.accelerator, site);
  const end = (at: number): End => {
    const moved = hourlyPrice(scenario, resolved.accelerator, { ...site, [part]: { ...site[part], value: at } });
    return { at, usd: moved.known && price.known ? (base * moved.usdPerHour) / price.usdPerHour : null };
  };
  return { unit: part === 'pue' ? '1' : unit, low: end(low ?? Number(value)), high: end(high ?? Number(value)) };
}

/** A chip with other facts is one of the user's own; it has other priors, so that only its ratio to itself is taken. */
function chipEnds(
  { scenario, resolved, base, usdOf }: Moved,
  unit: string,
  of: (chip: CustomAccelerator) => number,
  at: (chip: CustomAccelerator, share: number) => CustomAccelerator,
): Ends | null {
  const chip = customOf(scenario, resolved);
  if (!chip) return null;
  const priced = (accelerator: CustomAccelerator): number | null => usdOf({ ...scenario, accelerator, ownership: { usdPerAcceleratorHour: 1 } });
  const same = priced(chip);
  if (same === null) return null;
  const end = (share: number): End => {
    const usd = priced(at(chip, share));
    return { at: of(chip) * share, usd: usd === null ? null : (base * usd) / same };
  };
  return { unit, low: end(1 - datasheetShare), high: end(1 + datasheetShare) };
}

function customOf({ accelerator }: Scenario, { chip }: Resolved): CustomAccelerator | null {
  if (typeof accelerator === 'object') return accelerator;
  const { id, class: family, memoryBytes, memoryBandwidth, peak, scaleUpBandwidth, scaleUpSize, scaleOutBandwidth, tdp } = chip;
  if (memoryBytes === null || memoryBandwidth === null) return null;
  return {
    name: `${id}, moved`,
    class: family satisfies Accelerator['class'],
    memoryBytes,
    memoryBandwidth,
    peak,
    ...(scaleUpBandwidth !== null && { scaleUp: { bandwidth: scaleUpBandwidth, size: scaleUpSize ?? 1 } }),
    ...(scaleOutBandwidth !== null && { scaleOut: { bandwidth: scaleOutBandwidth } }),
    ...(tdp !== null && { tdp }),
  };
}

/** The cheapest and the dearest engine that runs on the chip. */
function engineEnds({ scenario, usdOf }: Moved): Ends | null {
  const resolution = resolve({ ...scenario, engine: null });
  if (!resolution.ok) return null;
  const ends = resolution.value.engines.map(({ id }): End => ({ at: id, usd: usdOf({ ...scenario, engine: id }) }));
  const served = ends.filter((end) => end.usd !== null).sort((a, b) => (a.usd ?? 0) - (b.usd ?? 0));
  const [low] = served;
  const high = served.at(-1);
  return low && high ? { unit: '', low, high } : null;
}

type Moving = 'prefixHitRate' | 'concurrency' | 'inputTokens' | 'outputTokens';

function loadEnds({ scenario, usdOf }: Moved, key: Moving, unit: string, low: number, high: number): Ends {
  const end = (at: number): End => ({ at, usd: usdOf({ ...scenario, [key]: at }) });
  return { unit, low: end(low), high: end(high) };
}

const halved = (moved: Moved, key: Moving, unit: string, value: number): Ends =>
  loadEnds(moved, key, unit, Math.max(Math.round(value / 2), 1), 2 * value);
