/**
 * Operating points to the public estimate: engines mixed, spreads added, dollars and joules derived from the same
 * accelerator-seconds.
 */
import { chipWidening } from '../../calibration/priors/class-facts.ts';
import { circumstanceLogSd, circumstancesOf } from '../../calibration/circumstances.ts';
import { residualLogSd, type Metric } from '../../calibration/residuals.ts';
import { loadOf } from '../../scenario/load.ts';
import type { Scenario, TargetPercentile } from '../../scenario/scenario.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { DecodeTerms, Estimate, FirstTokenTerms } from '../estimate.ts';
import { anchoredTimes, type Time } from '../load/anchored-times.ts';
import { firstTokenPercentile } from '../load/first-token.ts';
import { batchSeconds } from '../load/batch-run.ts';
import { mixedValue } from '../load/mixture.ts';
import { inFlight, type Operated } from '../load/operated.ts';
import { batchingOf, type OperatingPoint } from '../load/operating-point.ts';
import { modelVersion } from '../model-version.ts';
import { configAssumptions } from '../resolve/resolve.ts';
import { siteTerms, type SiteTerms } from '../resolve/site-terms.ts';
import { combine, logSdOfRange, quantity, type Spread } from '../spread.ts';
import { admittedPerRank } from '../engine/admission.ts';
import type { Deployment } from '../engine/deployment.ts';
import { boundBy, decodeTerms, firstTokenTerms, scaledTerms } from './decode-terms.ts';
import { dollarQuantities } from './dollars.ts';
import { facility, type FacilityEnergy } from './energy.ts';
import { admittedEnds, cacheTokensQuantity, modelRead } from './memory.ts';
import { hourlyPrice, type HourlyPrice } from './money.ts';

export function quantities(scenario: Scenario, operated: Operated): Estimate {
  const { resolved, choice, points, steady, paid, anchors } = operated;
  const { candidate, ask, accelerators, idle } = choice;
  const { deployment } = candidate;
  const { evidence } = deployment.spread;
  const unknown: Record<string, string> = {};
  if (points.length === 0) throw new Error('an arrangement that fits has at least one operating point');
  const holding = circumstancesOf(scenario, resolved.chip.class);
  const spreadOf = (metric: Metric, { logSd, anchored }: Time): Spread => {
    const before = combine(
      { logSd: residualLogSd(metric, evidence, chipWidening(resolved.chip)), evidence },
      { logSd: circumstanceLogSd(metric, holding), evidence },
      { logSd, evidence },
    );
    return anchored ? { logSd: anchored(before.logSd), evidence: 'anchored' } : before;
  };

  const load = loadOf(scenario);
  const open = load.kind === 'open';
  const times = anchoredTimes(scenario, points, anchors, open);
  const hasTpot = scenario.outputTokens > 1;
  if (!hasTpot) for (const field of ['timePerOutputToken', 'tokensPerSecondPerUser']) unknown[field] = 'one output token has no time between tokens';
  const tpot = times.timePerOutputToken;
  const decode = mean(
    points.map((point) => decodeTerms(deployment.under(point.engine), point.steady, batchingOf(point.engine, scenario, deployment).draft)),
    tpot.value,
  );
  const tpotSpread = spreadOf('timePerOutputToken', { ...tpot, logSd: Math.hypot(tpot.logSd, interruptedLogSd(decode, tpot.value, scenario)) });
  const timePerOutputToken = hasTpot ? quantity(tpot.value, 's', tpotSpread) : null;

  const ttft = load.kind === 'batch' ? null : times.timeToFirstToken;
  const ttftSpread = ttft && spreadOf('timeToFirstToken', ttft);
  const timeToFirstToken = ttft && ttftSpread && quantity(ttft.value, 's', ttftSpread);
  if (!ttft) for (const field of [...firstTokenFields, 'requestLatency']) unknown[field] = 'all requests are queued at once';

  const full = times.outputTokensPerSecond;
  const concurrency = inFlight(ask, steady);
  // A batch is served at that pace until its last requests run out.
  const ended = load.kind === 'batch' ? batchSeconds(load.requests, Math.min(load.requests, concurrency), full.value / scenario.outputTokens) : null;
  const throughput = load.kind === 'batch' && ended !== null ? { ...full, value: (load.requests / ended) * scenario.outputTokens } : full;
  const throughputSpread = spreadOf('throughput', throughput);
  const atLoad = throughput.value / scenario.outputTokens;
  const steadyRate =
    scenario.session === null || load.kind === 'batch'
      ? atLoad
      : anchoredTimes(scenario, steady, anchors, open).outputTokensPerSecond.value / scenario.outputTokens;
  // Over the day, in requests/s: what dollars and joules are shared among.
  const served = open ? load.mean : steadyRate;
  const servedSpread: Spread = open ? { logSd: 0, evidence } : throughputSpread;
  const site = siteTerms(scenario);
  const price = hourlyPrice(scenario, resolved.accelerator, site);
  const countSpread = open && countSearched(scenario) ? throughputSpread : null;
  const paidLoad = { accelerators, requestsPerSecond: served, spread: servedSpread, countSpread, points: paid };
  const dollars = dollarQuantities(scenario, paidLoad, price, unknown);
  if (ended !== null && !price.known) unknown['usdTotal'] = price.reason;
  const energy = facility(resolved, scenario, { accelerators, idle }, site, paid, served * scenario.outputTokens, servedSpread, unknown);

  return {
    feasible: true,
    accelerators,
    ...candidate.layout,
    idleAccelerators: idle,
    load: {
      concurrency,
      requestsPerSecond: open ? load.peak : steadyRate,
      share: Math.min((open ? load.peak : steadyRate) / candidate.capacity, 1),
    },
    model: modelRead(resolved, scenario),
    cacheTokens: cacheTokensQuantity(
      scenario,
      deployment,
      points.map(({ engine }) => engine),
      evidence,
    ),
    servedRequestsPerSecond: quantity(open ? load.mean : atLoad, 'requests/s', open ? servedSpread : throughputSpread),
    usdPerHour: dollars.usdPerHour,
    usdPerMonth: dollars.usdPerMonth,
    ...(ended !== null && batchTotals(ended, dollars.usdPerHour, throughputSpread)),
    admittedConcurrency: admittedQuantity(scenario, deployment, points, evidence),
    timeToFirstToken,
    ...firstTokenPercentiles(steady, ttft, ttftSpread),
    timePerOutputToken,
    requestLatency: latency(timeToFirstToken, timePerOutputToken, scenario),
    tokensPerSecondPerUser: hasTpot ? quantity(1 / tpot.value, 'tokens/s', tpotSpread) : null,
    ...rates(open ? load.mean * scenario.outputTokens : throughput.value, accelerators, open ? servedSpread : throughputSpread),
    ...dollars.quantities,
    ...energy.quantities,
    boundBy: boundBy(
      decode,
      points.some((point) => point.limitedByMemory),
    ),
    terms: {
      decode,
      firstToken:
        ttft &&
        mean(
          points.map((point) => firstTokenTerms(point.steady, deployment.serving.frontEnd, 0)),
          ttft.value,
        ),
    },
    assumptions: [
      ...new Set([...assumptionsOf(scenario, operated), ...dollars.assumptions, ...energy.assumptions, ...placeAssumptions(site, price, energy)]),
    ],
    sources: [...new Set([...resolved.model.source, ...(resolved.accelerator?.memoryBandwidth?.source ?? []), ...dollars.sources])],
    unknown,
    modelVersion,
  };
}

/**
 * An answer of a few tokens lives through a few prompts of others, not through their mean: where these take most of its time, the closed form is
 * off by up to a third (rms 0.37 of ln in 19 of 294 drawn scenarios against the simulation: open arrivals, 75 to 90 % of the time to prompts, 16 or 32 tokens).
 */
function interruptedLogSd({ prefillInterference }: DecodeTerms, tpot: number, { outputTokens }: Scenario): number {
  const share = tpot > 0 ? Math.min(prefillInterference / tpot, 1) : 0;
  return 0.35 * share ** 2 * Math.min(fewTokens / outputTokens, 1);
}

const fewTokens = 32;

/** What a batch takes from its first request to its last answer, and what all of that costs. */
function batchTotals(seconds: number, usdPerHour: Quantity | null, spread: Spread): Pick<Estimate, 'hours' | 'usdTotal'> {
  const hours = seconds / 3600;
  const usdTotal =
    usdPerHour &&
    quantity(
      hours * usdPerHour.value,
      'USD',
      combine(spread, { logSd: logSdOfRange(usdPerHour.low, usdPerHour.high), evidence: usdPerHour.evidence }),
    );
  return { hours: quantity(hours, 'h', spread), usdTotal };
}

const rates = (
  outputTokensPerSecond: number,
  accelerators: number,
  spread: Spread,
): Pick<Estimate, 'outputTokensPerSecond' | 'outputTokensPerSecondPerAccelerator'> => ({
  outputTokensPerSecond: quantity(outputTokensPerSecond, 'tokens/s', spread),
  outputTokensPerSecondPerAccelerator: quantity(outputTokensPerSecond / accelerators, 'tokens/s', spread),
});

const firstTokenFields = ['timeToFirstToken', 'timeToFirstTokenP50', 'timeToFirstTokenP90', 'timeToFirstTokenP95', 'timeToFirstTokenP99'] as const;
type PercentileField = Exclude<(typeof firstTokenFields)[number], 'timeToFirstToken'>;

/** How far the shape of the wait may be off, as a standard deviation of ln: closed form against simulated percentiles. */
const percentileLogSd = 0.25;

/** Percentiles of steady state, moved by an anchor as their mean is. */
function firstTokenPercentiles(steady: readonly OperatingPoint[], ttft: Time | null, spread: Spread | null): Pick<Estimate, PercentileField> {
  const none = { timeToFirstTokenP50: null, timeToFirstTokenP90: null, timeToFirstTokenP95: null, timeToFirstTokenP99: null };
  if (!ttft || !spread || steady.some((point) => point.timeToFirstToken === null)) return none;
  const factor = spread.evidence === 'anchored' ? ttft.value / mixedValue(steady, (point) => point.timeToFirstToken ?? 0) : 1;
  const wide = combine(spread, { logSd: percentileLogSd, evidence: spread.evidence });
  const at = (percentile: TargetPercentile): Quantity =>
    quantity(
      factor *
        mixedValue(steady, ({ timeToFirstToken, steady: { queueSeconds, heldSeconds }, varied }) =>
          firstTokenPercentile(timeToFirstToken ?? 0, queueSeconds, heldSeconds, percentile, varied),
        ),
      's',
      wide,
    );
  return { timeToFirstTokenP50: at(50), timeToFirstTokenP90: at(90), timeToFirstTokenP95: at(95), timeToFirstTokenP99: at(99) };
}

/** Ids of what was assumed of the place, as far as money or energy reads it. */
function placeAssumptions({ assumptions }: SiteTerms, price: HourlyPrice, energy: FacilityEnergy): readonly string[] {
  const read = [...(price.known ? price.ofSite : []), ...(energy.quantities.joulesPerOutputToken ? (['pue', 'carbon'] as const) : [])];
  return read.map((part) => assumptions[part]);
}

/** True where the lab decides how many accelerators there are. */
function countSearched({ accelerators, serving }: Scenario): boolean {
  const pools = serving === 'aggregated' ? null : [serving.prefill, serving.decode];
  return accelerators === null && (pools === null || pools.some((pool) => pool.accelerators === null));
}

/** Ids of what was assumed because the scenario leaves it open; the texts are in `views/why/assumptions.ts`. */
function assumptionsOf(scenario: Scenario, { resolved }: Operated): readonly string[] {
  const load = loadOf(scenario);
  const pools = scenario.serving === 'aggregated' ? null : [scenario.serving.prefill, scenario.serving.decode];
  const layoutSearched = pools ? pools.some((pool) => pool.parallel === null) : scenario.parallel === null;
  return [
    scenario.engine ? `engine.${scenario.engine}` : resolved.engines.length === 1 ? `engine.${resolved.engines[0]?.id ?? ''}` : 'engine.mixture',
    ...chipAssumptions(resolved),
    ...configAssumptions(scenario).map(({ id }) => id),
    ...(scenario.weights ? [] : ['weights.native']),
    ...(scenario.kvCache ? [] : ['kv.engine-default']),
    ...(scenario.lengths ? ['lengths.lognormal'] : []),
    ...(scenario.maxContext === null ? ['context.input-output'] : []),
    ...(scenario.host === 'usual' ? ['host.usual'] : []),
    ...(layoutSearched ? ['parallel.searched'] : []),
    ...(countSearched(scenario) ? ['accelerators.searched'] : []),
    ...(load.kind === 'found' ? ['load.found'] : []),
    ...(load.kind === 'found' && scenario.target === null ? ['target.default'] : []),
    ...(scenario.session ? ['session'] : []),
    ...(scenario.anchor.length > 0 ? ['anchor'] : []),
  ];
}

/** What chips outside of datacentres are taken for. */
const chipAssumptions = ({ accelerator, chip }: Operated['resolved']): readonly string[] => [
  ...(chip.class === 'client' ? ['engine.stand-in'] : []),
  ...(accelerator?.sharedMemory ? ['memory.shared'] : []),
  ...(accelerator?.sixteenBit === 'fp16' ? ['arithmetic.fp16'] : []),
];

/** Exact where the request count decides; as wide as the memory left over is uncertain where memory does. */
function admittedQuantity(scenario: Scenario, deployment: Deployment, points: readonly OperatingPoint[], evidence: Spread['evidence']): Quantity {
  const value = Math.max(Math.round(mixedValue(points, (point) => point.admitted)), 1);
  const limited = scenario.concurrency === 'max' || scenario.batch !== null || points.some((point) => point.limitedByMemory);
  const lengths = scenario;
  const [point] = points;
  const ranks = point ? point.replicas * deployment.parallel.attentionData : 1;
  const ends =
    limited &&
    admittedEnds(
      (engine, cache) => ranks * admittedPerRank(deployment, engine, lengths, cache),
      scenario,
      deployment,
      points.map(({ engine }) => engine),
    );
  if (!ends) return { value, low: value, high: value, unit: 'requests', evidence };
  // A whole request more or less on each rank is what rounding hides, except where an engine's own limit decides.
  const capped = points.every(({ engine }) => value >= ranks * engine.maxSequences);
  return {
    value,
    low: Math.max(Math.min(value, ends.low), Math.min(value, 1)),
    high: Math.max(value, capped ? ends.high : ends.high + ranks),
    unit: 'requests',
    evidence,
  };
}

/** TTFT and all later tokens; their errors are taken as moving together, which is the wider reading. */
function latency(first: Quantity | null, each: Quantity | null, { outputTokens }: Scenario): Quantity | null {
  if (!first) return null;
  const steps = outputTokens - 1;
  const sum = (of: (q: Quantity) => number): number => of(first) + (each ? steps * of(each) : 0);
  return { value: sum((q) => q.value), low: sum((q) => q.low), high: sum((q) => q.high), unit: 's', evidence: first.evidence };
}

/** Mean of each term over the engines, scaled so that they sum to the mixed value. */
function mean<T extends DecodeTerms | FirstTokenTerms>(all: readonly T[], target: number): T {
  // One engine's shares are the mean; scaling undoes the division by their number.
  const sums = { ...all[0] } as Record<string, number>;
  for (let index = 1; index < all.length; index++) {
    const terms = all[index] as unknown as Readonly<Record<string, number>>;
    for (const key in sums) sums[key] = (sums[key] as number) + (terms[key] as number);
  }
  return scaledTerms(sums as unknown as T, target);
}
