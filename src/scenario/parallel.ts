/** The arithmetic of splits: sizes, ranks, and what a model's shape refuses. */
import type { Model } from '../catalogue/facts.ts';
import { fail, type InputError } from './input-error.ts';
import type { Parallel } from './scenario.ts';

/** More accelerators than any one fleet has today, so that a slipped zero is caught and nothing real is refused. */
export const maxAccelerators = 1_000_000;

/** Accelerators of one replica: tensor · pipeline · attentionData. */
export const replicaSize = (parallel: Parallel): number => parallel.tensor * parallel.pipeline * parallel.attentionData;

/** Whole replicas on so many accelerators; the rest is idle. */
export const replicasOn = (accelerators: number, parallel: Parallel): number => Math.floor(accelerators / replicaSize(parallel));

/** Attention-data ranks over all replicas: what requests spread over. */
export const ranksOn = (accelerators: number, parallel: Parallel): number => replicasOn(accelerators, parallel) * parallel.attentionData;

/** Ranks past the number of experts need redundant copies; published deployments have a quarter more (DeepSeek-V3 report, section 3.4: 320 ranks for 256). */
const redundancy = 1.25;

/**
 * @param accelerators null where the count is free
 * @param model null where it is not known: its shape then refuses nothing
 * @param path of the split, to be put before the field that is wrong
 */
export function splitError(parallel: Parallel, accelerators: number | null, model: Model | null, path: string): InputError | null {
  const at = (key: string, message: string): InputError => fail('inconsistent', key ? `${path}.${key}` : path, message).error;
  const { tensor, pipeline, expert, attentionData, decodeContext = 1 } = parallel;
  const group = tensor * attentionData;
  if (group % expert !== 0) return at('expert', `expert ${expert} does not divide tensor · attentionData = ${group}`);
  const size = replicaSize(parallel);
  if (size > maxAccelerators)
    return at('', `one replica of tensor · pipeline · attentionData = ${size} is more than ${maxAccelerators} accelerators`);
  if (accelerators !== null && accelerators % size !== 0)
    return at('', `${accelerators} accelerators are not a whole number of replicas of tensor · pipeline · attentionData = ${size}`);
  if (tensor % decodeContext !== 0) return at('decodeContext', `decodeContext ${decodeContext} does not divide tensor = ${tensor}`);
  if (model === null) return null;
  if (decodeContext > 1) {
    const copies = model.mla ? tensor : Math.max(tensor / model.kvHeads, 1);
    if (model.attention.windowLayers > 0) return at('decodeContext', `${model.name} has sliding windows, whose cache engines do not split`);
    if (decodeContext > copies)
      return at(
        'decodeContext',
        `the cache of ${model.name} is there ${copies} times in a tensor group of ${tensor}: decodeContext splits no more than that`,
      );
  }
  if (model.heads % tensor !== 0) return at('tensor', `${model.name} has ${model.heads} attention heads, which ${tensor} does not divide`);
  if (pipeline > model.layers) return at('pipeline', `${model.name} has ${model.layers} layers, fewer than ${pipeline} stages`);
  if (expert > 1 && !model.moe) return at('expert', `${model.name} is dense: it has no experts to spread`);
  const most = Math.floor((model.moe?.experts ?? 1) * redundancy);
  return expert > most
    ? at('expert', `${model.name} has ${model.moe?.experts ?? 0} experts: with redundant copies they fill at most ${most} ranks`)
    : null;
}
