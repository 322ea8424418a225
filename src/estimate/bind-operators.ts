/**
 * The operators of the model's passes bound to one chip and one set of formats: shape arithmetic from the model layer,
 * parameters and their spread from the prior pack.
 */
import type { GemmParameters } from '../model/operators/gemm.ts';
import { gemmSeconds, tileQuantisation } from '../model/operators/gemm.ts';
import { decodeSeconds, prefillSeconds, type DecodeParameters, type PrefillParameters } from '../model/operators/attention.ts';
import { collectiveSeconds, type CollectiveParameters } from '../model/operators/collectives.ts';
import { formats as operatorFormats, type OperatorDtype } from '../model/operators/formats.ts';
import { mlaDecodeSeconds, mlaPrefillSeconds } from '../model/operators/mla.ts';
import { moeSeconds, type MoeParameters } from '../model/operators/moe.ts';
import type { ChipRates } from '../model/operators/primitive.ts';
import type { Part } from '../model/geometry.ts';
import { arithmetic } from '../model/precision.ts';
import type { Operators } from '../model/step.ts';
import { silicon } from '../calibration/priors/silicon.ts';
import type { Resolved } from './resolve.ts';
import type { Spread } from './spread.ts';

export interface GemmShares {
  readonly memory: number;
  readonly compute: number;
  readonly floor: number;
}

export interface BoundOperators extends Operators {
  /** How a linear layer's time divides between reading weights, arithmetic and launch. */
  gemmShares(part: Part, m: number, n: number, k: number): GemmShares;
  /** Seconds per layer that attention and experts take however little they do. */
  readonly attentionFloor: number;
  readonly expertFloor: number;
  readonly spread: Spread;
}

export function bindOperators(resolved: Resolved, efficiencyShift: number): BoundOperators {
  const { chip, formats, kvCache, model } = resolved;
  const { cores, cacheBytes } = silicon(chip.id, chip.class);
  const bandwidth = chip.memoryBandwidth ?? 1;
  const dtypeOf = (part: Part): OperatorDtype => arithmetic(formats[part], chip) ?? 'bf16';
  const ratesOf = (dtype: OperatorDtype): ChipRates => ({ peak: chip.peak[operatorFormats[dtype].peak] ?? chip.peak.bf16 ?? 1, bandwidth, cores, cacheBytes });
  const gain = Math.exp(efficiencyShift);
  const gemmOf = (dtype: OperatorDtype): GemmParameters => ({ computeEfficiency: (dtype === 'bf16' ? 0.78 : dtype === 'nvfp4' ? 0.45 : 0.6) * gain, memoryEfficiency: 0.82, floor: dtype === 'bf16' ? 3e-6 : 5e-6, overlap: 2.6, quantisation: 0.7, conversionEfficiency: 0.8 });
  const parts = { attention: dtypeOf('attention'), dense: dtypeOf('dense'), experts: dtypeOf('experts'), head: dtypeOf('head') };
  const bound = Object.fromEntries(Object.entries(parts).map(([part, dtype]) => [part, { dtype, parameters: gemmOf(dtype), rates: ratesOf(dtype) }])) as Record<Part, { dtype: OperatorDtype; parameters: GemmParameters; rates: ChipRates }>;
  const bf16 = ratesOf('bf16');
  const prefill: PrefillParameters = { computeEfficiency: 0.65, scoreRate: 3e10, blockTime: 1e-7, blockRows: 128, memoryEfficiency: 0.8, floor: 10e-6 };
  const decode: DecodeParameters = { memoryEfficiency: 0.8, floor: 9e-6, splitTokens: 512, coreFill: 2, blockRate: 1e12, overlap: 3, cacheSpeed: 2, computeEfficiency: 0.5 };
  const moe: MoeParameters = { computeEfficiency: 0.35, memoryEfficiency: 0.75, floor: 30e-6, overlap: 1.2, quantisation: 0.3, conversionEfficiency: 0.5 };
  const link = chip.scaleUpBandwidth ?? 32e9;
  const wire: CollectiveParameters = { latency: 5e-6, latencyGrowth: 0.2, linkShare: 0.8, linkGrowth: 0, halfMessage: 1e4, overlap: 1.5 };
  return {
    gemm: (part, m, n, k) => gemmSeconds({ m, n, k }, bound[part].dtype, bound[part].parameters, bound[part].rates),
    gemmShares: (part, m, n, k) => {
      const { dtype, parameters, rates } = bound[part];
      const total = gemmSeconds({ m, n, k }, dtype, parameters, rates);
      const memory = (n * k * operatorFormats[dtype].weightBytes) / (parameters.memoryEfficiency * rates.bandwidth);
      const compute = (2 * m * n * k * tileQuantisation(m, n, rates.cores) ** parameters.quantisation) / (parameters.computeEfficiency * rates.peak);
      const share = memory ** parameters.overlap / (memory ** parameters.overlap + compute ** parameters.overlap);
      const busy = total - parameters.floor;
      return { memory: busy * share, compute: busy * (1 - share), floor: parameters.floor };
    },
    decodeAttention: (batch, context, heads, kvHeads, headDim, window) => decodeSeconds({ batch, seq: context, prefix: 0, heads, kvHeads, headDim, window }, kvCache, decode, bf16, false),
    prefillAttention: (batch, tokens, prefix, heads, kvHeads, headDim, window) => prefillSeconds({ batch, seq: tokens, prefix, heads, kvHeads, headDim, window }, kvCache, prefill, bf16),
    mlaDecode: (batch, context, heads) => mlaDecodeSeconds({ batch, seq: context, prefix: 0, heads, ...mlaShape(resolved) }, kvCache, decode, bf16, false),
    mlaPrefill: (batch, tokens, prefix, heads) => mlaPrefillSeconds({ batch, seq: tokens, prefix, heads, ...mlaShape(resolved) }, kvCache, prefill, bf16),
    experts: (tokens, moeTensor, moeExpert) => model.moe ? moeSeconds({ tokens, hidden: model.moe.width, inter: model.moe.inter, topK: model.moe.active, experts: model.moe.experts, moeTensor, moeExpert, routing: 'power_law_1.01' }, parts.experts, moe, ratesOf(parts.experts)) : 0,
    elementwise: (bytes, launches) => launches * 2e-6 + bytes / (0.8 * bandwidth),
    allReduce: (n, bytes) => collectiveSeconds('allReduce', n, bytes, wire, link),
    allToAll: (n, bytes) => collectiveSeconds('allToAll', n, bytes, wire, link),
    pointToPoint: (bytes) => 10e-6 + bytes / (0.8 * link),
    attentionFloor: decode.floor,
    expertFloor: moe.floor,
    spread: { logSd: 0.15, evidence: chip.announced ? 'projected' : 'prior' },
  };
}

function mlaShape({ model }: Resolved): { kvLoraRank: number; ropeDim: number; nopeDim: number; vDim: number } {
  const { mla, vHeadDim } = model;
  return { kvLoraRank: mla?.kvLoraRank ?? 0, ropeDim: mla?.ropeDim ?? 0, nopeDim: mla?.nopeDim ?? 0, vDim: vHeadDim };
}
