import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import { scenarioDefaults } from '../../../src/scenario/defaults.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { bruteForce, costOf, fewest } from './brute-force.ts';

/** Fixed, so that a red run is the same again; `npm run check:full` compares 300. */
const seed = Number(process.env['LAB_SEED'] ?? 20_261_128);
const cases = Number(process.env['LAB_SEARCH_CASES'] ?? 40);

const asked = fc.oneof(
  fc.record({ concurrency: fc.constantFrom(1, 4, 16, 64, 200, 700) }),
  fc.record({ requestsPerSecond: fc.constantFrom(0.05, 0.5, 3, 12) }),
  fc.constant({}),
  fc.record({
    concurrency: fc.constantFrom(8, 40, 150),
    target: fc.constantFrom({ timePerOutputToken: 0.025 }, { timePerOutputToken: 0.05, timeToFirstToken: 1.5 }),
  }),
  fc.record({
    requestsPerSecond: fc.constantFrom(0.5, 4),
    target: fc.constantFrom({ timePerOutputToken: 0.03 }, { timePerOutputToken: 0.05, timeToFirstToken: 1 }),
  }),
);

const scenarios = fc
  .record({
    model: fc.constantFrom('llama-3.1-8b', 'llama-3.3-70b', 'qwen3-30b-a3b', 'mixtral-8x7b', 'gpt-oss-120b', 'qwen3-32b'),
    accelerator: fc.constantFrom('h200-sxm', 'h100-80-sxm', 'b200-sxm', 'mi300x', 'l40s'),
    engine: fc.constantFrom('vllm' as const, 'sglang' as const, null),
    lengths: fc.constantFrom([1024, 1024], [4096, 256], [256, 2048], [16_000, 500]),
    accelerators: fc.constantFrom(null, null, 8, 12),
    asked,
  })
  .map(({ lengths: [inputTokens, outputTokens], asked, ...rest }) => ({ ...scenarioDefaults, ...rest, inputTokens, outputTokens, ...asked }));

/** Four times the fewest that hold the model, and a server of eight. */
const searched = (scenario: Scenario): number => Math.max(4 * fewest(scenario), 8);

describe('what is decided', () => {
  it('costs within 2 % of the cheapest of all arrangements and counts', () => {
    const worst: string[] = [];
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const found = estimateScenario(scenario);
        const best = bruteForce(scenario, scenario.accelerators ?? searched(scenario));
        const ratio = costOf(found, scenario) / best.cost;
        if (ratio > 1.02)
          worst.push(
            `${ratio.toFixed(3)} ${JSON.stringify(scenario)} found ${JSON.stringify(found.parallel)} on ${found.accelerators}, best ${JSON.stringify(best.estimate?.parallel)} on ${best.estimate?.accelerators}`,
          );
        if (best.cost === Infinity) expect(found.feasible).toBe(false);
      }),
      { numRuns: cases, seed, endOnFailure: true },
    );
    expect(worst, `seed ${seed}`).toEqual([]);
  }, 600_000);
});
