/** The operators of a training step bound to one chip and one precision: shapes from the model layer, parameters from the prior pack. */
import { attentionParameters, collectiveParameters, matrixParameters, type Known, type Missing } from '../../calibration/priors/parameters-for.ts';
import type { PriorClass } from '../../calibration/priors/operator-classes.ts';
import type { Model } from '../../catalogue/facts.ts';
import type { ChipSpec } from '../../model/chip.ts';
import type { Part } from '../../model/geometry.ts';
import { prefillSeconds } from '../../model/operators/attention.ts';
import { fabricSeconds, type CollectiveOp } from '../../model/operators/collectives.ts';
import { formats, type ArithmeticFormat } from '../../model/operators/formats.ts';
import { gemmSeconds } from '../../model/operators/gemm.ts';
import { mlaPrefillSeconds } from '../../model/operators/mla.ts';
import { loadedExpertSeconds } from '../../model/operators/moe.ts';
import { rankLoad } from '../../model/operators/routing.ts';
import { hostFabric, usualCard } from '../../model/server.ts';
import type { TrainingOperators } from '../../model/training/step-question.ts';
import type { TrainingPrecision } from '../../scenario/training.ts';
import { weakest, type Evidence } from '../../units/quantity.ts';

/** Kernels that multiply in each precision; the head, the router and attention stay in 16 bits. */
export const arithmeticOf: Readonly<Record<TrainingPrecision, ArithmeticFormat>> = {
  bf16: 'bf16',
  fp16: 'bf16',
  fp8: 'fp8',
  mxfp8: 'fp8_block',
  nvfp4: 'nvfp4',
};

/**
 * Attention as it was when a step was measured: scores in memory before FlashAttention (arXiv 2205.14135, May 2022), its second
 * version until July 2024. What is asked today runs the current one.
 */
export type AttentionKernel = 'current' | 'second' | 'unfused';

/** Time of FlashAttention-2 over -3 on Hopper, which it does not use well (arXiv 2407.08608, figure 5: 350–400 of 600–750 TFLOP/s). */
const secondOnHopper = 1.8;
/**
 * Backward over forward: five products for two (2.5 times the FLOP) at about 0.8 of its rate (the same paper, figures 5 and 6); scores
 * in memory pass twice as often as forward.
 */
const fusedBackward = 3.1;
const unfusedBackward = 2;
/** Bytes of a score that lies in memory: written, masked, normalised and dropped out, 16 bits each way. */
const scoreBytes = 12;

export interface BoundTraining {
  readonly operators: TrainingOperators;
  readonly evidence: Evidence;
  /** Standard deviation of ln time of products where this chip was not timed; 0 where it was. */
  readonly logSd: number;
}

export type TrainingBinding = { readonly ok: true; readonly value: BoundTraining } | { readonly ok: false; readonly fact: string };

/** Share of the bandwidth that small kernels reach: e_m of the GEMM tables. */
const streamShare = 0.8;

/** @returns the fact that is missing when an operator cannot be priced */
export function bindTraining(model: Model, asGiven: ChipSpec, precision: TrainingPrecision, kernel: AttentionKernel = 'current'): TrainingBinding {
  const chip: ChipSpec = {
    ...asGiven,
    scaleUpBandwidth: asGiven.scaleUpBandwidth ?? hostFabric,
    scaleOutBandwidth: asGiven.scaleOutBandwidth ?? usualCard,
  };
  const narrow = matrixParameters(chip, 'gemm', arithmeticOf[precision]);
  const wide = matrixParameters(chip, 'gemm', 'bf16');
  const experts = matrixParameters(chip, 'moe', arithmeticOf[precision]);
  const attention = attentionParameters(chip, model.mla ? 'mla.prefill' : 'attention.prefill', 'bf16', 'bf16');
  const ops: readonly CollectiveOp[] = ['allReduce', 'allGather', 'reduceScatter', 'allToAll'];
  const collectives = new Map(ops.map((op) => [op, collectiveParameters(chip, op, 'eager')]));
  for (const each of [narrow, wide, experts, attention, ...collectives.values()]) if (each.kind === 'missing') return { ok: false, fact: each.fact };
  const known = <C extends PriorClass>(from: Known<C> | Missing): Known<C> => from as Known<C>;
  const gemms = { narrow: known(narrow), wide: known(wide) };
  const grouped = known(experts);
  const prefill = known(attention);
  const fabric = known(collectives.get('allReduce') as Known<'collective'>).fabric;
  const domain = fabric?.domain ?? 1;
  const latent = { kvLoraRank: model.mla?.kvLoraRank ?? 0, ropeDim: model.mla?.ropeDim ?? 0, nopeDim: model.mla?.nopeDim ?? 0, vDim: model.vHeadDim };
  const bandwidth = chip.memoryBandwidth ?? 1;
  const slower = kernel === 'second' && chip.silicon.family === 'hopper' ? secondOnHopper : 1;
  const operators: TrainingOperators = {
    gemm: (part: Part, m, n, k) => {
      const { parameters, rates, dtype } = part === 'head' ? gemms.wide : gemms.narrow;
      return gemmSeconds({ m, n, k }, dtype, parameters, rates);
    },
    attention: (batch, tokens, heads, kvHeads, headDim, window) =>
      slower * prefillSeconds({ batch, seq: tokens, prefix: 0, heads, kvHeads, headDim, window }, 'bf16', prefill.parameters, prefill.rates) +
      (kernel === 'unfused' ? (scoreBytes * batch * heads * tokens ** 2) / (streamShare * bandwidth) : 0),
    latentAttention: (batch, tokens, heads) =>
      mlaPrefillSeconds({ batch, seq: tokens, prefix: 0, heads, ...latent }, 'bf16', prefill.parameters, prefill.rates),
    experts: (tokens, own, moeExpert) => {
      if (!model.moe) return 0;
      const { width: hidden, inter, active: topK, experts: count } = model.moe;
      // A rank multiplies the pairs that fall on its experts, and gathers and scatters its own tokens.
      const load = rankLoad(tokens, topK, count, moeExpert, 'balanced');
      const query = { tokens: own, hidden, inter, topK, experts: count, moeTensor: 1, moeExpert, routing: 'balanced' as const };
      return loadedExpertSeconds(load, query, grouped.dtype, grouped.parameters, grouped.rates);
    },
    elementwise: (bytes) => bytes / (streamShare * bandwidth),
    collective: (op, ranks, apart, bytes) => {
      const { parameters, fabric: links } = known(collectives.get(op) as Known<'collective'>);
      if (!links || ranks <= 1 || bytes <= 0) return 0;
      const inside = Math.max(1, Math.floor(links.domain / apart));
      return fabricSeconds(op, ranks, bytes, parameters, { ...links, domain: Math.min(inside, ranks) }) ?? 0;
    },
    pointToPoint: (bytes, apart) => bytes / (apart < domain ? (chip.scaleUpBandwidth ?? hostFabric) : (chip.scaleOutBandwidth ?? usualCard)),
    attentionBackward: kernel === 'unfused' ? unfusedBackward : fusedBackward,
    domain,
  };
  const { evidence, logSd } = gemms.narrow;
  return { ok: true, value: { operators, evidence: weakest(evidence, prefill.evidence), logSd: evidence === 'interpolated' ? 0 : logSd } };
}

/** Units that multiply in this precision; undefined where the chip has none. */
export const unitsOf = (chip: ChipSpec, precision: TrainingPrecision): number | undefined => chip.peak[formats[arithmeticOf[precision]].peak];
