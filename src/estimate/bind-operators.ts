/**
 * The operators of the model's passes bound to one chip and one set of formats: shape arithmetic from the model layer,
 * parameters and their spread from the prior pack.
 */
import { attentionParameters, collectiveParameters, expertParameters, lowLatencyTokens, matrixParameters, type Known, type Missing } from '../calibration/priors/parameters-for.ts';
import { prior, type Lookup } from '../calibration/priors/pack.ts';
import type { ServingParameters } from '../calibration/priors/serving.ts';
import { fusesReduction, silicon } from '../calibration/priors/silicon.ts';
import type { PriorClass } from '../calibration/priors/operator-classes.ts';
import { decodeSeconds, prefillSeconds } from '../model/operators/attention.ts';
import { fabricSeconds, type CollectiveOp } from '../model/operators/collectives.ts';
import { formats as operatorFormats } from '../model/operators/formats.ts';
import { gemmSeconds, tileQuantisation } from '../model/operators/gemm.ts';
import { mlaDecodeSeconds, mlaPrefillSeconds } from '../model/operators/mla.ts';
import { loadedExpertSeconds } from '../model/operators/moe.ts';
import { expectedLoad } from '../model/expert-load.ts';
import type { Part } from '../model/geometry.ts';
import { arithmetic, blockScaled } from '../model/precision.ts';
import type { Operators } from '../model/step.ts';
import { weakest } from '../units/quantity.ts';
import type { ChipSpec } from '../model/chip.ts';
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

export type Binding = { readonly ok: true; readonly operators: BoundOperators } | { readonly ok: false; readonly fact: string };

/** A chip without a known fabric talks over PCIe 5.0 x16, one way. */
const hostFabric = 64e9;

/** Share of the bandwidth that norms and copies reach: e_m of the GEMM tables. */
const streamShare = 0.8;

/**
 * @param priors the pack, or what it would be without some timings
 * @param efficiencyShift added to ln e_c of matrix products: what a calibration moved, 0 without one
 * @param serving what is left of floors inside a model
 * @returns the fact that is missing when an operator cannot be priced
 */
export function bindOperators(resolved: Resolved, serving: ServingParameters, efficiencyShift: number, priors: Lookup = prior): Binding {
  const key = `${resolved.weights}/${resolved.kvCache}/${efficiencyShift}`;
  const byKey = keptFor(resolved);
  const kept = byKey.get(key);
  if (kept?.serving === serving && kept.priors === priors) return kept.binding;
  if (byKey.size >= mostKept) byKey.clear();
  const binding = bind(resolved, serving, efficiencyShift, priors);
  byKey.set(key, { serving, priors, binding });
  return binding;
}

interface Kept {
  readonly serving: ServingParameters;
  readonly priors: Lookup;
  readonly binding: Binding;
}

/** Bindings per model and chip object, so that a row of a batch like one before it costs a lookup. */
const keptBindings = new WeakMap<Resolved['model'], WeakMap<ChipSpec, Map<string, Kept>>>();

/** Formats of weights and cache are twelve; calibrations change with every run. */
const mostKept = 24;

function keptFor({ model, chip }: Resolved): Map<string, Kept> {
  let byChip = keptBindings.get(model);
  if (!byChip) keptBindings.set(model, (byChip = new WeakMap<ChipSpec, Map<string, Kept>>()));
  let byKey = byChip.get(chip);
  if (!byKey) byChip.set(chip, (byKey = new Map<string, Kept>()));
  return byKey;
}

function bind(resolved: Resolved, serving: ServingParameters, efficiencyShift: number, priors: Lookup): Binding {
  const { model, formats, kvCache } = resolved;
  const chip = withNetwork(resolved.chip);
  const attentionKind = model.mla ? 'mla' : 'attention';
  const part = (name: Part): Known<'gemm'> | Missing => matrixParameters(chip, 'gemm', arithmetic(formats[name], chip, blockScaled(model)) ?? 'bf16', priors);
  const parts = { attention: part('attention'), dense: part('dense'), experts: part('experts'), head: part('head') };
  const moe = matrixParameters(chip, 'moe', arithmetic(formats.experts, chip, blockScaled(model)) ?? 'bf16', priors);
  const plain = matrixParameters(chip, 'gemm', 'bf16', priors);
  const decode = attentionParameters(chip, `${attentionKind}.decode`, 'bf16', kvCache, priors);
  const prefill = attentionParameters(chip, `${attentionKind}.prefill`, 'bf16', kvCache, priors);
  const reduce = collectiveParameters(chip, 'allReduce', 'graph', priors);
  const exchange = collectiveParameters(chip, 'allToAll', 'graph', priors);
  const all: readonly (Known<PriorClass> | Missing)[] = [...Object.values(parts), moe, decode, prefill, reduce, exchange];
  const lacking = all.find((each): each is Missing => each.kind === 'missing');
  if (lacking || moe.kind === 'missing' || decode.kind === 'missing' || prefill.kind === 'missing' || reduce.kind === 'missing' || exchange.kind === 'missing') {
    return { ok: false, fact: lacking?.fact ?? 'operator timings' };
  }
  const known = parts as Record<Part, Known<'gemm'>>;
  const gain = Math.exp(efficiencyShift);
  const around = fusesReduction(silicon(chip.id, chip.class).family) ? serving.fusedShare : 1;
  const conversion = around * serving.conversion;
  const gemms = Object.fromEntries((Object.keys(known) as Part[]).map((name) => {
    const { parameters, dtype } = known[name];
    // Tables time dynamic quantisation with the product; inside a model it is a small kernel, or part of the one before.
    const floor = (plain.kind === 'known' ? plain : known[name]).parameters.floor * serving.floorShare + (operatorFormats[dtype].converts ? conversion : 0);
    return [name, { ...known[name], parameters: { ...parameters, floor, depthTime: parameters.depthTime * serving.floorShare, computeEfficiency: parameters.computeEfficiency * gain } }];
  })) as Record<Part, Known<'gemm'>>;
  const decodeParameters = { ...decode.parameters, floor: decode.parameters.floor * serving.floorShare };
  const prefillParameters = { ...prefill.parameters, floor: prefill.parameters.floor * serving.floorShare };
  const expertFloor = serving.moeLayer + (operatorFormats[moe.dtype].converts ? 2 * conversion : 0);
  const inLayer = (each: Known<'moe'>): Known<'moe'> => ({ ...each, parameters: { ...each.parameters, floor: expertFloor, expertTime: each.parameters.expertTime * serving.floorShare, memoryEfficiency: each.parameters.memoryEfficiency / serving.expertShare } });
  const many = inLayer(operatorFormats[moe.dtype].weightBytes < operatorFormats.bf16.weightBytes && operatorFormats[moe.dtype].peak === 'bf16' ? weightOnly(chip, moe, priors, serving.unpackRate) : moe);
  // Few tokens may have a kernel of their own (NVFP4 on Blackwell).
  const quick = expertParameters(chip, arithmetic(formats.experts, chip, blockScaled(model)) ?? 'bf16', 1, priors).known;
  const few = quick.kind === 'known' && quick !== moe ? inLayer(quick) : many;
  const latent = { kvLoraRank: model.mla?.kvLoraRank ?? 0, ropeDim: model.mla?.ropeDim ?? 0, nopeDim: model.mla?.nopeDim ?? 0, vDim: model.vHeadDim };
  const bandwidth = chip.memoryBandwidth ?? 1;
  const inGraph: Known<'collective'> = { ...reduce, parameters: { ...reduce.parameters, latency: reduce.parameters.latency * serving.reduceShare * around } };
  const link = reduce.link;
  const collective = (op: CollectiveOp, from: Known<'collective'>, n: number, bytes: number): number => (from.fabric ? (fabricSeconds(op, n, bytes, from.parameters, from.fabric) ?? 0) : 0);
  const used = [known.attention, ...(model.moe ? [moe] : [known.dense]), decode];
  return {
    ok: true,
    operators: {
      gemm: (name, m, n, k) => gemmSeconds({ m, n, k }, gemms[name].dtype, gemms[name].parameters, gemms[name].rates),
      gemmShares: (name, m, n, k) => gemmShares(gemms[name], m, n, k),
      decodeAttention: (batch, context, heads, kvHeads, headDim, window) => decodeSeconds({ batch, seq: context, prefix: 0, heads, kvHeads, headDim, window }, kvCache, decodeParameters, decode.rates, false),
      prefillAttention: (batch, tokens, prefix, heads, kvHeads, headDim, window) => prefillSeconds({ batch, seq: tokens, prefix, heads, kvHeads, headDim, window }, kvCache, prefillParameters, prefill.rates),
      mlaDecode: (batch, context, heads) => mlaDecodeSeconds({ batch, seq: context, prefix: 0, heads, ...latent }, kvCache, decodeParameters, decode.rates, false),
      mlaPrefill: (batch, tokens, prefix, heads) => mlaPrefillSeconds({ batch, seq: tokens, prefix, heads, ...latent }, kvCache, prefillParameters, prefill.rates),
      experts: (tokens, own, moeTensor, moeExpert) => {
        if (!model.moe) return 0;
        const { width: hidden, inter, active: topK, experts } = model.moe;
        const load = expectedLoad(tokens, topK, experts, moeExpert, serving.routingEvenness);
        const kernel = tokens <= lowLatencyTokens ? few : many;
        return loadedExpertSeconds(load, { tokens: own, hidden, inter, topK, experts, moeTensor, moeExpert, routing: 'balanced' }, kernel.dtype, kernel.parameters, kernel.rates);
      },
      elementwise: (bytes, launches) => launches * serving.smallKernel + bytes / (streamShare * bandwidth),
      allReduce: (n, bytes) => collective('allReduce', inGraph, n, bytes),
      allToAll: (n, bytes) => collective('allToAll', exchange, n, bytes),
      pointToPoint: (bytes) => reduce.parameters.latency + bytes / (streamShare * link),
      attentionFloor: decodeParameters.floor,
      expertFloor,
      spread: { logSd: Math.max(...used.map((each) => each.logSd)), evidence: weakest(...used.map((each) => each.evidence)) },
    },
  };
}

/** 400 Gbit/s, the card that most current servers have per accelerator; used where the catalogue has none. */
const usualCard = 50e9;

/** The chip objects with the substitutes filled in, one for each, so that what is looked up for it is kept. */
const networked = new WeakMap<ChipSpec, ChipSpec>();

function withNetwork(chip: ChipSpec): ChipSpec {
  let filled = networked.get(chip);
  if (!filled) networked.set(chip, (filled = { ...chip, scaleUpBandwidth: chip.scaleUpBandwidth ?? hostFabric, scaleOutBandwidth: chip.scaleOutBandwidth ?? usualCard }));
  return filled;
}

/**
 * Weight-only experts were timed with a kernel that starts slowly and that engines have replaced: theirs read fewer bytes
 * at 16-bit speed but no faster than the cores widen them (gpt-oss takes H100 and H200 the same time within 3 %, whose bandwidths
 * differ by 43 %), and move rows as that kernel did.
 */
function weightOnly(chip: ChipSpec, timed: Known<'moe'>, priors: Lookup, unpackRate: number): Known<'moe'> {
  const plain = matrixParameters(chip, 'moe', 'bf16', priors);
  if (plain.kind === 'missing') return timed;
  return { ...timed, parameters: { ...plain.parameters, conversionEfficiency: Math.min(plain.parameters.conversionEfficiency, timed.parameters.conversionEfficiency), unpackRate } };
}

function gemmShares({ dtype, parameters, rates }: Known<'gemm'>, m: number, n: number, k: number): GemmShares {
  const total = gemmSeconds({ m, n, k }, dtype, parameters, rates);
  const memory = (n * k * operatorFormats[dtype].weightBytes) / (parameters.memoryEfficiency * rates.bandwidth);
  const compute = (2 * m * n * k * tileQuantisation(m, n, rates.cores) ** parameters.quantisation) / (parameters.computeEfficiency * rates.peak);
  const share = memory ** parameters.overlap / (memory ** parameters.overlap + compute ** parameters.overlap);
  const busy = total - parameters.floor;
  return { memory: busy * share, compute: busy * (1 - share), floor: parameters.floor };
}
