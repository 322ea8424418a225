/**
 * Operating points to the public estimate: engines mixed, spreads added, dollars and joules derived from the same
 * accelerator-seconds.
 */
import { chipWidening } from '../../calibration/priors/class-facts.ts';
import { residualLogSd, type Metric } from '../../calibration/residuals.ts';
import { loadOf } from '../../scenario/load.ts';
import type { Scenario, TargetPercentile } from '../../scenario/scenario.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { DecodeTerms, Estimate, FirstTokenTerms } from '../estimate.ts';
import { anchoredTimes, type Time } from '../load/anchored-times.ts';
import { firstTokenPercentile } from '../load/first-token.ts';
import { mix, mixedValue, type Mixed } from '../load/mixture.ts';
import { inFlight, type Operated } from '../load/operated.ts';
import { batchingOf, type OperatingPoint } from '../load/operating-point.ts';
import { modelVersion } from '../model-version.ts';
import { siteTerms } from '../resolve/site-terms.ts';
import { combine, quantity, type Spread } from '../spread.ts';
import { boundBy, decodeTerms, firstTokenTerms, scaledTerms } from './decode-terms.ts';
import { dollarQuantities } from './dollars.ts';
import { facility } from './energy.ts';
import { hourlyPrice } from './money.ts';

export function quantities(scenario: Scenario, operated: Operated): Estimate {
  const { resolved, choice, points, steady, paid, anchors } = operated;
  const { candidate, ask, accelerators, idle } = choice;
  const { deployment } = candidate;
  const { evidence } = deployment.spread;
  const unknown: Record<string, string> = {};
  if (points.length === 0) throw new Error('an arrangement that fits has at least one operating point');
  const spreadOf = (metric: Metric, { logSd, anchored }: Time): Spread => {
    const before = combine({ logSd: residualLogSd(metric, evidence, chipWidening(resolved.chip)), evidence }, { logSd, evidence });
    return anchored ? { logSd: anchored(before.logSd), evidence: 'anchored' } : before;
  };

  const load = loadOf(scenario);
  const open = load.kind === 'open';
  const times = anchoredTimes(scenario, points, anchors, open);
  const hasTpot = scenario.outputTokens > 1;
  if (!hasTpot) for (const field of ['timePerOutputToken', 'tokensPerSecondPerUser']) unknown[field] = 'one output token has no time between tokens';
  const tpot = times.timePerOutputToken;
  const tpotSpread = spreadOf('timePerOutputToken', tpot);
  const timePerOutputToken = hasTpot ? quantity(tpot.value, 's', tpotSpread) : null;

  const ttft = times.timeToFirstToken;
  const ttftSpread = ttft && spreadOf('timeToFirstToken', ttft);
  const timeToFirstToken = ttft && ttftSpread && quantity(ttft.value, 's', ttftSpread);
  if (!ttft) for (const field of [...firstTokenFields, 'requestLatency']) unknown[field] = 'all requests are queued at once';

  const throughput = times.outputTokensPerSecond;
  const throughputSpread = spreadOf('throughput', throughput);
  const atLoad = throughput.value / scenario.outputTokens;
  const steadyRate =
    scenario.session === null ? atLoad : anchoredTimes(scenario, steady, anchors, open).outputTokensPerSecond.value / scenario.outputTokens;
  // Over the day, in requests/s: what dollars and joules are shared among.
  const served = open ? load.mean : steadyRate;
  const servedSpread: Spread = open ? { logSd: 0, evidence } : throughputSpread;
  const site = siteTerms(scenario);
  const price = hourlyPrice(scenario, resolved.accelerator, site);
  const dollars = dollarQuantities(scenario, { accelerators, requestsPerSecond: served, spread: servedSpread, points: paid }, price, unknown);
  const energy = facility(resolved, { accelerators, idle }, site, paid, served * scenario.outputTokens, servedSpread, unknown);
  const decode = mean(
    points.map((point) => decodeTerms(deployment.under(point.engine), point.steady, batchingOf(point.engine, scenario, deployment).draft.progress)),
    tpot.value,
  );
  const concurrency = inFlight(ask, steady);

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
    servedRequestsPerSecond: quantity(open ? load.mean : atLoad, 'requests/s', open ? servedSpread : throughputSpread),
    usdPerHour: dollars.usdPerHour,
    usdPerMonth: dollars.usdPerMonth,
    admittedConcurrency: admittedQuantity(scenario, points, evidence),
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
    assumptions: [...new Set([...assumptionsOf(scenario, operated), ...dollars.assumptions, ...energy.assumptions, ...site.assumptions])],
    sources: [...new Set([...resolved.model.source, ...(resolved.accelerator?.memoryBandwidth?.source ?? []), ...dollars.sources])],
    unknown,
    modelVersion,
  };
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
      factor * mixedValue(steady, (point) => firstTokenPercentile(point.timeToFirstToken ?? 0, point.steady.queueSeconds, percentile)),
      's',
      wide,
    );
  return { timeToFirstTokenP50: at(50), timeToFirstTokenP90: at(90), timeToFirstTokenP95: at(95), timeToFirstTokenP99: at(99) };
}

/** Ids of what was assumed because the scenario leaves it open; the texts are in `assumptions.ts`. */
function assumptionsOf(scenario: Scenario, { resolved }: Operated): readonly string[] {
  const load = loadOf(scenario);
  const pools = scenario.serving === 'aggregated' ? null : [scenario.serving.prefill, scenario.serving.decode];
  const layoutSearched = pools ? pools.some((pool) => pool.parallel === null) : scenario.parallel === null;
  const countSearched = scenario.accelerators === null && (pools === null || pools.some((pool) => pool.accelerators === null));
  return [
    scenario.engine ? `engine.${scenario.engine}` : resolved.engines.length === 1 ? `engine.${resolved.engines[0]?.id ?? ''}` : 'engine.mixture',
    ...chipAssumptions(resolved),
    ...(scenario.weights ? [] : ['weights.native']),
    ...(scenario.kvCache ? [] : ['kv.engine-default']),
    ...(layoutSearched ? ['parallel.searched'] : []),
    ...(countSearched ? ['accelerators.searched'] : []),
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
function admittedQuantity(scenario: Scenario, points: readonly OperatingPoint[], evidence: Spread['evidence']): Quantity {
  const admitted: Mixed = mix(points, (point) => point.admitted);
  const limited = scenario.concurrency === 'max' || points.some((point) => point.limitedByMemory);
  // Runtime memory of 3.5 ± 1.5 GiB and block waste move what is admitted by about a tenth on 80 GB boards.
  const logSd = limited ? Math.hypot(admitted.logSd, 0.08) : 0;
  return quantity(Math.max(Math.round(admitted.value), 1), 'requests', { logSd, evidence });
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
