/** What to change where a scenario does not run: ordinary edits, so that each can be undone. No DOM. */
import { model } from '../../catalogue/models.ts';
import type { Estimate } from '../../estimate/estimate.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { formatCount } from '../../units/format.ts';

export interface Remedy {
  readonly words: string;
  readonly patch: Partial<Scenario>;
}

export function remediesFor(estimate: Estimate, scenario: Scenario): readonly Remedy[] {
  const remedies: Remedy[] = [];
  const offer = (words: string, patch: Partial<Scenario>): void => void remedies.push({ words, patch });
  if (scenario.target !== null) offer('Drop the latency target', { target: null });
  if (scenario.parallel !== null) offer('Let the lab choose the parallelism', { parallel: null });
  if (scenario.accelerators !== null) offer('Use as many as it takes', { accelerators: null, parallel: null });
  if (scenario.weights === 'bf16') offer('Store the weights in fp8', { weights: 'fp8' });
  else if (scenario.weights !== null) offer('Keep the weights as published', { weights: null });
  const limit = typeof scenario.model === 'string' ? (model(scenario.model)?.maxContext ?? null) : null;
  if (limit !== null && scenario.inputTokens + scenario.outputTokens > limit) {
    offer(`Shorten the request to ${formatCount(limit, 'short')} tokens`, {
      inputTokens: Math.max(1, limit - Math.min(scenario.outputTokens, limit / 2)),
      outputTokens: Math.min(scenario.outputTokens, limit / 2),
    });
  }
  if (estimate.reason?.code === 'overloaded' && scenario.requestsPerSecond !== null)
    offer('Halve the arrivals', { requestsPerSecond: scenario.requestsPerSecond / 2 });
  if (remedies.length === 0) offer('Use H200s instead', { accelerator: 'h200-sxm', accelerators: null, parallel: null });
  return remedies;
}
