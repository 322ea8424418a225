/** The demand that signals are asked at: models whose weights anyone may serve, 3 input to 1 output tokens, the default target, reserved prices. */
import { accelerators } from '../../catalogue/accelerators.ts';
import { fleetSteps, type FleetAnswer } from '../../fleet/fleet.ts';
import { parseFleetRequest } from '../../fleet/request.ts';

export const referenceModels = ['llama-3.3-70b', 'qwen3-32b', 'qwen3-235b-a22b', 'gpt-oss-120b', 'deepseek-v3.2', 'kimi-k2'] as const;
/** The one whose throughput stands for a site's: dense, of a size that one to two accelerators hold. */
export const [yardstick] = referenceModels;

const tokens = { inputTokens: 3072, outputTokens: 1024 } as const;

/** USD per million tokens of a price list at that mixture. */
export const blended = (input: number, output: number): number =>
  (input * tokens.inputTokens + output * tokens.outputTokens) / (tokens.inputTokens + tokens.outputTokens);

const known = new Map<string, FleetAnswer>();

/** Every accelerator that shipped by the year, cheapest first; kept by model and year. */
export function referenceFleet(model: string, year: number): FleetAnswer {
  const steps = fleetInSteps(model, year);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same of several models, one accelerator a step, kept for who asks for them then: each yield is the share that is done. */
export function* referenceSteps(models: readonly string[], year: number): Generator<number, void> {
  for (const [index, model] of models.entries()) {
    const steps = fleetInSteps(model, year);
    for (let step = steps.next(); !step.done; step = steps.next()) yield (index + step.value) / models.length;
  }
}

function* fleetInSteps(model: string, year: number): Generator<number, FleetAnswer> {
  const key = `${model} ${String(year)}`;
  const found = known.get(key);
  if (found) return found;
  const chips = accelerators().flatMap(({ id, year: shipped }) => (shipped <= year ? [id] : []));
  const request = parseFleetRequest({ scenario: { model, accelerator: chips, ...tokens, ownership: 'rent-reserved' } });
  // The request is ours: what it names is in the catalogue.
  if (!request.ok) throw new Error(`${request.error.path}: ${request.error.message}`);
  const answer = yield* fleetSteps(request.value);
  known.set(key, answer);
  return answer;
}
