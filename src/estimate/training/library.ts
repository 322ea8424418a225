/** Training without a first load that grows: the reader, the shapes and the model are loaded when they are first asked for. */
import type { Parsed } from '../../scenario/input-error.ts';
import type { AskedParallel, Training } from '../../scenario/training.ts';
import { ScenarioError } from '../scenario-input.ts';
import type { TrainingEstimate } from './training-estimate.ts';

/** A run with its defaults left out. */
export type TrainingInput = Pick<Training, 'kind' | 'model' | 'accelerator'> &
  Partial<Omit<Training, 'parallel'>> & { readonly parallel?: Partial<AskedParallel> | null };

export interface TrainingPart {
  /** @param path where the run stands in its line */
  parse(input: unknown, path?: string): Parsed<Training>;
  estimate(training: Training): TrainingEstimate;
}

/** Reader and model, for who answers many runs. */
export async function loadTraining(): Promise<TrainingPart> {
  const [{ parseTraining }, { trainingEstimate }] = await Promise.all([import('../../scenario/parse-training.ts'), import('./train.ts')]);
  return { parse: parseTraining, estimate: (training) => trainingEstimate(training) };
}

/**
 * What a training or fine-tuning run takes and costs.
 * @throws ScenarioError naming the key that is wrong; the reason of `signal` where it has fired
 */
export async function train(training: TrainingInput, { signal }: { readonly signal?: AbortSignal } = {}): Promise<TrainingEstimate> {
  const part = await loadTraining();
  signal?.throwIfAborted();
  const parsed = part.parse(training);
  if (!parsed.ok) throw new ScenarioError(parsed.error);
  return part.estimate(parsed.value);
}
