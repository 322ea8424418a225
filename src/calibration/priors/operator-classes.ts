/**
 * The operator classes that have priors, the names and bounds of their parameters in pack order, and the type that each
 * class's numbers become. Kept apart from the numbers (`pack.json`), which the fitting command writes.
 */
import type { DecodeParameters, PrefillParameters } from '../../model/operators/attention.ts';
import type { CollectiveParameters } from '../../model/operators/collectives.ts';
import type { GemmParameters } from '../../model/operators/gemm.ts';
import type { MoeParameters } from '../../model/operators/moe.ts';

export interface ParametersOf {
  readonly gemm: GemmParameters;
  readonly 'attention.prefill': PrefillParameters;
  readonly 'attention.decode': DecodeParameters;
  readonly 'mla.prefill': PrefillParameters;
  readonly 'mla.decode': DecodeParameters;
  readonly moe: MoeParameters;
  readonly collective: CollectiveParameters;
}

export type PriorClass = keyof ParametersOf;

/** One parameter: where its fit starts, its bounds, and how far (in ln) a chip may stray from its kin before evidence. */
export interface ParameterSpec {
  readonly name: string;
  readonly start: number;
  readonly low: number;
  readonly high: number;
  readonly deviation: number;
}

const spec = (name: string, start: number, low: number, high: number, deviation = 1): ParameterSpec => ({ name, start, low, high, deviation });

/**
 * Bounds are physical: shares of a peak stay below 1 (0.97 for memory, whose refresh is never free), norms start at 1,
 * and the tighter deviations hold back pairs that trade against each other (p against e_m, score rate against e_c).
 */
const prefill = [
  spec('computeEfficiency', 0.7, 0.1, 1),
  spec('scoreRate', 3e10, 5e9, 2e11, 0.5),
  spec('blockTime', 3e-6, 1e-8, 1e-4),
  spec('blockRows', 128, 16, 400, 0.5),
  spec('memoryEfficiency', 0.7, 0.05, 0.97),
  spec('floor', 1e-5, 1e-6, 1e-4),
];

const decode = [
  spec('memoryEfficiency', 0.85, 0.05, 0.97),
  spec('floor', 1e-5, 1e-6, 1e-4),
  spec('splitTokens', 256, 16, 65536, 2),
  spec('coreFill', 2, 0.1, 16),
  spec('blockRate', 4e10, 5e8, 4e11),
  spec('blockTime', 1.5e-6, 1e-8, 5e-5),
  spec('overlap', 1.5, 1, 8),
  spec('cacheRate', 4e10, 5e9, 2e11),
  spec('computeEfficiency', 0.3, 0.01, 1.9),
];

export const parameterSpecs: Readonly<Record<PriorClass, readonly ParameterSpec[]>> = {
  gemm: [
    spec('computeEfficiency', 0.75, 0.1, 1),
    spec('memoryEfficiency', 0.85, 0.2, 0.97, 0.2),
    spec('floor', 6e-6, 1e-6, 4e-5),
    spec('overlap', 2.5, 1, 8),
    spec('quantisation', 0.6, 0.02, 1),
    spec('conversionEfficiency', 0.6, 0.05, 0.97),
    spec('depthTime', 5e-10, 1e-11, 1e-8, 1.5),
  ],
  'attention.prefill': prefill,
  'mla.prefill': prefill,
  'attention.decode': decode,
  'mla.decode': decode,
  moe: [
    spec('computeEfficiency', 0.7, 0.05, 1),
    spec('memoryEfficiency', 0.85, 0.2, 0.97),
    spec('floor', 2e-5, 1e-6, 3e-4),
    spec('overlap', 1.5, 1, 8),
    spec('quantisation', 0.2, 0.01, 1),
    spec('conversionEfficiency', 0.4, 0.03, 0.97),
    spec('expertTime', 1e-7, 1e-9, 1e-5, 1.5),
  ],
  collective: [
    spec('latency', 8e-6, 1e-6, 1e-4),
    spec('latencyGrowth', 0.5, 0.01, 1.5),
    spec('linkShare', 0.6, 0.05, 1.05),
    spec('linkGrowth', 0.1, 0.001, 0.5),
    spec('halfMessage', 1e6, 1e3, 1e8, 3),
    spec('overlap', 1.5, 1, 8),
  ],
};

/**
 * Whether chips programmed the same way are the better guide for a class than all chips together. Attention over a
 * prompt, latent attention and experts follow the kernels that a programming model allows; matrix products and the
 * stream of a cache do not (leaving whole families out: 0.08 against 0.11 for bf16 products).
 */
export const followsProgramming: Readonly<Record<PriorClass, boolean>> = {
  gemm: false,
  'attention.prefill': true,
  'attention.decode': false,
  'mla.prefill': true,
  'mla.decode': true,
  moe: true,
  collective: false,
};
