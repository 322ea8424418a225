/**
 * The parameters of one operator class and number format on one chip, with the rates they go with, how far they may be
 * off, and the word for how they are known. A format without units on the chip runs in 16 bits with weight-only
 * parameters. Answers are kept per chip object, so asking again costs a map lookup.
 */
import type { ChipSpec } from '../../model/chip.ts';
import type { CollectiveOp, Fabric, Launch } from '../../model/operators/collectives.ts';
import { onUnits } from '../../model/number-formats.ts';
import { formats, type ArithmeticFormat } from '../../model/operators/formats.ts';
import { acceleratorsPerServer } from '../../model/server.ts';
import type { ChipRates } from '../../model/operators/primitive.ts';
import type { KvFormat } from '../../scenario/scenario.ts';
import { memo } from '../../stats/memo.ts';
import { z80 } from '../../stats/normal.ts';
import { weakest, type Evidence } from '../../units/quantity.ts';
import { assumedWidening, cousinWidening, knownComputeShare, realisedShare, standing, sustainedShare } from './class-facts.ts';
import type { ParametersOf, PriorClass } from './operator-classes.ts';
import { prior, type Lookup, type Prior } from './pack.ts';
import { siliconOf } from './silicon.ts';

export interface Known<C extends PriorClass> {
  readonly kind: 'known';
  readonly parameters: ParametersOf[C];
  readonly rates: ChipRates;
  /** Format in which the operator runs on this chip: the one asked for, or the wider one that stands in. */
  readonly dtype: ArithmeticFormat;
  /** What joins the accelerators; only for collectives. */
  readonly fabric: Fabric | null;
  /** One-way byte/s per accelerator of that fabric; 0 for other classes. */
  readonly link: number;
  /** Standard deviation of ln time: the 80 % interval is value · exp(±z80 · logSd). */
  readonly logSd: number;
  readonly evidence: Evidence;
}

/** The operator cannot be priced on this chip because a fact is unknown, or no units can run it. */
export interface Missing {
  readonly kind: 'missing';
  /** Field of the accelerator that is lacking: `memoryBandwidth`, `peak.bf16`, `scaleUp.bandwidth`. */
  readonly fact: string;
}

const missing = (fact: string): Missing => ({ kind: 'missing', fact });

function evidenceOf(chip: ChipSpec, nearness: Prior<PriorClass>['nearness'], substituted: boolean): Evidence {
  const known: Evidence = nearness === 'system' ? 'interpolated' : standing[chip.class].timed ? 'prior' : 'projected';
  return chip.announced || substituted ? weakest(known, 'projected') : known;
}

interface Asked<C extends PriorClass> {
  readonly lookup: Lookup;
  readonly class: C;
  readonly key: string;
  readonly dtype: ArithmeticFormat;
  readonly peak: number;
  readonly bandwidth: number;
  readonly fabric: Fabric | null;
  readonly substituted: boolean;
}

function answer<C extends PriorClass>(chip: ChipSpec, asked: Asked<C>): Known<C> | Missing {
  const facts = siliconOf(chip);
  const found = asked.lookup(asked.class, asked.key, chip.id, facts.family, asked.fabric?.link ?? 0);
  if (!found) return missing('operator timings');
  const near = found.nearness === 'pool' ? standing[chip.class].widening : found.nearness === 'family' ? cousinWidening : 1;
  const widening = near * assumedWidening(chip);
  return {
    kind: 'known',
    parameters: adjusted(chip, asked, found),
    rates: { peak: asked.peak, bandwidth: asked.bandwidth, cores: facts.cores, cacheBytes: facts.cacheBytes },
    dtype: asked.dtype,
    fabric: asked.fabric,
    link: asked.fabric?.link ?? 0,
    logSd: (found.halfWidth * widening * (asked.substituted || chip.announced ? substitutedWidening : 1)) / z80,
    evidence: evidenceOf(chip, found.nearness, asked.substituted),
  };
}

/** Projected facts add their own doubt: announced rates have moved by up to a quarter before shipping. */
const substitutedWidening = 1.5;

/**
 * Facts of the very chip that its kin's numbers do not know: a published matrix peak sets the level of e_c, power and
 * the datasheet's own ratios between formats lower it.
 */
function adjusted<C extends PriorClass>(chip: ChipSpec, asked: Asked<C>, found: Prior<C>): ParametersOf[C] {
  const { parameters, nearness } = found;
  // Decode's e_c is that of narrow products beside a stream, which a large product says nothing about.
  if (nearness === 'system' || asked.class === 'attention.decode' || asked.class === 'mla.decode' || !('computeEfficiency' in parameters))
    return parameters;
  const share = knownComputeShare(chip);
  const level = referenceShare(asked.lookup);
  let factor = nearness === 'pool' && share !== undefined && level !== undefined ? share / level : 1;
  const { scoreGain, family } = siliconOf(chip);
  if (asked.class === 'gemm' || asked.class === 'moe') factor *= sustainedShare(chip, family) * realisedShare(chip, formats[asked.dtype].peak);
  if (factor === 1 && scoreGain === 1) return parameters;
  const computeEfficiency = Math.min(1, parameters.computeEfficiency * factor);
  return 'scoreRate' in parameters
    ? { ...parameters, computeEfficiency, scoreRate: parameters.scoreRate * scoreGain }
    : { ...parameters, computeEfficiency };
}

/** e_c of bf16 matrix products in the pool of all chips. */
function referenceShare(lookup: Lookup): number | undefined {
  return lookup('gemm', 'gemm/bf16', '', 'other', 0)?.parameters.computeEfficiency;
}

/** Six classes in at most eight formats, and collectives. */
const kept = memo<Known<PriorClass> | Missing>(64);

const memoised = <C extends PriorClass>(lookup: Lookup, chip: ChipSpec, key: string, make: () => Known<C> | Missing): Known<C> | Missing =>
  kept([lookup, chip], key, make) as Known<C> | Missing;

/** A linear layer or routed experts in `dtype`. */
export function matrixParameters<C extends 'gemm' | 'moe'>(
  chip: ChipSpec,
  operatorClass: C,
  dtype: ArithmeticFormat,
  lookup: Lookup = prior,
): Known<C> | Missing {
  return memoised(lookup, chip, `${operatorClass}/${dtype}`, () => {
    if (chip.memoryBandwidth === null) return missing('memoryBandwidth');
    const how = onUnits(dtype, chip);
    if (how === null) return missing(`peak.${dtype === 'bf16' ? 'bf16' : formats[dtype].peak}`);
    // A chip timed in a format that it has no units for keeps the numbers of that timing, against the 16-bit peak.
    const timed = how.substituted && lookup(operatorClass, `${operatorClass}/${dtype}`, chip.id, siliconOf(chip).family, 0)?.nearness === 'system';
    const own = timed ? `${operatorClass}/${dtype}` : matrixKey(operatorClass, how.format);
    const key = own === wideExperts && !isNear(lookup, chip, own) ? 'moe/bf16' : own;
    const asked = {
      lookup,
      class: operatorClass,
      key,
      dtype: timed ? dtype : how.format,
      peak: how.peak,
      bandwidth: chip.memoryBandwidth,
      fabric: null,
    };
    return answer(chip, { ...asked, substituted: how.substituted && !timed });
  });
}

/** Tokens up to which engines take the low-latency expert kernel where there is one (TensorRT-LLM's on Blackwell, NVFP4). */
export const lowLatencyTokens = 128;

/**
 * Routed experts for `tokens` of the expert group: as `matrixParameters`, but the low-latency kernel for small batches
 * where one was timed. `otherKernel` is how far (in ln) the kernel that was not chosen lies away, 0 without one.
 */
export function expertParameters(
  chip: ChipSpec,
  dtype: ArithmeticFormat,
  tokens: number,
  lookup: Lookup = prior,
): { readonly known: Known<'moe'> | Missing; readonly otherKernel: number } {
  const throughput = matrixParameters(chip, 'moe', dtype, lookup);
  if (throughput.kind === 'missing' || throughput.dtype !== 'nvfp4') return { known: throughput, otherKernel: 0 };
  const quick = memoised(lookup, chip, 'moe/nvfp4/low-latency', () => {
    const key = 'moe/nvfp4/low-latency';
    const found = lookup('moe', key, chip.id, siliconOf(chip).family, 0);
    // Only kin of the chips on which that kernel exists have it.
    if (!found || found.nearness === 'pool') return missing(key);
    const { peak, bandwidth } = throughput.rates;
    return answer(chip, { lookup, class: 'moe', key, dtype: 'nvfp4', peak, bandwidth, fabric: null, substituted: false });
  });
  if (quick.kind === 'missing') return { known: throughput, otherKernel: 0 };
  return { known: tokens <= lowLatencyTokens ? quick : throughput, otherKernel: kernelGap };
}

/** Median |ln| between the two NVFP4 expert kernels at the same shape on B200 and GB200. */
const kernelGap = 0.7;

/** 4-bit experts with 16-bit arithmetic: timed on Hopper, and on Blackwell where nobody serves so. */
const wideExperts = 'moe/mxfp4/wide';

/** Whether the chip or its family was timed. Weight-only kernels elsewhere are 16-bit kernels that read fewer bytes. */
const isNear = (lookup: Lookup, chip: ChipSpec, key: string): boolean => lookup('moe', key, chip.id, siliconOf(chip).family, 0)?.nearness !== 'pool';

/** Entry of the pack whose kernels are like those of `dtype`. */
function matrixKey(operatorClass: 'gemm' | 'moe', dtype: ArithmeticFormat): string {
  if (operatorClass === 'moe') {
    switch (dtype) {
      case 'int8':
        return 'moe/fp8';
      // Weight-only experts were timed as 4-bit weights with 16-bit arithmetic.
      case 'int8_wo':
      case 'int4_wo':
        return wideExperts;
      default:
        return `moe/${dtype}`;
    }
  }
  switch (dtype) {
    case 'int8':
      return 'gemm/fp8';
    // Block-scaled operands of mixed width: the block-scaled 8-bit path.
    case 'mxfp4':
      return 'gemm/fp8_block';
    default:
      return `gemm/${dtype}`;
  }
}

/** Attention over ordinary heads or a compressed latent. `dtype` is that of the queries: bf16 or fp8. */
export function attentionParameters<C extends 'attention.prefill' | 'attention.decode' | 'mla.prefill' | 'mla.decode'>(
  chip: ChipSpec,
  operatorClass: C,
  dtype: KvFormat,
  kv: KvFormat,
  lookup: Lookup = prior,
): Known<C> | Missing {
  return memoised(lookup, chip, `${operatorClass}/${dtype}/${kv}`, () => {
    if (chip.memoryBandwidth === null) return missing('memoryBandwidth');
    const wide = chip.peak.bf16;
    const low = chip.peak.fp8;
    const inFp8 = operatorClass === 'attention.prefill' && dtype === 'fp8' && kv === 'fp8' && low !== undefined;
    const peak = inFp8 ? low : wide;
    if (peak === undefined) return missing('peak.bf16');
    const key =
      operatorClass === 'attention.prefill' ? `${operatorClass}/${inFp8 ? 'fp8' : 'bf16'}/${kv}` : decodeKey(lookup, chip, operatorClass, kv);
    const asked = {
      lookup,
      class: operatorClass,
      key,
      dtype: inFp8 ? ('fp8' as const) : ('bf16' as const),
      peak,
      bandwidth: chip.memoryBandwidth,
      fabric: null,
    };
    return answer(chip, { ...asked, substituted: dtype === 'fp8' && low === undefined });
  });
}

/**
 * The one graphics die timed with an fp8 cache ran a kernel that never splits the context (with as few
 * blocks at 131,072 tokens as at 128), which is that build's choice and no property of the
 * silicon; its kin take the split of its bf16 kernel.
 */
function decodeKey(lookup: Lookup, chip: ChipSpec, operatorClass: PriorClass, kv: KvFormat): string {
  const own = `${operatorClass}/${kv}`;
  if (operatorClass !== 'attention.decode' || chip.class !== 'nvidia-workstation') return own;
  const timed = lookup('attention.decode', own, chip.id, siliconOf(chip).family, 0)?.nearness === 'system';
  return timed ? own : `${operatorClass}/bf16`;
}

function fabricOf(chip: ChipSpec, link: number): Fabric {
  // Cards without a switch share a host's bus.
  const domain = chip.scaleUpSize ?? acceleratorsPerServer;
  return { link, domain: domain > 1 ? domain : acceleratorsPerServer, mesh: chip.class === 'amd-instinct', scaleOut: chip.scaleOutBandwidth };
}

/** Collectives of a captured graph or launched one by one; all but all-reduce were only timed one by one. */
export function collectiveParameters(chip: ChipSpec, op: CollectiveOp, launch: Launch, lookup: Lookup = prior): Known<'collective'> | Missing {
  return memoised(lookup, chip, `collective/${op}/${launch}`, () => {
    if (chip.scaleUpBandwidth === null) return missing('scaleUp.bandwidth');
    const key = `collective/${op}/${op === 'allReduce' ? launch : 'eager'}`;
    const rates = { peak: 0, bandwidth: chip.memoryBandwidth ?? 0 };
    return answer(chip, {
      lookup,
      class: 'collective',
      key,
      dtype: 'bf16',
      ...rates,
      fabric: fabricOf(chip, chip.scaleUpBandwidth),
      substituted: false,
    });
  });
}

/** The generic question: class, format of the operands (or the collective's name), format of the cache (or the launch). */
export function parametersFor<C extends PriorClass>(chip: ChipSpec, operatorClass: C, dtype: string, second = 'bf16'): Known<C> | Missing {
  switch (operatorClass) {
    case 'gemm':
    case 'moe':
      return matrixParameters(chip, operatorClass, dtype as ArithmeticFormat) as Known<C> | Missing;
    case 'collective':
      return collectiveParameters(chip, dtype as CollectiveOp, second === 'eager' ? 'eager' : 'graph') as Known<C> | Missing;
    default:
      return attentionParameters(
        chip,
        operatorClass as 'attention.prefill',
        dtype === 'fp8' ? 'fp8' : 'bf16',
        second === 'fp8' ? 'fp8' : 'bf16',
      ) as unknown as Known<C> | Missing;
  }
}
