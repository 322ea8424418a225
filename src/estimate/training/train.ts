/** A training or fine-tuning run answered: chip and model looked up, the layout searched, the verdict or the numbers. */
import { accelerator as acceleratorById } from '../../catalogue/accelerators.ts';
import type { Model } from '../../catalogue/facts.ts';
import { importConfig } from '../../catalogue/import-config.ts';
import { model as modelById } from '../../catalogue/models.ts';
import { trainingModel } from '../../catalogue/training-models.ts';
import type { ChipSpec } from '../../model/chip.ts';
import { memoryTotal } from '../../model/training/memory.ts';
import type { TrainingFactors } from '../../model/training/step-question.ts';
import type { Training } from '../../scenario/training.ts';
import { modelVersion } from '../model-version.ts';
import { chipOf, customChip } from '../resolve/resolve.ts';
import { answer, type Resolved } from './answer.ts';
import { trainingFactors } from './fitted.ts';
import { bindTraining, unitsOf, type AttentionKernel } from './operators.ts';
import { countsUpTo, fastestStep, type Found } from './search.ts';
import { noTraining, type TrainingEstimate, type TrainingReason } from './training-estimate.ts';

/** The largest run that a search of counts reaches. */
const mostAccelerators = 131_072;

export const modelToTrain = ({ model }: Pick<Training, 'model'>): Model | undefined => {
  if (typeof model === 'string') return modelById(model) ?? trainingModel(model);
  const read = importConfig(model);
  return read.ok ? read.model : undefined;
};

/**
 * @param factors those of the pack, or what they would be without some rows
 * @param kernel attention of the time at which a step was measured
 * @param as the chip as it may be in place of as its datasheet has it: a slower link
 */
export function trainingEstimate(
  training: Training,
  factors: TrainingFactors = trainingFactors,
  kernel: AttentionKernel = 'current',
  as: (stated: ChipSpec) => ChipSpec = (stated) => stated,
): TrainingEstimate {
  const model = modelToTrain(training);
  if (!model) return infeasible({ code: 'model-incomplete', message: 'the shape of this model is not known' });
  const accelerator = typeof training.accelerator === 'string' ? (acceleratorById(training.accelerator) ?? null) : null;
  const stated = typeof training.accelerator === 'object' ? customChip(training.accelerator) : accelerator && chipOf(accelerator);
  const chip = stated && as(stated);
  if (!chip) return infeasible({ code: 'fact-missing', message: 'no such accelerator' });
  const { memoryBytes } = chip;
  if (memoryBytes === null) return infeasible({ code: 'fact-missing', message: `${chip.name}: the catalogue has no memory size` });
  const peak = unitsOf(chip, training.precision);
  if (peak === undefined) return infeasible({ code: 'no-arithmetic', message: `${chip.name} has no units that multiply in ${training.precision}` });
  const bound = bindTraining(model, chip, training.precision, kernel);
  if (!bound.ok) return infeasible({ code: 'fact-missing', message: `${chip.name}: the catalogue has no ${bound.fact}` });
  const { operators, evidence, logSd } = bound.value;
  const resolved: Resolved = { model, chip, accelerator, peak, memoryBytes, evidence, logSd };
  const at = (count: number): Found => fastestStep(training, model, count, memoryBytes, operators, factors);

  if (training.accelerators !== null) {
    const found = at(training.accelerators);
    if (!found.best) return infeasible(whyNot(found, training.accelerators, memoryBytes), leanest(found, memoryBytes));
    return withinDeadline(training, answer(training, resolved, found.best));
  }
  let last: Found = { best: null, nearest: null, divides: false };
  let cheapest: TrainingEstimate | null = null;
  let fastest: TrainingEstimate | null = null;
  for (const count of countsUpTo(mostAccelerators)) {
    const found = at(count);
    if (!found.best) {
      if (found.nearest !== null && (last.nearest === null || found.nearest.bytes < last.nearest.bytes)) last = found;
      continue;
    }
    const estimate = answer(training, resolved, found.best);
    if (training.deadlineHours === null || training.tokens === null) return estimate;
    if (fastest === null || hoursOf(estimate) < hoursOf(fastest)) fastest = estimate;
    if (hoursOf(estimate) > training.deadlineHours) continue;
    if (cheapest === null || acceleratorHours(estimate) < acceleratorHours(cheapest)) cheapest = estimate;
    // Far beyond what is needed, more accelerators only share the same batch further.
    if (count > 8 * (cheapest.accelerators ?? count)) break;
  }
  if (cheapest) return cheapest;
  if (fastest) return withinDeadline(training, fastest);
  return infeasible(whyNot(last, null, memoryBytes), leanest(last, memoryBytes));
}

const hoursOf = ({ hours }: TrainingEstimate): number => hours?.value ?? Infinity;
const acceleratorHours = (estimate: TrainingEstimate): number => estimate.acceleratorHours?.value ?? Infinity;

function withinDeadline({ deadlineHours }: Training, estimate: TrainingEstimate): TrainingEstimate {
  const hours = hoursOf(estimate);
  if (deadlineHours === null || estimate.hours === null || hours <= deadlineHours) return estimate;
  return infeasible({
    code: 'deadline-not-met',
    message: `the fastest run takes ${hours.toPrecision(3)} hours on ${estimate.accelerators ?? 0} accelerators, more than ${deadlineHours}`,
    needs: hours,
    has: deadlineHours,
  });
}

function whyNot({ nearest, divides }: Found, count: number | null, memoryBytes: number): TrainingReason {
  const on = count === null ? 'any number of accelerators' : count === 1 ? 'one accelerator' : `${count} accelerators`;
  if (nearest === null)
    return { code: 'no-layout', message: divides ? `no layout fits on ${on}` : `no layout divides the model and the batch over ${on}` };
  const largest = Object.entries(nearest.memory).reduce((one, other) => (other[1] > one[1] ? other : one))[0];
  return {
    code: 'memory',
    message: `the leanest layout on ${on} needs ${gigabytes(memoryTotal(nearest.memory))} a device, most of it ${largest}; it has ${gigabytes(memoryBytes)}`,
    needs: nearest.bytes,
    has: memoryBytes,
  };
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toPrecision(3)} GB`;

/** What the layout that lacks least would take; null where no layout divides. */
const leanest = ({ nearest }: Found, available: number): TrainingEstimate['memory'] => nearest && { ...nearest.memory, available };

const infeasible = (reason: TrainingReason, memory: TrainingEstimate['memory'] = null): TrainingEstimate => ({
  feasible: false,
  reason,
  ...noTraining,
  memory,
  modelVersion,
});
