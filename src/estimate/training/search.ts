/** The fastest layout that fits, for a number of accelerators. */
import type { Model } from '../../catalogue/facts.ts';
import { memoryTotal, trainingMemory, type TrainingMemory } from '../../model/training/memory.ts';
import { stepSeconds, stepTime, type StepTerms, type TrainingFactors, type TrainingOperators } from '../../model/training/step-time.ts';
import { recomputations, type Recompute, type Training } from '../../scenario/training.ts';
import { layouts, type Candidate } from './layouts.ts';

export interface Step extends Candidate {
  readonly accelerators: number;
  readonly recompute: Recompute;
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
    for (const recompute of training.recompute === null ? recomputations : [training.recompute]) {
      const question = { model, method, loraRank, sequence, accelerators, recompute, narrow, ...candidate };
      const memory = trainingMemory(question);
      const bytes = memoryTotal(memory);
      if (bytes > memoryBytes) {
        if (nearest === null || bytes < nearest.bytes) nearest = { bytes, memory };
        continue;
      }
      const terms = stepTime(question, operators, factors);
      const seconds = stepSeconds(terms);
      if (best === null || seconds < best.seconds) best = { ...candidate, accelerators, recompute, memory, terms, seconds };
      // More recomputation only takes time once it fits.
      break;
    }
  }
  return { best, nearest, divides };
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
