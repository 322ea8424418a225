/** How many accelerators a load needs where those given are too few: as many as carry it within its target. */
import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';

const answer = (fields: object): ReturnType<typeof estimateScenario> => {
  const parsed = parseScenario({ model: 'llama-3.3-70b', accelerator: 'h200-sxm', engine: 'vllm', weights: 'fp8', ...fields });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return estimateScenario(parsed.value);
};

describe('what an overloaded deployment needs', () => {
  it.each([
    ['a rate', { requestsPerSecond: 20 }, {}],
    ['a rate within a target', { requestsPerSecond: 20 }, { target: { timePerOutputToken: 0.02 } }],
    ['pools within a target', { requestsPerSecond: 20, serving: { prefill: {}, decode: {} } }, { target: { timePerOutputToken: 0.02 } }],
  ])('is enough: %s', (_, load, target) => {
    const { reason } = answer({ ...load, ...target, accelerators: 4 });
    expect(reason?.code).toBe('overloaded');
    const needs = Number(reason?.['needs']);
    expect(answer({ ...load, ...target, accelerators: needs }).feasible).toBe(true);
  });

  it('is none where no number of them keeps the target', () => {
    const { reason } = answer({ requestsPerSecond: 20, target: { timePerOutputToken: 0.001 }, accelerators: 4 });
    expect(reason).toMatchObject({ code: 'overloaded', needs: null });
  });
});
