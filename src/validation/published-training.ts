/** Published training runs that are nearest to one in question, each with its MFU by the lab's own definition and what the lab predicts for it. */
import { accelerator as acceleratorById } from '../catalogue/accelerators.ts';
import type { Model } from '../catalogue/facts.ts';
import { chipOf } from '../estimate/resolve/resolve.ts';
import { trainingFactors } from '../estimate/training/fitted.ts';
import { unitsOf } from '../estimate/training/operators.ts';
import { modelToTrain, trainingEstimate } from '../estimate/training/train.ts';
import { modelFlops } from '../model/training/shape.ts';
import type { Training } from '../scenario/training.ts';
import type { Quantity } from '../units/quantity.ts';
import { publishedSteps, type PublishedStep } from './training-rows.ts';

export interface PublishedTraining extends Omit<PublishedStep, 'row'> {
  /** A whole run, with what failed in it; else a step. */
  readonly whole: boolean;
  /** Over the dense peak of its precision, recomputation left out. */
  readonly modelFlopsUtilisation: number;
  /** By numbers that were fitted to it among others; null for whole runs, and where memory refuses the layout. */
  readonly predicted: Quantity | null;
}

/** Where a source does not say, adapters are of this rank and a sequence has so many tokens: it moves FLOPs by some per cent. */
const usualRank = 16;
const usualSequence = 4096;

/** @param most of them, those of the same shape, of adapters if it is of adapters, and on the same accelerator first */
export function publishedTraining(near: Pick<Training, 'model' | 'accelerator' | 'method'>, most = 10): readonly PublishedTraining[] {
  const known = publishedSteps((model) => modelToTrain({ model }) !== undefined);
  const asked = modelToTrain(near);
  const shapes = new Map<string, boolean>();
  const alike = (id: string): boolean => {
    const found = shapes.get(id) ?? sameShape(asked, modelToTrain({ model: id }));
    shapes.set(id, found);
    return found;
  };
  const adapters = near.method !== 'full';
  const likeness = ({ model, accelerator, method }: PublishedStep): number =>
    (alike(model) ? 4 : 0) + (accelerator === near.accelerator ? 2 : 0) + ((method !== 'full') === adapters ? (adapters ? 3 : 1) : 0);
  return known
    .filter((step) => likeness(step) >= 2)
    .toSorted((a, b) => likeness(b) - likeness(a) || b.date.localeCompare(a.date))
    .flatMap((step) => withUtilisation(step) ?? [])
    .slice(0, most)
    .map(({ row, ...step }) => ({
      ...step,
      whole: row === null,
      predicted: row && trainingEstimate(row.training, trainingFactors, row.kernel).modelFlopsUtilisation,
    }));
}

/** Llama 3.3 70B trains as 3.1 does. */
const sameShape = (a: Model | undefined, b: Model | undefined): boolean =>
  a !== undefined && b !== undefined && a.layers === b.layers && a.hidden === b.hidden && a.vocab === b.vocab && a.moe?.experts === b.moe?.experts;

function withUtilisation(step: PublishedStep): (PublishedStep & { readonly modelFlopsUtilisation: number }) | null {
  const { model: id, accelerator, precision, method, sequence, tokensPerSecond } = step;
  const model = modelToTrain({ model: id });
  const facts = acceleratorById(accelerator);
  const peak = facts && unitsOf(chipOf(facts), precision);
  if (!model || !peak) return null;
  return { ...step, modelFlopsUtilisation: (tokensPerSecond * modelFlops(model, sequence ?? usualSequence, method, usualRank)) / peak };
}
