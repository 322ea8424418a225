import { describe, expect, it } from 'vitest';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import { loadOf, targetOf } from '../../src/scenario/load.ts';

const free = { ...scenarioDefaults, concurrency: null, requestsPerSecond: null, session: null, target: null };

describe('the load', () => {
  it('is open with its peak, found, queued or closed', () => {
    expect(loadOf({ ...free, requestsPerSecond: 3, peakToMean: 2 })).toEqual({ kind: 'open', mean: 3, peak: 6 });
    expect(loadOf(free)).toEqual({ kind: 'found' });
    expect(loadOf({ ...free, concurrency: 'max' })).toEqual({ kind: 'queued' });
    expect(loadOf({ ...free, concurrency: 8 })).toEqual({ kind: 'closed', concurrency: 8, requestsPerUser: null });
    expect(loadOf({ ...free, concurrency: 8, session: { requestsPerUser: 5 } })).toEqual({ kind: 'closed', concurrency: 8, requestsPerUser: 5 });
  });

  it('keeps 40 ms a token and 2 s to the first where it is found and nobody says', () => {
    expect(targetOf(free)).toEqual({ timePerOutputToken: 0.04, timeToFirstToken: 2 });
    expect(targetOf({ ...free, concurrency: 4 })).toBeNull();
    expect(targetOf({ ...free, requestsPerSecond: 4 })).toBeNull();
    expect(targetOf({ ...free, target: 'none' })).toBeNull();
    expect(targetOf({ ...free, concurrency: 4, target: { timeToFirstToken: 1 } })).toEqual({ timeToFirstToken: 1 });
  });
});
