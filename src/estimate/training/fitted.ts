/** The five numbers fitted to published steps, and what held-out ones missed; written by `validation/fit-training.ts`. */
import type { Model } from '../../catalogue/facts.ts';
import type { TrainingFactors } from '../../model/training/step-time.ts';
import fitted from './fitted.json' with { type: 'json' };

export const trainingFactors: TrainingFactors = fitted.factors;

/** Standard deviation of ln(measured/estimated) of tokens a second. */
export const logSd = (model: Model): number => (model.moe ? fitted.logSd.experts : fitted.logSd.dense);

/** Codes of the published steps behind both. */
export const fittedFrom: readonly string[] = fitted.sources;
