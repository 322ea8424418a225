/**
 * Measured points that physics forbids. A token cannot come faster than its active weights can be read, nor a token or
 * a prompt faster than its arithmetic: a point below that is a slip of unit or a planted price, and is refused.
 */
import { accelerator as acceleratorById } from '../catalogue/accelerators.ts';
import { readConfig } from '../catalogue/config-reader.ts';
import { model as modelById } from '../catalogue/models.ts';
import type { InputError } from './input-error.ts';
import { replicaSize } from './parallel.ts';
import type { Scenario } from './scenario.ts';

/** Accelerators that the most generous reading gives a deployment whose size is not said. */
const mostUnsaid = 1024;
/** Bytes of the narrowest weight that is stored (4 bits). */
const leastWeightBytes = 0.5;

/** Seconds that no measurement of this scenario can be below; null where a fact that decides is unknown. */
interface Floors {
  readonly timePerOutputToken: number;
  readonly timeToFirstToken: number;
  /** tokens/s that no measurement can exceed at all. */
  readonly outputTokensPerSecond: number;
}

export function anchorError(scenario: Scenario, at: (key: string, message: string) => InputError): InputError | null {
  const floors = scenario.anchor.length > 0 ? floorsOf(scenario) : null;
  for (const [index, point] of scenario.anchor.entries()) {
    const { concurrency, timePerOutputToken, timeToFirstToken, outputTokensPerSecond } = point;
    if (timePerOutputToken === undefined && timeToFirstToken === undefined && outputTokensPerSecond === undefined)
      return at(`anchor.${index}`, 'an anchor needs timePerOutputToken, timeToFirstToken or outputTokensPerSecond');
    if (!floors) continue;
    if (timePerOutputToken !== undefined && timePerOutputToken < floors.timePerOutputToken)
      return at(
        `anchor.${index}.timePerOutputToken`,
        `${timePerOutputToken} s is faster than the weights can be read: at least ${seconds(floors.timePerOutputToken)}`,
      );
    if (timeToFirstToken !== undefined && timeToFirstToken < floors.timeToFirstToken)
      return at(
        `anchor.${index}.timeToFirstToken`,
        `${timeToFirstToken} s is faster than the prompt can be computed: at least ${seconds(floors.timeToFirstToken)}`,
      );
    const most = Math.min(floors.outputTokensPerSecond, concurrency / floors.timePerOutputToken);
    if (outputTokensPerSecond !== undefined && outputTokensPerSecond > most)
      return at(
        `anchor.${index}.outputTokensPerSecond`,
        `${outputTokensPerSecond} tokens/s is more than ${concurrency} requests in flight can get: at most ${most.toPrecision(2)}`,
      );
  }
  return null;
}

const seconds = (value: number): string => `${value.toPrecision(2)} s`;

function floorsOf(scenario: Scenario): Floors | null {
  const imported = typeof scenario.model === 'object' ? readConfig(scenario.model) : null;
  const model = typeof scenario.model === 'string' ? modelById(scenario.model) : imported?.ok ? imported.model : undefined;
  const chip = hardwareOf(scenario);
  if (!model || !chip) return null;
  const { bandwidth, peak } = chip;
  const count = countOf(scenario);
  const tokensPerStep = 1 + (scenario.speculative?.draftTokens ?? 0);
  const flops = 2 * model.parametersActive;
  const fresh = Math.max(Math.round(scenario.inputTokens * (1 - scenario.prefixHitRate)), 1);
  return {
    timePerOutputToken: (model.parametersActive * leastWeightBytes) / (bandwidth * count * tokensPerStep),
    timeToFirstToken: (fresh * flops) / (peak * count),
    outputTokensPerSecond: (peak * count) / flops,
  };
}

function hardwareOf({ accelerator }: Scenario): { readonly bandwidth: number; readonly peak: number } | null {
  if (typeof accelerator === 'object') return { bandwidth: accelerator.memoryBandwidth, peak: Math.max(...Object.values(accelerator.peak)) };
  const row = acceleratorById(accelerator);
  const peaks = Object.values(row?.peak ?? {}).map((fact) => fact.value);
  return row?.memoryBandwidth && peaks.length > 0 ? { bandwidth: row.memoryBandwidth.value, peak: Math.max(...peaks) } : null;
}

function countOf({ accelerators, parallel, serving }: Scenario): number {
  if (accelerators !== null) return accelerators;
  if (parallel) return Math.max(replicaSize(parallel), mostUnsaid);
  if (serving !== 'aggregated' && serving.prefill.accelerators !== null && serving.decode.accelerators !== null)
    return serving.prefill.accelerators + serving.decode.accelerators;
  return mostUnsaid;
}
