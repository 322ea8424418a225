/** A step as an answer: rates, hours with what failures take, dollars, joules and grams, each with its interval. */
import { systemPower, systemPowerFromRated } from '../../catalogue/power.ts';
import type { Accelerator, Model } from '../../catalogue/facts.ts';
import type { ChipSpec } from '../../model/chip.ts';
import { meanPowerShare, regimeSpread } from '../../model/energy.ts';
import { interruptions } from '../../model/training/faults.ts';
import { modelFlops } from '../../model/training/shape.ts';
import { scenarioDefaults } from '../../scenario/defaults.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { globalBatchOf, type Training } from '../../scenario/training.ts';
import type { Evidence, Quantity } from '../../units/quantity.ts';
import { hourlyPrice } from '../answer/money.ts';
import { modelVersion } from '../model-version.ts';
import { siteTerms } from '../resolve/site-terms.ts';
import { combine, logSdOfRange, quantity, z80, type Spread } from '../spread.ts';
import { fittedFrom, logSd } from './fitted.ts';
import type { Step } from './search.ts';
import type { TrainingEstimate } from './training-estimate.ts';

export interface Resolved {
  readonly model: Model;
  readonly chip: ChipSpec;
  readonly accelerator: Accelerator | null;
  readonly peak: number;
  readonly memoryBytes: number;
  readonly evidence: Evidence;
  /** Of products on a chip that was not timed. */
  readonly logSd: number;
}

const joulesPerKilowattHour = 3.6e6;
/** Faults an hour differ about threefold between fleets (OPT-175B, BLOOM, Llama 3): standard deviation of ln of what is lost. */
const lostLogSd = 0.4;

export function answer(training: Training, resolved: Resolved, step: Step): TrainingEstimate {
  const { model, chip, accelerator, peak, memoryBytes, evidence } = resolved;
  const count = step.accelerators;
  const spread = combine({ logSd: logSd(model, training.method), evidence }, { logSd: resolved.logSd, evidence });
  const tokens = globalBatchOf(training) * training.sequence;
  const rate = tokens / step.seconds / count;
  const flops = modelFlops(model, training.sequence, training.method, training.loraRank);
  const { lostShare } = interruptions(count);
  const mfu = (rate * flops) / peak;
  const unknown: Record<string, string> = {};
  const site = siteTerms(asScenario(training));
  const price = hourlyPrice(asScenario(training), accelerator, site);
  const none = 'tokens are not given';
  const hours = training.tokens === null ? null : training.tokens / (rate * count) / (1 - lostShare) / 3600 / training.utilisation;
  const whole = combine(spread, { logSd: (lostLogSd * lostShare) / (1 - lostShare), evidence });
  if (hours === null) for (const field of ['hours', 'acceleratorHours', 'usd', 'joules', 'gramsCO2e']) unknown[field] = none;
  if (hours !== null && !price.known) unknown['usd'] = price.reason;
  const energy = hours === null ? null : energyOf(resolved, step, hours * training.utilisation, whole, site, unknown);
  return {
    feasible: true,
    accelerators: count,
    parallel: step.parallel,
    microBatch: step.microBatch,
    recompute: step.recompute,
    recomputedLayers: step.recomputedLayers,
    tokensPerSecondPerAccelerator: atMost(rate / mfu, quantity(rate, 'tokens/s', spread)),
    modelFlopsPerAccelerator: atMost(peak, quantity(rate * flops, 'FLOP/s', spread)),
    modelFlopsUtilisation: atMost(1, quantity(mfu, '1', spread)),
    secondsPerStep: atLeast(step.seconds * mfu, quantity(step.seconds, 's', spread)),
    hours: hours === null ? null : atLeast(hours * mfu * (1 - lostShare), quantity(hours, 'h', whole)),
    acceleratorHours: hours === null ? null : atLeast(hours * count * mfu * (1 - lostShare), quantity(hours * count, 'h', whole)),
    usd: hours === null || !price.known ? null : quantity(hours * count * price.usdPerHour, 'USD', combine(whole, price.spread)),
    joules: energy?.joules ?? null,
    gramsCO2e: energy?.gramsCO2e ?? null,
    lostShare: atMost(1, quantity(lostShare, '1', { logSd: lostLogSd, evidence: 'prior' })),
    memory: { ...step.memory, available: memoryBytes },
    terms: step.terms,
    assumptions: [
      'training.operators',
      'training.balanced-experts',
      ...(training.parallel === null ? ['training.layout-searched'] : []),
      ...(training.recompute === null ? ['training.least-recomputation'] : []),
      ...(hours === null ? [] : ['training.faults', ...(price.known ? price.assumptions : []), ...new Set(Object.values(site.assumptions))]),
      ...(chip.scaleOutBandwidth === null ? ['training.usual-network'] : []),
    ],
    sources: [...new Set([...model.source, ...fittedFrom, ...(price.known && hours !== null ? price.sources : [])])],
    unknown,
    modelVersion,
  };
}

/** An interval ends where the arithmetic peak does: no chip is faster, however unsure the estimate. A value past it keeps its own word. */
const atMost = (most: number, it: Quantity): Quantity => ({ ...it, high: Math.max(it.value, Math.min(it.high, most)) });
const atLeast = (least: number, it: Quantity): Quantity => ({ ...it, low: Math.min(it.value, Math.max(it.low, least)) });

/** The parts of a scenario that decide what an hour costs and emits. */
function asScenario({ model, accelerator, ownership, site }: Training): Scenario {
  return { ...scenarioDefaults, model, accelerator, ownership, site };
}

function energyOf(
  { chip, accelerator, evidence }: Resolved,
  { terms, seconds, accelerators }: Step,
  hours: number,
  whole: Spread,
  site: ReturnType<typeof siteTerms>,
  unknown: Record<string, string>,
): { readonly joules: Quantity; readonly gramsCO2e: Quantity } | null {
  const system = accelerator ? systemPower(accelerator) : chip.tdp === null ? null : systemPowerFromRated(chip.tdp);
  if (!system) {
    for (const field of ['joules', 'gramsCO2e']) unknown[field] = `no power of ${chip.name} is known`;
    return null;
  }
  // Without a rated chip power, the usual two thirds of the system's, as for serving.
  const chipWatts = chip.tdp ?? (2 / 3) * system.value;
  const share = meanPowerShare(
    { compute: terms.compute, weights: terms.optimiser, collectives: terms.tensor + terms.context + terms.expert + terms.data },
    seconds,
  );
  const watts = (chipWatts * share + Math.max(system.value - chipWatts, 0)) * site.pue.value;
  const joules = watts * accelerators * hours * 3600;
  const of = ({ value, low, high }: { value: number; low?: number; high?: number }): Spread => ({
    logSd: logSdOfRange(low ?? value, high ?? value),
    evidence,
  });
  const spread = combine(whole, { logSd: regimeSpread / z80, evidence }, of(system), of(site.pue));
  return {
    joules: quantity(joules, 'J', spread),
    gramsCO2e: quantity((joules / joulesPerKilowattHour) * site.carbon.value, 'gCO2e', combine(spread, of(site.carbon))),
  };
}
