/** Every legal way to serve a scenario on up to so many accelerators, one by one: what a search is compared with. */
import { accelerator as acceleratorById } from '../../../src/catalogue/accelerators.ts';
import { model as modelById } from '../../../src/catalogue/models.ts';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import type { Estimate } from '../../../src/estimate/estimate.ts';
import { replicaSize, splitError } from '../../../src/scenario/parallel.ts';
import type { Parallel, Scenario } from '../../../src/scenario/scenario.ts';

const counts = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64];

/** Splits that engines run: tensor within a server or two, stages only beside a full server. */
function splits(model: string, accelerator: string, most: number): readonly Parallel[] {
  const shape = modelById(model);
  if (!shape) return [];
  const list: Parallel[] = [];
  const domain = Math.max(acceleratorById(accelerator)?.scaleUp.size?.value ?? 1, 8);
  for (const tensor of [1, 2, 4, 8, 16].filter((each) => each <= domain)) {
    for (const pipeline of [1, 2, 4, 8]) {
      for (const attentionData of shape.moe ? counts : [1]) {
        const group = tensor * attentionData;
        for (const expert of new Set(shape.moe ? [1, tensor, group, Math.min(group, shape.moe.experts)] : [1])) {
          const parallel = { tensor, pipeline, expert, attentionData };
          if (replicaSize(parallel) <= most && splitError(parallel, null, shape, '') === null) list.push(parallel);
        }
      }
    }
  }
  return list;
}

/** The smallest replica that holds the model and one request under every engine; the largest tried where none does. */
export function fewest(scenario: Scenario): number {
  const engines = scenario.engine === null ? (['vllm', 'sglang', 'tensorrt-llm'] as const) : [scenario.engine];
  const holds = (parallel: Parallel): boolean =>
    engines.every(
      (engine) =>
        estimateScenario({ ...scenario, engine, parallel, accelerators: null, concurrency: 1, requestsPerSecond: null, target: null }).feasible,
    );
  const all = [...splits(scenario.model as string, scenario.accelerator as string, 64)].sort((a, b) => replicaSize(a) - replicaSize(b));
  return replicaSize(all.find(holds) ?? { tensor: 8, pipeline: 1, expert: 1, attentionData: 1 });
}

/** Accelerators over what they deliver, or with a rate accelerators alone: what a free choice has to keep small. */
export function costOf(estimate: Estimate, scenario: Scenario): number {
  if (!estimate.feasible || !estimate.accelerators || !estimate.outputTokensPerSecond) return Infinity;
  return scenario.requestsPerSecond === null ? estimate.accelerators / estimate.outputTokensPerSecond.value : estimate.accelerators;
}

/** @returns the cheapest of all, and on what */
export function bruteForce(scenario: Scenario, most: number): { readonly cost: number; readonly estimate: Estimate | null } {
  let best: { cost: number; estimate: Estimate | null } = { cost: Infinity, estimate: null };
  for (const parallel of splits(scenario.model as string, scenario.accelerator as string, most)) {
    const given = scenario.accelerators;
    const replicas = given === null ? null : Math.floor(given / replicaSize(parallel));
    if (replicas === 0) continue;
    const estimate = estimateScenario({ ...scenario, parallel, accelerators: replicas === null ? null : replicas * replicaSize(parallel) });
    if (!estimate.feasible) continue;
    // What fills no replica idles, and is paid.
    const paid = given === null || estimate.accelerators === null ? 1 : given / estimate.accelerators;
    const cost = costOf(estimate, scenario) * paid;
    if (cost < best.cost) best = { cost, estimate };
  }
  return best;
}
