/** How far predicted steps lie from published ones, each group of (model, accelerator) left out of the fit in turn. */
import { missKind, type MissKind } from '../estimate/training/fitted.ts';
import { modelToTrain, trainingEstimate } from '../estimate/training/train.ts';
import type { TrainingFactors } from '../model/training/step-question.ts';
import { trainingRows, type TrainingRow } from './training-rows.ts';

/** The rows that are scored: read at their source, with everything a question needs. */
export const scoredTrainingRows = (): readonly TrainingRow[] =>
  trainingRows((model) => modelToTrain({ model }) !== undefined).rows.filter(({ trust }) => trust === 'read');

/** ln(predicted/measured) of tokens a second; null where memory refuses the layout. */
export function trainingMiss(row: TrainingRow, factors?: TrainingFactors): number | null {
  const { tokensPerSecondPerAccelerator } = trainingEstimate(row.training, factors, row.kernel);
  return tokensPerSecondPerAccelerator ? Math.log(tokensPerSecondPerAccelerator.value / row.measured) : null;
}

/** What a fit lowers: the mean of |miss| over rows, each weighing one over the root of its group's rows. */
export function trainingLoss(rows: readonly TrainingRow[], factors: TrainingFactors): number {
  const sizes = new Map<string, number>();
  for (const { group } of rows) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  let sum = 0;
  let weights = 0;
  for (const row of rows) {
    const weight = 1 / Math.sqrt(sizes.get(row.group) ?? 1);
    sum += weight * Math.abs(trainingMiss(row, factors) ?? 1);
    weights += weight;
  }
  return sum / weights;
}

/** Ends that a factor keeps: times are not shorter than in tables by more than a third, shares are shares. */
const bounds: Readonly<Record<keyof TrainingFactors, readonly [number, number]>> = {
  kernels: [0.7, 3],
  narrow: [0.7, 3],
  exposed: [0.05, 1],
  routed: [0.7, 6],
  each: [1e-6, 2e-3],
};

/** Coordinate descent with steps that halve; the same answer for the same rows. */
export function fitTraining(rows: readonly TrainingRow[], start: TrainingFactors, firstStep = 0.2): TrainingFactors {
  let best = start;
  let loss = trainingLoss(rows, best);
  for (let step = firstStep; step > 0.012; step /= 2) {
    for (let moved = true; moved;) {
      moved = false;
      for (const key of Object.keys(bounds) as (keyof TrainingFactors)[]) {
        for (const factor of [Math.exp(step), Math.exp(-step)]) {
          const [low, high] = bounds[key];
          const tried = { ...best, [key]: Math.min(high, Math.max(low, best[key] * factor)) };
          const its = trainingLoss(rows, tried);
          if (its < loss - 1e-6) {
            best = tried;
            loss = its;
            moved = true;
            break;
          }
        }
      }
    }
  }
  return best;
}

export interface HeldOutRow {
  readonly id: string;
  readonly group: string;
  readonly kind: MissKind;
  /** ln(predicted/measured) by a fit that saw no row of the group. */
  readonly miss: number;
}

/** Every row by factors fitted without its group. */
export function heldOutTraining(rows: readonly TrainingRow[], start: TrainingFactors): readonly HeldOutRow[] {
  const groups = [...new Set(rows.map(({ group }) => group))];
  return groups.flatMap((group) => {
    const factors = fitTraining(
      rows.filter((row) => row.group !== group),
      start,
      0.05,
    );
    return rows
      .filter((row) => row.group === group)
      .flatMap((row) => {
        const miss = trainingMiss(row, factors);
        const model = modelToTrain(row.training);
        return miss === null || !model ? [] : [{ id: row.id, group, kind: missKind(model, row.training.method), miss }];
      });
  });
}
