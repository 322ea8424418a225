/**
 * Where the time of an output token goes. The groups are those that a reader can act on; they sum to the time itself.
 */
import type { Batching } from '../../model/batching.ts';
import type { SteadyState } from '../../model/serving.ts';
import type { Stage } from '../../model/step.ts';
import type { Execution } from '../engine/deployment.ts';
import type { BoundOperators } from '../engine/operators-in-engine.ts';
import type { BoundBy, DecodeTerms, FirstTokenTerms } from '../estimate.ts';

/** Decode seconds by group for a steady state, spread over the tokens that a step brings; those of the draft's passes among them. */
export function decodeTerms({ stage, operators, draft }: Execution, steady: SteadyState, { width, progress }: Batching['draft']): DecodeTerms {
  const draftTokens = width - 1;
  const batch = Math.max(steady.decoding, 1) / stage.parallel.pipeline;
  const tokens = Math.max(batch, 1);
  let weights = 0;
  let compute = 0;
  let launch = 0;
  const linear = (layers: Pick<Stage, 'linears' | 'head'>, by: BoundOperators, each: number, passes: number): void => {
    for (const { part, n, k, count } of [...layers.linears, layers.head]) {
      const shares = by.gemmShares(part, each, n, k);
      weights += passes * count * shares.memory;
      compute += passes * count * shares.compute;
      launch += passes * count * shares.floor;
    }
  };
  linear(stage, operators, tokens * width, 1);
  if (draft && draftTokens > 0) linear(draft.stage, draft.operators, tokens, draftTokens);
  const { experts, attention, elementwise, collectives } = steady.decode;
  const attentionFloor = Math.min(operators.attentionFloor * (stage.model.attention.fullLayers + stage.model.attention.windowLayers), attention);
  const expertFloor = Math.min(operators.expertFloor * (stage.model.moe?.layers ?? 0), experts);
  launch += elementwise + attentionFloor + expertFloor;
  const gpu = weights + compute + launch + (experts - expertFloor) + (attention - attentionFloor) + collectives;
  const host = steady.decodeStep - gpu;
  const perToken = 1 / progress;
  const parts = {
    weights: weights * perToken,
    experts: (experts - expertFloor) * perToken,
    kvCache: (attention - attentionFloor) * perToken,
    compute: compute * perToken,
    collectives: collectives * perToken,
    launch: launch * perToken,
    host: host * perToken,
  };
  const sum = parts.weights + parts.experts + parts.kvCache + parts.compute + parts.collectives + parts.launch + parts.host;
  return { ...parts, prefillInterference: Math.max(steady.timePerOutputToken - sum, 0) };
}

/** Terms scaled so that they sum to `target`: a mixture of engines or an anchor moves the whole, not its shares. */
export function scaledTerms<T extends object>(terms: T, target: number): T {
  const scaled = { ...terms } as Record<string, number>;
  let sum = 0;
  for (const key in scaled) sum += scaled[key] as number;
  for (const key in scaled) scaled[key] = sum > 0 ? ((scaled[key] as number) / sum) * target : 0;
  return scaled as T;
}

export function firstTokenTerms(steady: SteadyState, frontEnd: number, network: number): FirstTokenTerms {
  const prefill = steady.ownPrefill - steady.promptCollectives;
  return {
    // A difference of sums: what is left of nothing may be below it.
    queue: Math.max(steady.timeToFirstToken - frontEnd - steady.ownPrefill + steady.admissionWait, 0),
    prefill,
    collectives: steady.promptCollectives,
    host: frontEnd,
    network,
  };
}

/** What would have to improve first. */
export function boundBy(terms: DecodeTerms, limitedByMemory: boolean): BoundBy {
  if (limitedByMemory) return 'memory-capacity';
  const groups: readonly [BoundBy, number][] = [
    ['memory-bandwidth', terms.weights + terms.experts + terms.kvCache],
    ['compute', terms.compute + terms.prefillInterference],
    ['collectives', terms.collectives],
    ['overhead', terms.launch + terms.host],
  ];
  return groups.reduce((best, group) => (group[1] > best[1] ? group : best))[0];
}
