/**
 * Operators as they run inside a serving engine: what tables timed alone, less the floors that a captured graph hides, with
 * the small kernels between them, fused or apart.
 */
import { lowLatencyTokens, type Known } from '../../calibration/priors/parameters-for.ts';
import type { PassParameters } from '../../calibration/priors/pass-parameters.ts';
import type { ServingParameters } from '../../calibration/priors/serving.ts';
import { hasLinks, type ChipSpec } from '../../model/chip.ts';
import { expectedLoad } from '../../model/expert-load.ts';
import type { Part } from '../../model/geometry.ts';
import { decodeSeconds, prefillSeconds } from '../../model/operators/attention.ts';
import { fabricSeconds, type CollectiveOp } from '../../model/operators/collectives.ts';
import { formats as operatorFormats } from '../../model/operators/formats.ts';
import { gemmComputeSeconds, gemmMemorySeconds, gemmSeconds } from '../../model/operators/gemm.ts';
import { mlaDecodeSeconds, mlaPrefillSeconds } from '../../model/operators/mla.ts';
import { loadedExpertSeconds } from '../../model/operators/moe.ts';
import type { Operators } from '../../model/step.ts';
import type { Resolved } from '../resolve/resolve.ts';

export interface GemmShares {
  readonly memory: number;
  readonly compute: number;
  readonly floor: number;
}

export interface BoundOperators extends Operators {
  /** How a linear layer's time divides between moving weights and activations, arithmetic and launch. */
  gemmShares(part: Part, m: number, n: number, k: number): GemmShares;
  /** Seconds per layer that attention and experts take however little they do. */
  readonly attentionFloor: number;
  readonly expertFloor: number;
}

/** What tables say of one chip, model and set of formats. */
export interface Timed extends PassParameters {
  readonly chip: ChipSpec;
}

/** Share of the bandwidth that norms and copies reach: e_m of the GEMM tables. */
const streamShare = 0.8;

/**
 * @param efficiencyShift added to ln e_c of matrix products
 * @param fusedShare of an all-reduce's latency and of quantising activations, what is left: 1 where every kernel is launched apart
 */
export function insideEngine(
  { model, kvCache, chip: asGiven }: Resolved,
  timed: Timed,
  serving: ServingParameters,
  efficiencyShift: number,
  fusedShare: number,
): BoundOperators {
  const { chip, plain, decode, prefill, reduce, exchange } = timed;
  const linked = hasLinks(asGiven);
  const gain = Math.exp(efficiencyShift);
  const conversion = fusedShare * serving.conversion;
  const gemms = Object.fromEntries(
    (Object.keys(timed.gemms) as Part[]).map((name) => {
      const { parameters, dtype } = timed.gemms[name];
      // Tables time dynamic quantisation with the product; inside a model it is a small kernel, or part of the one before.
      const floor = (plain ?? timed.gemms[name]).parameters.floor * serving.floorShare + (operatorFormats[dtype].converts ? conversion : 0);
      return [
        name,
        {
          ...timed.gemms[name],
          parameters: {
            ...parameters,
            floor,
            depthTime: parameters.depthTime * serving.floorShare,
            computeEfficiency: parameters.computeEfficiency * gain,
          },
        },
      ];
    }),
  ) as Record<Part, Known<'gemm'>>;
  const decodeParameters = { ...decode.parameters, floor: decode.parameters.floor * serving.floorShare };
  const prefillParameters = { ...prefill.parameters, floor: prefill.parameters.floor * serving.floorShare };
  const expertFloor = serving.moeLayer + (operatorFormats[timed.experts.many.dtype].converts ? 2 * conversion : 0);
  const inLayer = (each: Known<'moe'>): Known<'moe'> => ({
    ...each,
    parameters: {
      ...each.parameters,
      floor: expertFloor,
      expertTime: each.parameters.expertTime * serving.floorShare,
      memoryEfficiency: each.parameters.memoryEfficiency / serving.expertShare,
    },
  });
  const many = inLayer(timed.experts.many);
  const few = timed.experts.few ? inLayer(timed.experts.few) : many;
  const latent = { kvLoraRank: model.mla?.kvLoraRank ?? 0, ropeDim: model.mla?.ropeDim ?? 0, nopeDim: model.mla?.nopeDim ?? 0, vDim: model.vHeadDim };
  const bandwidth = chip.memoryBandwidth ?? 1;
  const inGraph: Known<'collective'> = {
    ...reduce,
    parameters: { ...reduce.parameters, latency: reduce.parameters.latency * serving.reduceShare * fusedShare },
  };
  const link = reduce.link;
  const collective = (op: CollectiveOp, from: Known<'collective'>, n: number, bytes: number): number =>
    from.fabric ? (fabricSeconds(op, n, bytes, from.parameters, from.fabric) ?? 0) : 0;
  return {
    gemm: (name, m, n, k) => gemmSeconds({ m, n, k }, gemms[name].dtype, gemms[name].parameters, gemms[name].rates),
    gemmShares: (name, m, n, k) => gemmShares(gemms[name], m, n, k),
    decodeAttention: (batch, context, heads, kvHeads, headDim, window) =>
      decodeSeconds({ batch, seq: context, prefix: 0, heads, kvHeads, headDim, window }, kvCache, decodeParameters, decode.rates, false),
    prefillAttention: (batch, tokens, prefix, heads, kvHeads, headDim, window) =>
      prefillSeconds({ batch, seq: tokens, prefix, heads, kvHeads, headDim, window }, kvCache, prefillParameters, prefill.rates),
    mlaDecode: (batch, context, heads) =>
      mlaDecodeSeconds({ batch, seq: context, prefix: 0, heads, ...latent }, kvCache, decodeParameters, decode.rates, false),
    mlaPrefill: (batch, tokens, prefix, heads) =>
      mlaPrefillSeconds({ batch, seq: tokens, prefix, heads, ...latent }, kvCache, prefillParameters, prefill.rates),
    experts: (tokens, own, moeTensor, moeExpert) => {
      if (!model.moe) return 0;
      const { width: hidden, inter, active: topK, experts } = model.moe;
      const load = expectedLoad(tokens, topK, experts, moeExpert, serving.routingEvenness);
      const kernel = tokens <= lowLatencyTokens ? few : many;
      return loadedExpertSeconds(
        load,
        { tokens: own, hidden, inter, topK, experts, moeTensor, moeExpert, routing: 'balanced' },
        kernel.dtype,
        kernel.parameters,
        kernel.rates,
      );
    },
    elementwise: (bytes, launches) => launches * serving.smallKernel + bytes / (streamShare * bandwidth),
    allReduce: (n, bytes) => collective('allReduce', inGraph, n, bytes),
    allToAll: (n, bytes) => collective('allToAll', exchange, n, bytes),
    gatherAndScatter: (n, bytes) => collective('allGather', exchange, n, bytes * n) + collective('reduceScatter', exchange, n, bytes * n),
    linked,
    pointToPoint: (bytes) => reduce.parameters.latency + bytes / (streamShare * link),
    attentionFloor: decodeParameters.floor,
    expertFloor,
  };
}

/** The same operators where each takes that many times as long. */
export function slowed(as: BoundOperators, factor: number): BoundOperators {
  if (factor === 1) return as;
  return {
    ...as,
    gemm: (...of) => factor * as.gemm(...of),
    gemmShares: (...of) => {
      const { memory, compute, floor } = as.gemmShares(...of);
      return { memory: memory * factor, compute: compute * factor, floor: floor * factor };
    },
    decodeAttention: (...of) => factor * as.decodeAttention(...of),
    prefillAttention: (...of) => factor * as.prefillAttention(...of),
    mlaDecode: (...of) => factor * as.mlaDecode(...of),
    mlaPrefill: (...of) => factor * as.mlaPrefill(...of),
    experts: (...of) => factor * as.experts(...of),
    elementwise: (...of) => factor * as.elementwise(...of),
    allReduce: (...of) => factor * as.allReduce(...of),
    allToAll: (...of) => factor * as.allToAll(...of),
    gatherAndScatter: (...of) => factor * as.gatherAndScatter(...of),
    pointToPoint: (...of) => factor * as.pointToPoint(...of),
    attentionFloor: as.attentionFloor * factor,
    expertFloor: as.expertFloor * factor,
  };
}

function gemmShares({ dtype, parameters, rates }: Known<'gemm'>, m: number, n: number, k: number): GemmShares {
  const query = { m, n, k };
  const total = gemmSeconds(query, dtype, parameters, rates);
  const memory = gemmMemorySeconds(query, dtype, parameters, rates);
  const compute = gemmComputeSeconds(query, parameters, rates);
  const share = memory ** parameters.overlap / (memory ** parameters.overlap + compute ** parameters.overlap);
  const busy = total - parameters.floor;
  return { memory: busy * share, compute: busy * (1 - share), floor: parameters.floor };
}
