/** The five numbers fitted to published steps, and what held-out ones missed; written by `validation/fit-training.ts`. */
import type { Model } from '../../catalogue/facts.ts';
import type { TrainingFactors } from '../../model/training/step-time.ts';
import type { Training } from '../../scenario/training.ts';
import fitted from './fitted.json' with { type: 'json' };

export const trainingFactors: TrainingFactors = fitted.factors;

/** Standard deviation of ln(measured/estimated) of tokens a second. */
export const logSd = (model: Model, _training: Training): number => (model.moe ? fitted.logSd.experts : fitted.logSd.dense);
