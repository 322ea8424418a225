import { describe, expect, it } from 'vitest';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { loadPatch, type LoadAsked } from '../../src/ui/form/choices/load-patch.ts';

const before: readonly Partial<Scenario>[] = [
  {},
  { requestsPerSecond: 5, peakToMean: 3 },
  { concurrency: 32, session: { requestsPerUser: 10 }, utilisation: 0.9 },
  { concurrency: 'max', utilisation: 0.3 },
  { batch: { requests: 1000, hours: 2 } },
  { concurrency: 8, anchor: [{ concurrency: 8, timePerOutputToken: 0.02 }] },
  { target: { timePerOutputToken: 0.03 }, utilisation: 0.8 },
];
const asked: readonly LoadAsked[] = [
  { concurrency: 64 },
  { concurrency: null },
  { concurrency: 'max' },
  { requestsPerSecond: 7 },
  { requestsPerSecond: null },
  { batch: { outputTokens: 1e9, hours: 72 } },
  { batch: null },
];

describe('a change of the load', () => {
  it.each(before.flatMap((patch) => asked.map((load) => [JSON.stringify(patch), JSON.stringify(load), patch, load] as const)))(
    'from %s to %s can be asked',
    (_, __, patch, load) => {
      const scenario: Scenario = { ...defaultScenario, ...patch };
      expect(parseScenario(scenario)).toMatchObject({ ok: true });
      expect(parseScenario({ ...scenario, ...loadPatch(scenario, load) })).toMatchObject({ ok: true, value: load });
    },
  );
});
