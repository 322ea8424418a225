import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import type * as catalogue from '../../src/catalogue/accelerators.ts';
import { readAccelerators } from '../../src/catalogue/accelerators.ts';
import { parseCsv } from '../../src/catalogue/csv.ts';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';

vi.mock('../../src/catalogue/accelerators.ts', async (original) => {
  const real = await original<typeof catalogue>();
  return { ...real, accelerator: (id: string) => added().find((each) => each.id === id) ?? real.accelerator(id) };
});

/** Two rows that the file does not have: H200 under other names, once with a family that is not said. */
function added() {
  const rows = parseCsv(readFileSync(new URL('../../src/catalogue/data/accelerators.csv', import.meta.url), 'utf8'));
  const h200 = rows.find((row) => row['id'] === 'h200-sxm');
  return readAccelerators([
    { ...h200, id: 'twin' },
    { ...h200, id: 'stranger', family: '' },
  ]);
}

it('an accelerator is one row: its family prices it, and without one its class, with a wider interval', () => {
  const width = (accelerator: string): number => {
    const { feasible, timePerOutputToken } = estimateScenario({
      ...scenarioDefaults,
      model: 'llama-3.3-70b',
      accelerator,
      weights: 'fp8',
      engine: 'vllm',
      // What people's hosts add is the same for both.
      host: 'benchmark',
    });
    expect(feasible, accelerator).toBe(true);
    return Math.log((timePerOutputToken?.high ?? 0) / (timePerOutputToken?.low ?? 0));
  };
  expect(width('twin')).toBeGreaterThan(width('h200-sxm'));
  expect(width('stranger')).toBeGreaterThan(1.1 * width('twin'));
});
