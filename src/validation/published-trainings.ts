/** Published training runs without a first load that grows: rows, shapes and model are loaded when they are first asked for. */
import { ScenarioError } from '../estimate/scenario-input.ts';
import { loadTraining, type TrainingInput } from '../estimate/training/library.ts';
import type { PublishedTraining } from './published-training.ts';

/**
 * Runs of the same model or on the same accelerator, the likest first.
 * @throws ScenarioError naming the key that is wrong
 */
export async function publishedTrainings(training: TrainingInput): Promise<readonly PublishedTraining[]> {
  const [part, { publishedTraining }] = await Promise.all([loadTraining(), import('./published-training.ts')]);
  const parsed = part.parse(training);
  if (!parsed.ok) throw new ScenarioError(parsed.error);
  return publishedTraining(parsed.value);
}
