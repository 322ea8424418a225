/**
 * Parallel arrangements worth trying when the scenario leaves the choice to us: tensor splits within the scale-up
 * domain, pipeline stages past it, attention-data ranks and expert splits for mixtures of experts.
 */
import type { Model } from '../../catalogue/facts.ts';
import type { ChipSpec } from '../../model/chip.ts';
import { replicaSize } from '../../scenario/parallel.ts';
import type { Parallel } from '../../scenario/scenario.ts';

/** Servers hold eight accelerators unless the fabric is larger; tensor splits past 16 are not used in practice. */
const acceleratorsPerServer = 8;
const largestTensor = 16;
const largestPipeline = 16;
/** Wide expert parallelism in published deployments: 32 to 144 accelerators (DeepSeek-V3 report; SGLang, 96 H100s). */
const largestGroup = 128;

const powers = (limit: number): readonly number[] => {
  const list: number[] = [];
  for (let n = 1; n <= limit; n *= 2) list.push(n);
  return list;
};

/** Every arrangement of one replica on at most `limit` accelerators, smallest first. */
export function arrangements(model: Model, chip: ChipSpec, limit: number): readonly Parallel[] {
  let byChip = listed.get(model);
  if (!byChip) listed.set(model, (byChip = new WeakMap<ChipSpec, Map<number, readonly Parallel[]>>()));
  let byLimit = byChip.get(chip);
  if (!byLimit || byLimit.size >= mostListed) byChip.set(chip, (byLimit = new Map<number, readonly Parallel[]>()));
  let list = byLimit.get(limit);
  if (!list) byLimit.set(limit, (list = listArrangements(model, chip, limit)));
  return list;
}

/** Lists per model and chip object; a batch asks for the same few again and again. */
const listed = new WeakMap<Model, WeakMap<ChipSpec, Map<number, readonly Parallel[]>>>();
const mostListed = 64;

function listArrangements(model: Model, chip: ChipSpec, limit: number): readonly Parallel[] {
  const domain = Math.max(chip.scaleUpSize ?? 1, acceleratorsPerServer);
  const list: Parallel[] = [];
  for (const tensor of powers(Math.min(limit, domain, largestTensor))) {
    if (model.heads % tensor !== 0) continue;
    for (const pipeline of powers(Math.min(limit / tensor, largestPipeline, model.layers))) {
      // Stages pay only where a tensor split alone cannot hold the model.
      if (pipeline > 1 && tensor < Math.min(domain, acceleratorsPerServer, limit)) continue;
      list.push({ tensor, pipeline, expert: 1, attentionData: 1 });
      if (!model.moe) continue;
      if (tensor > 1 && pipeline === 1 && model.moe.experts % tensor === 0) list.push({ tensor, pipeline, expert: tensor, attentionData: 1 });
      if (pipeline > 1) continue;
      for (const attentionData of powers(Math.min(limit / tensor, largestGroup / tensor))) {
        const group = tensor * attentionData;
        if (attentionData > 1 && model.moe.experts % group === 0) list.push({ tensor, pipeline, expert: group, attentionData });
      }
    }
  }
  return list.sort((a, b) => replicaSize(a) - replicaSize(b));
}

/** Those that use exactly `accelerators`, in a whole number of replicas. */
export const arrangementsOf = (model: Model, chip: ChipSpec, accelerators: number): readonly Parallel[] =>
  arrangements(model, chip, accelerators).filter((parallel) => accelerators % replicaSize(parallel) === 0);

/** Those that leave as few as possible idle, for a count that no arrangement divides: 1,814 accelerators, say. */
export const arrangementsWithin = (model: Model, chip: ChipSpec, accelerators: number): readonly Parallel[] =>
  arrangements(model, chip, accelerators).filter((parallel) => replicaSize(parallel) > 1);
