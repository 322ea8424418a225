/** The thread of placements in a real browser: a plan, progress in order, a newer question, and a question that makes no sense. */
import { proxy, wrap } from 'comlink';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlacementApi } from '../../../workers/placement-api.ts';

let worker: Worker;

beforeEach(() => {
  worker = new Worker(new URL('../../../workers/placement.worker.ts', import.meta.url), { type: 'module' });
});

afterEach(() => worker.terminate());

const asked = (requestsPerSecond: number) => ({
  workloads: [{ id: 'Chat', kind: 'inference', scenario: { model: 'llama-3.1-8b' }, users: [{ place: 'DE', requestsPerSecond }] }],
  sites: ['dt-munich', 'coreweave-falun'],
});

describe('the thread of placements', () => {
  it('answers with reasons, ends what is older when it is asked anew, and says what makes no sense', async () => {
    const api = wrap<PlacementApi>(worker);
    const shares: number[] = [];
    const older = api.place(
      asked(3),
      proxy((share: number) => {
        shares.push(share);
      }),
    );
    const newer = await api.place(
      asked(2),
      proxy((share: number) => {
        shares.push(share);
      }),
    );
    expect(await older).toEqual({ kind: 'dropped' });
    if (newer.kind !== 'finished') throw new Error(`no plan: ${JSON.stringify(newer)}`);
    expect(newer.answer.feasible).toBe(true);
    expect(newer.answer.flows.reduce((sum, flow) => sum + flow.requestsPerSecond, 0)).toBeCloseTo(2, 6);
    expect(newer.answer.excluded).toBeDefined();
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    const refused = await api.place(
      { workloads: [] },
      proxy(() => undefined),
    );
    expect(refused).toMatchObject({ kind: 'refused', error: { path: 'workloads' } });
  });
});
