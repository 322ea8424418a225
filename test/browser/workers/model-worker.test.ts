/** The modelling thread in a real browser: the answer of the page itself, progress in order, and a cancel that is heard. */
import { proxy, wrap } from 'comlink';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulationApi } from '../../../workers/simulation-api.ts';
import { simulateScenario } from '../../../src/estimate/simulate/simulate-scenario.ts';
import { defaultScenario } from '../../../src/scenario/defaults.ts';

let worker: Worker;

beforeEach(() => {
  worker = new Worker(new URL('../../../workers/model.worker.ts', import.meta.url), { type: 'module' });
});

afterEach(() => worker.terminate());

describe('the modelling thread', () => {
  it('answers as the page would, with progress that never falls and ends at one before the answer', async () => {
    const api = wrap<SimulationApi>(worker);
    const shares: number[] = [];
    const outcome = await api.simulate(
      defaultScenario,
      { seed: 5, answers: 30_000 },
      proxy((share: number) => void shares.push(share)),
    );
    expect(outcome).toEqual({ kind: 'finished', estimate: simulateScenario(defaultScenario, { seed: 5, answers: 30_000 }) });
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('stops when told to, and takes the next', async () => {
    const api = wrap<SimulationApi>(worker);
    let cancelled: Promise<void> | undefined;
    const first = api.simulate(
      defaultScenario,
      { answers: 5_000_000 },
      proxy(() => void (cancelled ??= api.cancel())),
    );
    expect(await first).toEqual({ kind: 'cancelled' });
    await cancelled;
    expect(
      await api.simulate(
        defaultScenario,
        {},
        proxy(() => undefined),
      ),
    ).toMatchObject({ kind: 'finished' });
  });

  it('says what makes no sense instead of throwing it', async () => {
    const api = wrap<SimulationApi>(worker);
    expect(
      await api.simulate(
        defaultScenario,
        { arrivals: 'trace', trace: [] },
        proxy(() => undefined),
      ),
    ).toEqual({ kind: 'refused', message: 'trace: expected at least one request' });
  });
});
