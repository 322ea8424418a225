/**
 * The rule of thumb that people carry in their heads: a time measured on one chip, times the ratio of datasheet rates to
 * another's. It knows nothing of kernels, links, hosts or batches; what it misses on published rows is measured
 * (`npm run fit:transfer`) and stands beside it wherever it is shown.
 */
import type { Calibration } from '../../calibration/calibration.ts';
import misses from '../../calibration/datasheet-ratio.json' with { type: 'json' };
import { scenarioDefaults } from '../../scenario/defaults.ts';
import { formats } from '../../model/operators/formats.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Quantity } from '../../units/quantity.ts';
import { estimateScenario } from '../estimate-scenario.ts';
import type { OwnGpu } from './own-gpu.ts';
import { resolve, type Resolved } from '../resolve/resolve.ts';
import { z80 } from '../../stats/normal.ts';
import { quantity } from '../spread.ts';

/** Factors on time from one chip to another. */
export interface DatasheetRatio {
  /** Ratio of memory bandwidths. */
  readonly decode: number;
  /** Ratio of dense peaks, each in the format in which the chip multiplies these weights. */
  readonly prefill: number;
}

/** Null where a chip is unknown, lacks the rate, or cannot run the weights. */
export function datasheetRatio(scenario: Scenario, from: Scenario['accelerator'], to: Scenario['accelerator']): DatasheetRatio | null {
  const [source, target] = [from, to].map((accelerator) => {
    const resolution = resolve({ ...scenario, accelerator });
    return resolution.ok ? ratesOf(resolution.value) : null;
  });
  return source && target ? { decode: source.bandwidth / target.bandwidth, prefill: source.peak / target.peak } : null;
}

function ratesOf({ chip, arithmetic }: Resolved): { readonly bandwidth: number; readonly peak: number } | null {
  // Where a checkpoint keeps some parts wider, its experts are what the format is named for.
  const peak = chip.peak[formats[arithmetic.experts].peak];
  return peak && chip.memoryBandwidth ? { bandwidth: chip.memoryBandwidth, peak } : null;
}

/** What the rule says of a target from a run, beside what the lab says of the same work. */
export interface ScaledRun {
  /** What runs where: "Llama 3.1 8B in int4 on one H200 SXM". */
  readonly work: string;
  /** Seconds between tokens for one person, with the model of `own`, on one of the target. */
  readonly scaled: Quantity;
  /** The lab's estimate of just that; null where it does not fit or cannot be priced. */
  readonly estimated: Quantity | null;
  /** Median |ln(rule/measured)| on published rows of two datacentre accelerators each; nobody has published a browser's. */
  readonly miss: number;
}

/** Null for a software adapter, without a measured bandwidth, and for a target whose bandwidth is unknown. */
export function scaledRun(calibration: Calibration, own: OwnGpu, scenario: Scenario): ScaledRun | null {
  const read = calibration.ceilings.read;
  const resolution = resolve({ ...scenario, model: own.model.id, weights: own.weights });
  if (calibration.adapter.fallback || !read || !resolution.ok || !resolution.value.chip.memoryBandwidth) return null;
  const { error, halfWidth } = misses.timePerOutputToken;
  const work: Scenario = {
    ...scenarioDefaults,
    model: own.model.id,
    weights: own.weights,
    accelerator: scenario.accelerator,
    engine: scenario.engine,
    accelerators: 1,
    parallel: { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 },
    inputTokens: scenario.inputTokens,
    outputTokens: scenario.outputTokens,
    concurrency: 1,
  };
  return {
    work: `${own.model.name} in ${own.weights} on one ${resolution.value.chip.name}`,
    scaled: quantity(own.timePerOutputToken.value * (read.value / resolution.value.chip.memoryBandwidth), 's', {
      logSd: halfWidth / z80,
      evidence: 'projected',
    }),
    estimated: estimateScenario(work, { calibration }).timePerOutputToken,
    miss: error,
  };
}
