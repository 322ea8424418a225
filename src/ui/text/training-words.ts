/** Training runs in words: what is asked, what was found. No DOM. */
import { accelerator } from '../../catalogue/accelerators.ts';
import { model } from '../../catalogue/models.ts';
import type { TrainingEstimate } from '../../estimate/training/training-estimate.ts';
import type { TrainingInput } from '../../estimate/training/library.ts';
import type { TrainingKind, TrainingMethod, TrainingPrecision } from '../../scenario/training.ts';
import { globalBatchOf } from '../../scenario/training.ts';
import { formatCount, formatFactor, formatShare } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import { configName, severalOf, shortModel } from './names.ts';

export const kindNames: Readonly<Record<TrainingKind, string>> = { 'pre-train': 'Pre-training', 'fine-tune': 'Fine-tuning' };

export const methodNames: Readonly<Record<TrainingMethod, string>> = {
  full: 'all weights',
  lora: 'adapters (LoRA)',
  qlora: 'adapters on 4-bit weights (QLoRA)',
};

export const precisionNames: Readonly<Record<TrainingPrecision, string>> = { bf16: 'bf16', fp16: 'fp16', fp8: 'fp8', mxfp8: 'MXFP8', nvfp4: 'NVFP4' };

export const trainedName = ({ model: asked }: Pick<TrainingInput, 'model'>): string =>
  typeof asked === 'string' ? shortModel(model(asked)?.name ?? asked) : (configName(asked)?.replace(/^.*\//, '') ?? 'your own model');

/** "two H200s", "H200s" where nobody has counted them. */
export function onWords({ accelerator: asked }: Pick<TrainingInput, 'accelerator'>, count: number | null): string {
  if (typeof asked !== 'string') return count === null ? asked.name : `${formatCount(count)} × ${asked.name}`;
  const name = accelerator(asked)?.name ?? asked;
  if (count === null) return severalOf(2, name).replace(/^\S+ /, '');
  return severalOf(count, name).replace(/^\d[\d,]*/, (digits) => formatCount(Number(digits.replace(/,/g, ''))));
}

export function tokenWords(tokens: number): string {
  return `${formatCount(tokens, 'short')} tokens`;
}

export function batchWords(training: TrainingInput): string {
  const sequence = training.sequence ?? 4096;
  const batch = globalBatchOf({ globalBatch: training.globalBatch ?? null, kind: training.kind, sequence });
  return `steps of ${formatCount(batch)} sequences of ${formatCount(sequence)} tokens`;
}

/** "TP 8 · PP 16 in 8 parts · DP 128, ZeRO 1": what is one is left out. */
export function layoutWords({ parallel, accelerators }: TrainingEstimate): string {
  if (parallel === null || accelerators === null) return '';
  const { tensor, pipeline, context, expert, virtualPipeline, shard, shardRanks } = parallel;
  const data = accelerators / (tensor * pipeline * context);
  return [
    ...(tensor > 1 ? [`TP ${formatCount(tensor)}`] : []),
    ...(pipeline > 1 ? [`PP ${formatCount(pipeline)}${virtualPipeline > 1 ? ` in ${formatCount(virtualPipeline)} parts each` : ''}`] : []),
    ...(context > 1 ? [`CP ${formatCount(context)}`] : []),
    ...(expert > 1 ? [`EP ${formatCount(expert)}`] : []),
    `DP ${formatCount(data)}${data > 1 ? `, ZeRO ${shard}${shardRanks < data ? ` over ${formatCount(shardRanks)}` : ''}` : ''}`,
  ].join(' · ');
}

const recomputed = {
  none: 'nothing is computed twice',
  selective: 'norms and activation functions are computed twice',
  full: 'whole layers are computed twice',
} as const;

/** "whole layers are computed twice in 40 % of the layers" */
export function recomputeWords({ recompute, recomputedLayers }: TrainingEstimate): string {
  if (recompute === null) return '';
  const share = recomputedLayers ?? 0;
  return recompute === 'none' || share >= 0.995 ? recomputed[recompute] : `${recomputed[recompute]} in ${formatShare(share)} of the layers`;
}

export interface TrainingPart {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  /** s of a step, or bytes of a device */
  readonly amount: number;
}

const stepNames: readonly (readonly [keyof NonNullable<TrainingEstimate['terms']>, string, string])[] = [
  ['compute', 'Arithmetic', 'vermilion'],
  ['tensor', 'Links within a layer (TP)', 'purple'],
  ['expert', 'Links between experts (EP)', 'sky'],
  ['context', 'Links along a sequence (CP)', 'blue'],
  ['data', 'Gradients and weights between copies (DP)', 'green'],
  ['bubble', 'Waiting for other stages (PP)', 'orange'],
  ['optimiser', 'The optimiser', 'olive'],
  ['host', 'The host', 'grey'],
];

/** Below half a per cent it would be a hairline and a zero. */
const leastShare = 5e-3;

export function stepParts({ terms }: TrainingEstimate): readonly TrainingPart[] {
  if (terms === null) return [];
  const total = stepNames.reduce((sum, [id]) => sum + terms[id], 0);
  return stepNames.flatMap(([id, name, colour]) =>
    terms[id] > leastShare * total ? [{ id, name, colour: `var(--series-${colour})`, amount: terms[id] }] : [],
  );
}

const memoryNames = [
  ['weights', 'Weights', 'blue'],
  ['gradients', 'Gradients', 'sky'],
  ['optimiser', 'Optimiser', 'green'],
  ['activations', 'Activations', 'orange'],
  ['logits', 'Logits', 'purple'],
  ['runtime', 'Runtime', 'grey'],
] as const;

export const memoryParts = ({ memory }: TrainingEstimate): readonly TrainingPart[] =>
  memory === null
    ? []
    : memoryNames.flatMap(([id, name, colour]) => (memory[id] > 0 ? [{ id, name, colour: `var(--series-${colour})`, amount: memory[id] }] : []));

export const gigabytes = (bytes: number): string => `${Number((bytes / 1e9).toPrecision(3))} GB`;

/** The verdict in a sentence. */
export function memoryTitle(estimate: TrainingEstimate, training: TrainingInput): string {
  const parts = memoryParts(estimate);
  const { memory, feasible, accelerators } = estimate;
  if (memory === null) return '';
  const used = parts.reduce((sum, { amount }) => sum + amount, 0);
  const most = parts.toSorted((a, b) => b.amount - a.amount)[0];
  const largest = most ? `${formatShare(most.amount / used)} of it ${most.name.toLowerCase()}` : '';
  if (!feasible) {
    const on = training.accelerators ?? null;
    if (used > memory.available)
      return `It does not fit: ${on === null ? 'the leanest layout' : `on ${onWords(training, on)} the leanest layout`} needs ${gigabytes(used)} on each, ${formatFactor(used / memory.available)} what each has`;
    return `It fits, but does not run as it is asked`;
  }
  const spare = memory.available - used;
  const room = spare < 0.005 * memory.available ? 'with nothing to spare' : `with ${gigabytes(spare)} to spare`;
  return `It fits on ${onWords(training, accelerators)}, ${room}: ${gigabytes(used)} on the fullest, ${largest}`;
}

/** Hours in the unit of their size: hours to two days, then days. */
export function runTime(hours: Quantity): Quantity {
  const [factor, unit] = hours.value >= 48 ? [1 / 24, 'days'] : hours.value < 2 ? [60, 'minutes'] : [1, 'hours'];
  return { ...hours, value: hours.value * factor, low: hours.low * factor, high: hours.high * factor, unit };
}

/** MFU as per cent; more than all of it is nobody's. */
export function percentOf({ value, low, high }: Quantity): { readonly value: string; readonly range: string } {
  const at = (share: number): string => String(Math.round(Math.min(share, 1) * 100));
  return { value: `${at(value)} %`, range: high > low ? `${at(low)}–${at(high)} %` : '' };
}

/** Joules as the meter counts them. */
export function meterOf(joules: Quantity): Quantity {
  const hours = 3.6e6;
  const [factor, unit] =
    joules.value >= 1e9 * hours ? [1e-6 / hours, 'GWh'] : joules.value >= 1e3 * hours ? [1e-3 / hours, 'MWh'] : [1 / hours, 'kWh'];
  return { ...joules, value: joules.value * factor, low: joules.low * factor, high: joules.high * factor, unit };
}

export function carbonOf(grams: Quantity): Quantity {
  const [factor, unit] = grams.value >= 1e6 ? [1e-6, 't CO₂e'] : [1e-3, 'kg CO₂e'];
  return { ...grams, value: grams.value * factor, low: grams.low * factor, high: grams.high * factor, unit };
}
