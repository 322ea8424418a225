/** The five numbers fitted to published steps, and what held-out ones missed; written by `validation/fit-training.ts`. */
import type { Model } from '../../catalogue/facts.ts';
import type { TrainingFactors } from '../../model/training/step-question.ts';
import type { TrainingMethod } from '../../scenario/training.ts';
import fitted from './fitted.json' with { type: 'json' };

export const trainingFactors: TrainingFactors = fitted.factors;

/** What misses alike: all weights of a dense model, of one with experts, and adapters, whose software differs most. */
export type MissKind = keyof typeof fitted.logSd;

export const missKind = (model: Model, method: TrainingMethod): MissKind => (method !== 'full' ? 'adapters' : model.moe ? 'experts' : 'dense');

/** Standard deviation of ln(measured/estimated) of tokens a second. */
export const logSd = (model: Model, method: TrainingMethod): number => fitted.logSd[missKind(model, method)];

/** Codes of the published steps behind both. */
export const fittedFrom: readonly string[] = fitted.sources;
