/** The fastest layout that fits, for a number of accelerators. */
import type { Model } from '../../catalogue/facts.ts';
import { memoryTotal, trainingMemory, type MemoryQuestion, type TrainingMemory } from '../../model/training/memory.ts';
import { stepSeconds, stepTime, type StepTerms } from '../../model/training/step-time.ts';
import type { StepQuestion, TrainingFactors, TrainingOperators } from '../../model/training/step-question.ts';
import { recomputations, type Recompute, type Training } from '../../scenario/training.ts';
import { layouts, type Candidate } from './layouts.ts';

export interface Step extends Candidate {
  readonly accelerators: number;
  readonly recompute: Recompute;
  /** Share of layers in that mode; the others in the next lighter one. */
  readonly recomputedLayers: number;
  readonly memory: TrainingMemory;
  readonly terms: StepTerms;
  readonly seconds: number;
}

export interface Found {
  readonly best: Step | null;
  /** Of those that do not fit, the one that lacks least. */
  readonly nearest: { readonly bytes: number; readonly memory: TrainingMemory } | null;
  /** Whether any layout divides the accelerators and the batch. */
  readonly divides: boolean;
}

export function fastestStep(
  training: Training,
  model: Model,
  accelerators: number,
  memoryBytes: number,
  operators: TrainingOperators,
  factors: TrainingFactors,
): Found {
  let best: Step | null = null;
  let nearest: Found['nearest'] = null;
  let divides = false;
  const { method, loraRank, sequence, precision } = training;
  const narrow = precision !== 'bf16' && precision !== 'fp16';
  for (const candidate of layouts(training, model, accelerators, operators.domain)) {
    divides = true;
    let richer: Weighed | null = null;
    for (const recompute of training.recompute === null ? recomputations : [training.recompute]) {
      const question = { model, method, loraRank, sequence, accelerators, recompute, narrow, ...candidate };
      const memory = trainingMemory(question);
      const bytes = memoryTotal(memory);
      if (bytes > memoryBytes) {
        if (nearest === null || bytes < nearest.bytes) nearest = { bytes, memory };
        richer = { question, memory, bytes };
        continue;
      }
      const whole = stepTime(question, operators, factors);
      // Only as many layers are recomputed as make room.
      const share = richer === null ? 1 : (richer.bytes - memoryBytes) / (richer.bytes - bytes);
      const terms = richer === null ? whole : between(stepTime(richer.question, operators, factors), whole, share);
      const seconds = stepSeconds(terms);
      if (best === null || seconds < best.seconds) {
        const used = richer === null ? memory : between(richer.memory, memory, share);
        best = { ...candidate, accelerators, recompute, recomputedLayers: recompute === 'none' ? 0 : share, memory: used, terms, seconds };
      }
      // More recomputation only takes time once it fits.
      break;
    }
  }
  return { best, nearest, divides };
}

interface Weighed {
  readonly question: StepQuestion & MemoryQuestion;
  readonly memory: TrainingMemory;
  readonly bytes: number;
}

/** Term by term, `share` of the second. */
function between<Terms extends StepTerms | TrainingMemory>(first: Terms, second: Terms, share: number): Terms {
  const others: Readonly<Record<string, number>> = { ...second };
  return Object.fromEntries(
    Object.entries(first).map(([key, value]: [string, number]) => [key, value + share * ((others[key] ?? 0) - value)]),
  ) as unknown as Terms;
}

/** Counts that a search of accelerators tries: 1, 2, 3, 4, 6, 8, 12, … */
export function countsUpTo(most: number): readonly number[] {
  const list: number[] = [];
  for (let power = 1; power <= most; power *= 2) {
    list.push(power);
    if (power >= 2 && power * 1.5 <= most) list.push(power * 1.5);
  }
  return list;
}
