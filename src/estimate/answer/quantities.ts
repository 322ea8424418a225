/**
 * Operating points to the public estimate: engines mixed, spreads added, dollars and joules derived from the same
 * accelerator-seconds.
 */
import { chipWidening } from '../../calibration/priors/class-facts.ts';
import { residualLogSd, type Metric } from '../../calibration/residuals.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Arrangement } from '../load/arrangement-search.ts';
import type { AnchorFactors } from './anchor.ts';
import { anchoredTimes, type Time } from './anchored-times.ts';
import { boundBy, decodeTerms, firstTokenTerms, scaledTerms } from './decode-terms.ts';
import type { DecodeTerms, Estimate, FirstTokenTerms } from '../estimate.ts';
import { facility } from './energy.ts';
import { mix, type Mixed } from '../load/mixture.ts';
import { modelVersion } from '../model-version.ts';
import { hourlyPrice } from './money.ts';
import { batchingOf, type OperatingPoint } from '../load/operating-point.ts';
import { siteTerms } from '../resolve/site-terms.ts';
import { combine, quantity, type Spread } from '../spread.ts';
import { dollarQuantities } from './dollars.ts';

export function quantities(
  scenario: Scenario,
  { accelerators, parallel, deployment, concurrency }: Arrangement,
  points: readonly OperatingPoint[],
  anchors: AnchorFactors | null,
): Estimate {
  const { evidence } = deployment.spread;
  const unknown: Record<string, string> = {};
  const [first] = points;
  if (!first) throw new Error('an arrangement that fits has at least one operating point');
  const spreadOf = (metric: Metric, { logSd, anchored }: Time): Spread => {
    const before = combine({ logSd: residualLogSd(metric, evidence, chipWidening(deployment.resolved.chip)), evidence }, { logSd, evidence });
    return anchored ? { logSd: anchored(before.logSd), evidence: 'anchored' } : before;
  };

  const times = anchoredTimes(scenario, points, anchors, concurrency);
  const hasTpot = scenario.outputTokens > 1;
  if (!hasTpot) unknown['timePerOutputToken'] = 'one output token has no time between tokens';
  const tpot = times.timePerOutputToken;
  const tpotSpread = spreadOf('timePerOutputToken', tpot);
  const timePerOutputToken = hasTpot ? quantity(tpot.value, 's', tpotSpread) : null;

  const noFirstToken = points.some((point) => point.saturated)
    ? 'saturated: requests arrive at 95 % or more of what these accelerators can serve, so the wait has no bound'
    : times.timeToFirstToken
      ? null
      : 'all requests are queued at once';
  if (noFirstToken) for (const field of ['timeToFirstToken', 'requestLatency']) unknown[field] = noFirstToken;
  const ttft = noFirstToken ? null : times.timeToFirstToken;
  const timeToFirstToken = ttft && quantity(ttft.value, 's', spreadOf('timeToFirstToken', ttft));

  const throughput = times.outputTokensPerSecond;
  const throughputSpread = spreadOf('throughput', throughput);
  const admitted = mix(points, (point) => point.admitted);
  const site = siteTerms(scenario);
  const price = hourlyPrice(scenario, deployment.resolved.accelerator, site);
  const dollars = dollarQuantities(scenario, accelerators, price, throughput.value, throughputSpread, points, unknown);
  const energy = facility(deployment.resolved, accelerators, site, points, throughput.value, throughputSpread, unknown);
  const decode = mean(
    points.map((point) => decodeTerms(deployment.under(point.engine), point.steady, batchingOf(point.engine, scenario, deployment).draft.progress)),
    tpot.value,
  );

  return {
    feasible: true,
    accelerators,
    replicas: first.replicas,
    parallel,
    admittedConcurrency: admittedQuantity(admitted, points, scenario, concurrency, evidence),
    timeToFirstToken,
    timePerOutputToken,
    requestLatency: latency(timeToFirstToken, timePerOutputToken, scenario),
    tokensPerSecondPerUser: hasTpot ? quantity(1 / tpot.value, 'tokens/s', tpotSpread) : null,
    outputTokensPerSecond: quantity(throughput.value, 'tokens/s', throughputSpread),
    outputTokensPerSecondPerAccelerator: quantity(throughput.value / accelerators, 'tokens/s', throughputSpread),
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
    assumptions: [...new Set([...assumptionsOf(scenario), ...dollars.assumptions, ...energy.assumptions, ...site.assumptions])],
    sources: [
      ...new Set([...deployment.resolved.model.source, ...(deployment.resolved.accelerator?.memoryBandwidth?.source ?? []), ...dollars.sources]),
    ],
    unknown,
    modelVersion,
  };
}

/** Ids of what was assumed because the scenario leaves it open; the texts are in `assumptions.ts`. */
function assumptionsOf(scenario: Scenario): readonly string[] {
  return [
    scenario.engine ? `engine.${scenario.engine}` : 'engine.mixture',
    ...(scenario.weights ? [] : ['weights.native']),
    ...(scenario.kvCache ? [] : ['kv.engine-default']),
    ...(scenario.parallel ? [] : ['parallel.searched']),
    ...(scenario.accelerators ? [] : ['accelerators.fewest']),
    ...(scenario.target ? ['concurrency.searched'] : []),
    ...(scenario.anchor.length > 0 ? ['anchor'] : []),
  ];
}

/** Exact where the request count decides; as wide as the memory left over is uncertain where memory does. */
function admittedQuantity(
  admitted: Mixed,
  points: readonly OperatingPoint[],
  scenario: Scenario,
  chosen: number | null,
  evidence: Spread['evidence'],
): Quantity {
  const limited = (scenario.concurrency === 'max' && chosen === null) || points.some((point) => point.limitedByMemory);
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
