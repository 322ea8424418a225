/** The cost table and the fleet name the same best by the same rule, whatever is asked. */
import { describe, expect, it } from 'vitest';
import { accelerators } from '../../src/catalogue/accelerators.ts';
import { costTable } from '../../src/estimate/views/cost-table.ts';
import { fleet } from '../../src/fleet/fleet.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const asked: readonly (readonly [string, Partial<Scenario>])[] = [
  ['a found load', {}],
  ['users at once', { concurrency: 32, weights: 'fp8' }],
  [
    'a rate within a target',
    { model: 'qwen3-235b-a22b', weights: 'fp8', requestsPerSecond: 50, target: { timeToFirstToken: 1, timePerOutputToken: 0.03 } },
  ],
  ['a target that few meet', { concurrency: 16, target: { timePerOutputToken: 0.012 } }],
  ['reserved', { ownership: 'rent-reserved', concurrency: 64 }],
  ['owned', { ownership: 'own', concurrency: 64 }],
];

const quick = new Set(['h200-sxm', 'b200-sxm', 'mi325x', 'tpu7x', 'vr200-nvl72']);

describe('ranking', () => {
  it.each(asked)('of %s is that of the fleet', (_, patch) => {
    const scenario: Scenario = { ...defaultScenario, ...patch };
    // A rate within a limit is searched for seconds on chips that take hundreds of them.
    const few = scenario.requestsPerSecond === null ? accelerators() : accelerators().filter(({ id }) => quick.has(id));
    const rows = costTable(scenario, { accelerators: few.map(({ id }) => id) });
    const ranked = rows.filter((row) => row.unranked === null);
    const only = { vendors: null, status: ['shipping', 'announced'], priced: false, maxAccelerators: null } as const;
    const { best, fleets } = fleet({ scenario, accelerators: few, only });
    expect(ranked[0]?.acceleratorId ?? null).toBe(best);
    expect(ranked.map((row) => row.acceleratorId)).toEqual(fleets.filter((row) => row.probabilityCheapest !== null).map((row) => row.accelerator));
  });

  it('puts those that are ranked first and gives what cannot serve no cost', () => {
    const rows = costTable({ ...defaultScenario, concurrency: 16, target: { timePerOutputToken: 0.012 } });
    const first = rows.findIndex((row) => row.unranked !== null);
    expect(rows.slice(first).every((row) => row.unranked !== null)).toBe(true);
    const unable = rows.filter((row) => !row.estimate.feasible);
    expect(unable.length).toBeGreaterThan(0);
    for (const row of unable) expect([row.cost, row.unranked]).toEqual([null, 'cannot-serve']);
  });
});
