import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import type { SimulationApi } from '../../../workers/simulation-api.ts';
import { defaultScenario } from '../../../src/scenario/defaults.ts';
import type { ModelHost } from '../../../src/session/model-host.ts';
import { Simulating } from '../../../src/session/simulating.ts';
import type { SimulationChoice } from '../../../src/session/simulated-scenario.ts';
import { pause, until } from '../mount.ts';

const choice: SimulationChoice = { arrivals: 'poisson', rate: 1, spread: { kind: 'fixed' }, seed: 1 };
const estimate = estimateScenario(defaultScenario);
const start = (simulating: Simulating): Promise<void> => simulating.start(defaultScenario, estimate, choice, null);

/** A host that answers as told. */
function hosts(api: Partial<SimulationApi>): { worker: () => Promise<ModelHost>; page: () => Promise<ModelHost> } {
  const host: ModelHost = {
    api: { simulate: () => Promise.resolve({ kind: 'cancelled' }), cancel: () => Promise.resolve(), ...api },
    end: () => undefined,
  };
  return { worker: () => Promise.resolve(host), page: () => Promise.resolve(host) };
}

describe('simulating', () => {
  it('runs in a thread of its own, its progress never falling, and repeats from its seed', async () => {
    const simulating = new Simulating();
    const shares: number[] = [];
    const watch = setInterval(() => simulating.state.kind === 'running' && shares.push(simulating.state.share), 5);
    const once = async (): Promise<number | undefined> => {
      await start(simulating);
      const { state } = simulating;
      return state.kind === 'finished' ? state.simulated.result.timeToFirstToken?.p99.value : undefined;
    };
    const first = await once();
    clearInterval(watch);
    expect(first).toBeGreaterThan(0);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(await once()).toBe(first);
  });

  it('keeps nothing when it was cancelled, and drops what comes later', async () => {
    let finish = (): void => undefined;
    const simulating = new Simulating(
      hosts({
        simulate: () =>
          new Promise((resolve) => {
            finish = () => resolve({ kind: 'refused', message: 'late' });
          }),
      }),
    );
    const ended = start(simulating);
    await until(() => simulating.state.kind === 'running', 'the start');
    await pause(20);
    simulating.cancel();
    expect(simulating.state.kind).toBe('cancelled');
    finish();
    await ended;
    expect(simulating.state.kind).toBe('cancelled');
  });

  it('says what was refused', async () => {
    const simulating = new Simulating(hosts({ simulate: () => Promise.resolve({ kind: 'refused', message: 'rate: expected more' }) }));
    await start(simulating);
    expect(simulating.state).toEqual({ kind: 'failed', message: 'rate: expected more' });
  });

  it('works on the page where a worker cannot start', async () => {
    const { startModelOnPage } = await import('../../../src/session/model-host.ts');
    const simulating = new Simulating({ worker: () => Promise.reject(new Error('blocked')), page: startModelOnPage });
    await start(simulating);
    expect(simulating.state.kind).toBe('finished');
  });
});
