/**
 * Parallel arrangements worth trying when the scenario leaves the choice to us: tensor splits within the scale-up
 * domain, pipeline stages, attention-data ranks and expert splits for mixtures of experts.
 */
import type { Model } from '../../catalogue/facts.ts';
import type { ChipSpec } from '../../model/chip.ts';
import { acceleratorsPerServer } from '../../model/server.ts';
import { memo } from '../../stats/memo.ts';
import { replicaSize } from '../../scenario/parallel.ts';
import type { Parallel } from '../../scenario/scenario.ts';

/** Tensor splits past 16 are not used in practice. */
const largestTensor = 16;
const largestPipeline = 16;
/** Wide expert parallelism in published deployments: 32 to 144 accelerators (DeepSeek-V3 report; SGLang, 96 H100s). */
const largestGroup = 128;

const powers = (limit: number): readonly number[] => {
  const list: number[] = [];
  for (let n = 1; n <= limit; n *= 2) list.push(n);
  return list;
};

/** Every arrangement of one replica on at most `limit` accelerators, smallest first, and of one size those with fewest stages. */
export function arrangements(model: Model, chip: ChipSpec, limit: number): readonly Parallel[] {
  return listed([model, chip], limit, () => listArrangements(model, chip, limit));
}

const listed = memo<readonly Parallel[]>(64);

function listArrangements(model: Model, chip: ChipSpec, limit: number): readonly Parallel[] {
  const domain = Math.max(chip.scaleUpSize ?? 1, acceleratorsPerServer);
  const list: Parallel[] = [];
  for (const tensor of powers(Math.min(limit, domain, largestTensor))) {
    if (model.heads % tensor !== 0) continue;
    for (const pipeline of powers(Math.min(limit / tensor, largestPipeline, model.layers))) {
      const room = limit / (tensor * pipeline);
      for (const attentionData of model.moe ? smooth(Math.min(room, largestGroup / tensor)) : [1]) {
        for (const expert of expertSplits(model, tensor * attentionData)) list.push({ tensor, pipeline, expert, attentionData });
      }
    }
  }
  return list.sort((a, b) => replicaSize(a) - replicaSize(b) || a.pipeline - b.pipeline);
}

/** Experts split over the whole group like everything else, spread over as many of its ranks as share them out evenly, or over all. */
function expertSplits(model: Model, group: number): readonly number[] {
  if (!model.moe || group === 1) return [1];
  const { experts } = model.moe;
  return [...new Set([1, greatestCommonDivisor(group, experts), ...(group <= experts ? [group] : [])])];
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** Powers of two, and three times them: the counts that servers of eight and racks of 72 divide into. */
const smooth = (limit: number): readonly number[] => [...powers(limit), ...powers(limit / 3).map((power) => 3 * power)].sort((a, b) => a - b);
