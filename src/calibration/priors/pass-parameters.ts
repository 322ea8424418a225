/**
 * The parameters of every operator that a model's passes need, fetched together: once for a chip, its number formats and
 * its kind of attention.
 */
import type { ChipSpec } from '../../model/chip.ts';
import type { Part } from '../../model/geometry.ts';
import type { NumberFormats } from '../../model/number-formats.ts';
import type { Lookup } from './pack.ts';
import { attentionParameters, collectiveParameters, expertParameters, matrixParameters, type Known, type Missing } from './parameters-for.ts';

export interface PassParameters {
  readonly kind: 'known';
  readonly gemms: Readonly<Record<Part, Known<'gemm'>>>;
  /** The product in 16 bits, whose floor holds no quantising; null where it is not known. */
  readonly plain: Known<'gemm'> | null;
  /** `few` where a few tokens have a kernel of their own (NVFP4 on Blackwell); `plain` in 16 bits, null where it is not known. */
  readonly experts: { readonly many: Known<'moe'>; readonly few: Known<'moe'> | null; readonly plain: Known<'moe'> | null };
  readonly decode: Known<'attention.decode' | 'mla.decode'>;
  readonly prefill: Known<'attention.prefill' | 'mla.prefill'>;
  readonly reduce: Known<'collective'>;
  readonly exchange: Known<'collective'>;
}

/**
 * @param latent attention over a compressed latent
 * @returns the first fact that is missing when an operator cannot be priced
 */
export function passParameters(chip: ChipSpec, formats: NumberFormats, latent: boolean, priors: Lookup): PassParameters | Missing {
  const { arithmetic, activations, kvCache } = formats;
  const gemm = (part: Part): Known<'gemm'> | Missing => matrixParameters(chip, 'gemm', arithmetic[part], priors);
  const gemms = { attention: gemm('attention'), dense: gemm('dense'), experts: gemm('experts'), head: gemm('head') };
  const many = matrixParameters(chip, 'moe', arithmetic.experts, priors);
  const kind = latent ? 'mla' : 'attention';
  const decode = attentionParameters(chip, `${kind}.decode`, activations, kvCache, priors);
  const prefill = attentionParameters(chip, `${kind}.prefill`, activations, kvCache, priors);
  const reduce = collectiveParameters(chip, 'allReduce', 'graph', priors);
  const exchange = collectiveParameters(chip, 'allToAll', 'graph', priors);
  for (const each of Object.values(gemms)) if (each.kind === 'missing') return each;
  if (many.kind === 'missing') return many;
  if (decode.kind === 'missing') return decode;
  if (prefill.kind === 'missing') return prefill;
  if (reduce.kind === 'missing') return reduce;
  if (exchange.kind === 'missing') return exchange;
  const few = expertParameters(chip, arithmetic.experts, 1, priors).known;
  return {
    kind: 'known',
    // The loop above left none that is missing.
    gemms: gemms as Record<Part, Known<'gemm'>>,
    plain: knownOrNull(matrixParameters(chip, 'gemm', 'bf16', priors)),
    experts: {
      many,
      few: few.kind === 'known' && few !== many ? few : null,
      plain: knownOrNull(matrixParameters(chip, 'moe', 'bf16', priors)),
    },
    decode,
    prefill,
    reduce,
    exchange,
  };
}

const knownOrNull = <C extends 'gemm' | 'moe'>(parameters: Known<C> | Missing): Known<C> | null => (parameters.kind === 'known' ? parameters : null);
