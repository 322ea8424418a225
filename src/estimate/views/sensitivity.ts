/**
 * How far the dollars per million output tokens move when one assumption goes to its low and its high end and all others
 * stay: the data of a tornado. The arrangement stays as the estimate chose it, so that an end moves the answer and not
 * the question.
 */
import { accelerator as acceleratorById } from '../../catalogue/accelerators.ts';
import type { Accelerator, Fact } from '../../catalogue/facts.ts';
import type { CustomAccelerator, KvFormat, Scenario } from '../../scenario/scenario.ts';
import type { Quantity } from '../../units/quantity.ts';
import { utilisationOf } from '../answer/dollars.ts';
import { estimateScenario, type EstimateOptions } from '../estimate-scenario.ts';
import { hourlyPrice } from '../answer/money.ts';
import { resolve } from '../resolve/resolve.ts';
import { asAnswered } from './as-answered.ts';
import { siteTerms, type SiteTerms } from '../resolve/site-terms.ts';
import { z80 } from '../spread.ts';

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
/** Share of hours that serve: fleets report from half to nearly all of them. */
const utilisationEnds = { low: 0.5, high: 0.95 } as const;
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
  const estimate = estimateScenario(scenario, options);
  const base = estimate.usdPerMillionOutputTokens;
  if (!base) return null;
  const fixed = asAnswered(scenario, estimate);
  const usdOf = (each: Scenario): number | null => estimateScenario(each, options).usdPerMillionOutputTokens?.value ?? null;
  const swings = [
    ...priceSwings(fixed, base.value),
    ...(yield* chipSwings(fixed, base.value, usdOf)),
    ...(yield* engineSwings(fixed, usdOf)),
    ...(yield* cacheSwings(fixed, usdOf)),
    ...(yield* loadSwings(fixed, usdOf)),
  ];
  return {
    base,
    swings: swings.filter((swing) => reach(swing, base.value) > leastReach).sort((a, b) => reach(b, base.value) - reach(a, base.value)),
  };
}

type UsdOf = (scenario: Scenario) => number | null;

/** Largest |ln| of an end over the base; an end that cannot be served counts as nothing, not as all. */
const reach = ({ low, high }: Swing, base: number): number =>
  Math.max(...[low, high].map(({ usd }) => (usd === null ? 0 : Math.abs(Math.log(usd / base)))));

/** The cost is linear in the price of an hour, so these need no new estimate. */
function priceSwings(scenario: Scenario, base: number): readonly Swing[] {
  const chip = typeof scenario.accelerator === 'string' ? (acceleratorById(scenario.accelerator) ?? null) : null;
  const site = siteTerms(scenario);
  const price = hourlyPrice(scenario, chip, site);
  if (!price.known) return [];
  const share = utilisationOf(scenario);
  const factor = Math.exp(z80 * price.spread.logSd);
  const hour = (usd: number): End => ({ at: usd, usd: (base * usd) / price.usdPerHour });
  const used = (at: number): End => ({ at, usd: (base * share) / at });
  return [
    { assumption: 'price', unit: 'USD/h', low: hour(price.usdPerHour / factor), high: hour(price.usdPerHour * factor) },
    ...shareSwing(),
    ...siteSwing('pue', '1', site.pue, (pue) => ({ ...site, pue })),
    ...siteSwing('electricity', 'USD/kWh', site.price, (electricity) => ({ ...site, price: electricity })),
  ];

  /** A rate says itself how much of the day serves. */
  function shareSwing(): readonly Swing[] {
    if (scenario.requestsPerSecond !== null) return [];
    return [
      { assumption: 'utilisation', unit: '1', low: used(Math.min(utilisationEnds.low, share)), high: used(Math.max(utilisationEnds.high, share)) },
    ];
  }

  function siteSwing(assumption: 'pue' | 'electricity', unit: string, fact: Fact, at: (fact: Fact) => SiteTerms): readonly Swing[] {
    const end = (value: number): End => {
      const moved = hourlyPrice(scenario, chip, at({ ...fact, value }));
      return { at: value, usd: moved.known && price.known ? (base * moved.usdPerHour) / price.usdPerHour : null };
    };
    return [{ assumption, unit, low: end(fact.low ?? fact.value), high: end(fact.high ?? fact.value) }];
  }
}

/** A chip with other facts is one of the user's own; it has other priors, so that only its ratio to itself is taken. */
function* chipSwings(scenario: Scenario, base: number, usdOf: UsdOf): Generator<void, readonly Swing[]> {
  const chip = customOf(scenario);
  if (!chip) return [];
  const priced = (accelerator: CustomAccelerator): number | null => usdOf({ ...scenario, accelerator, ownership: { usdPerAcceleratorHour: 1 } });
  yield;
  const same = priced(chip);
  if (same === null) return [];
  const end = (at: number, accelerator: CustomAccelerator): End => {
    const usd = priced(accelerator);
    return { at, usd: usd === null ? null : (base * usd) / same };
  };
  const bandwidth = (share: number): End => end(chip.memoryBandwidth * share, { ...chip, memoryBandwidth: chip.memoryBandwidth * share });
  const peak = (share: number): End =>
    end((chip.peak.bf16 ?? 0) * share, {
      ...chip,
      peak: Object.fromEntries(Object.entries(chip.peak).map(([format, rate]) => [format, rate * share])),
    });
  yield;
  const ofBandwidth: Swing = { assumption: 'memoryBandwidth', unit: 'B/s', low: bandwidth(1 - datasheetShare), high: bandwidth(1 + datasheetShare) };
  yield;
  return [ofBandwidth, { assumption: 'peak', unit: 'FLOP/s', low: peak(1 - datasheetShare), high: peak(1 + datasheetShare) }];
}

function customOf(scenario: Scenario): CustomAccelerator | null {
  if (typeof scenario.accelerator === 'object') return scenario.accelerator;
  const resolution = resolve(scenario);
  if (!resolution.ok) return null;
  const { id, class: family, memoryBytes, memoryBandwidth, peak, scaleUpBandwidth, scaleUpSize, scaleOutBandwidth, tdp } = resolution.value.chip;
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
function* engineSwings(scenario: Scenario, usdOf: UsdOf): Generator<void, readonly Swing[]> {
  const resolution = resolve({ ...scenario, engine: null });
  if (!resolution.ok) return [];
  const ends: End[] = [];
  for (const { id } of resolution.value.engines) {
    yield;
    ends.push({ at: id, usd: usdOf({ ...scenario, engine: id }) });
  }
  const served = ends.filter((end) => end.usd !== null).sort((a, b) => (a.usd ?? 0) - (b.usd ?? 0));
  const [low] = served;
  const high = served.at(-1);
  return low && high ? [{ assumption: 'engine', unit: '', low, high }] : [];
}

/** How the cache is kept decides what is read for a token, and how many requests memory holds. */
function* cacheSwings(scenario: Scenario, usdOf: UsdOf): Generator<void, readonly Swing[]> {
  yield;
  const end = (at: KvFormat): End => ({ at, usd: usdOf({ ...scenario, kvCache: at }) });
  return [{ assumption: 'kvCache', unit: '', low: end('fp8'), high: end('bf16') }];
}

function* loadSwings(scenario: Scenario, usdOf: UsdOf): Generator<void, readonly Swing[]> {
  const half = (value: number): number => Math.max(Math.round(value / 2), 1);
  const { prefixHitRate, concurrency, inputTokens, outputTokens } = scenario;
  const closed = typeof concurrency === 'number';
  const moved: readonly (readonly [
    key: 'prefixHitRate' | 'concurrency' | 'inputTokens' | 'outputTokens',
    unit: string,
    low: number,
    high: number,
  ])[] = [
    ['prefixHitRate', '1', Math.max(prefixHitRate - hitRateStep, 0), Math.min(prefixHitRate + hitRateStep, 1)],
    ...(closed ? [['concurrency', 'requests', half(concurrency), 2 * concurrency] as const] : []),
    ['inputTokens', 'tokens', half(inputTokens), 2 * inputTokens],
    ['outputTokens', 'tokens', half(outputTokens), 2 * outputTokens],
  ];
  const swings: Swing[] = [];
  for (const [assumption, unit, low, high] of moved) {
    yield;
    const end = (at: number): End => ({ at, usd: usdOf({ ...scenario, [assumption]: at }) });
    swings.push({ assumption, unit, low: end(low), high: end(high) });
  }
  return swings;
}
