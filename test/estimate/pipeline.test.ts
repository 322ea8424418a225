/** What tokens take of accelerators is what accelerators have to give, however many stages they make. */
import { describe, expect, it } from 'vitest';
import { operate } from '../../src/estimate/estimate-scenario.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const lengths = [
  [4000, 400],
  [1000, 1000],
] as const;
const stages = [1, 2, 4] as const;
const loads: readonly Partial<Scenario>[] = [{ concurrency: 64 }, { concurrency: 256 }, { requestsPerSecond: 1.5 }];
const cases = lengths.flatMap(([inputTokens, outputTokens]) =>
  loads.flatMap((load) => stages.map((pipeline) => ({ inputTokens, outputTokens, ...load, pipeline }))),
);

describe('accelerator-seconds', () => {
  it.each(cases)('of a request sum to those between two requests: %j', ({ pipeline, ...sets }) => {
    const scenario: Scenario = {
      ...scenarioDefaults,
      model: 'llama-3.3-70b',
      accelerator: 'h200-sxm',
      engine: 'vllm',
      weights: 'fp8',
      parallel: { tensor: 2, pipeline, expert: 1, attentionData: 1 },
      accelerators: 2 * pipeline,
      ...sets,
    };
    const operation = operate(scenario);
    if (!operation.ok) throw new Error(operation.reason.message);
    const { points, choice } = operation.value;
    const [point] = points;
    if (!point) throw new Error('no point');
    const { work } = point;
    const used = work.inputTokens * work.secondsPerInputToken + work.outputTokens * work.secondsPerOutputToken;
    const given = choice.accelerators / point.requestsPerSecond;
    // Exactly in a closed loop; at a rate a rank also waits between requests that come alone.
    if (sets.concurrency === undefined) expect(used / given).toBeLessThan(1.02);
    else expect(used / given).toBeCloseTo(1, 2);
  });
});
