import { describe, expect, it } from 'vitest';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { fleet, fleetSteps, type FleetAnswer } from '../../src/fleet/fleet.ts';
import { frontierSteps } from '../../src/fleet/frontier.ts';
import { accelerators } from '../../src/catalogue/accelerators.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import {
  arrangementWords,
  bestOf,
  bigMoney,
  drawWords,
  exclusionWords,
  fleetCells,
  fleetName,
  fleetsTitle,
  frontierTitle,
  hostWords,
  limitsOf,
  providerName,
  rateWords,
  replicaWords,
  rivalWords,
} from '../../src/ui/text/fleet-words.ts';

const scenario: Scenario = {
  ...defaultScenario,
  accelerators: null,
  concurrency: null,
  requestsPerSecond: 4,
  peakToMean: 2,
  target: { timePerOutputToken: 0.03, timeToFirstToken: 1, percentile: 90 },
};
const tried = accelerators().filter(({ id }) => ['h200-sxm', 'b200-sxm', 'l4', 'vr200-nvl72'].includes(id));
const only = { vendors: null, status: ['shipping' as const], priced: true, maxAccelerators: null };
const answer = fleet({ scenario, accelerators: tried, only });
const best = bestOf(answer);
if (best === null) throw new Error('nothing carries the load');

describe('a fleet', () => {
  it('is said in full, and adds up', () => {
    expect(fleetName(best)).toMatch(/^\d+ [BH]200s$/);
    expect(replicaWords(best)).toMatch(/^as (one replica|\w+ replicas of \d+)/);
    const [, all, replicas, size] = /^([\d,]+) as ([\d,]+) × ([\d,]+)$/.exec(fleetCells(best)) ?? [];
    expect(Number(replicas) * Number(size)).toBe(Number(all));
    expect(arrangementWords(best)).not.toBe('');
  });
  it('with a spare says what idles', () => {
    const spare = fleet({ scenario: { ...scenario, spareReplicas: 1 }, accelerators: tried, only });
    const row = bestOf(spare);
    if (row === null) throw new Error('nothing carries the load');
    expect(replicaWords(row)).toContain(`${row.idleAccelerators} idle`);
  });
  it('is compared with hosts by the bill for the same traffic', () => {
    const words = hostWords(answer, best);
    const [host] = answer.hosts;
    if (!host) throw new Error('no host lists the opening model');
    expect(words?.against).toContain(`${providerName(host.provider)}, the cheapest, asks`);
    expect(words?.against).toContain('for the same traffic');
    expect(hostWords({ ...answer, hosts: [] }, best)).toBeNull();
  });
  it('has a rival only where it wins draws, and titles that say so', () => {
    const alone: FleetAnswer = { ...answer, fleets: answer.fleets.filter((row) => row === best), excluded: [] };
    expect(rivalWords(alone)).toBe('');
    expect(fleetsTitle(alone)).toBe('One fleet with a read price carries this load');
    expect(fleetsTitle(answer)).toContain('are out');
    expect(frontierTitle({ ...answer, best: null }, 33)).toBe('No chip with a price carries this load');
    expect(frontierTitle(answer, 33)).toMatch(/^At 33 tokens a second [BH]200 costs least/);
  });
  it('says why a chip is out', () => {
    expect(answer.excluded.map(exclusionWords).join()).toContain('announced: ');
  });
});

describe('words of the load', () => {
  it('are those that people say', () => {
    expect(rateWords({ ...scenario, requestsPerSecond: 50 })).toBe('50 requests a second, twice that at the peak');
    expect(rateWords({ ...scenario, requestsPerSecond: 1, peakToMean: 3 })).toBe('1 request a second, 3 times that at the peak');
    expect(rateWords({ ...scenario, requestsPerSecond: null, peakToMean: 1 })).toBeNull();
    expect(limitsOf(scenario)).toEqual({ speed: '33 tokens a second or more', first: 'within 1 s' });
    expect(limitsOf({ ...scenario, target: 'none' })).toEqual({ speed: null, first: null });
  });
  it('give dollars their letter, by the value', () => {
    expect(bigMoney({ value: 113_880, low: 77_000, high: 167_000 })).toEqual({ value: '$110k', range: '80–170k' });
    expect(bigMoney({ value: 1_440_000, low: 1_340_000, high: 1_530_000 }).value).toBe('$1.44M');
    expect(bigMoney({ value: 512, low: 512, high: 512 })).toEqual({ value: '$512', range: '' });
  });
  it('say draws without false certainty', () => {
    expect([0.61, 0.004, 1].map(drawWords)).toEqual(['61 of 100 draws', 'fewer than one draw in 100', 'all but a few draws']);
  });
});

describe('steps', () => {
  it('come to the same answer as in one piece, and their share never falls', () => {
    const shares: number[] = [];
    const steps = fleetSteps({ scenario, accelerators: tried, only });
    let step = steps.next();
    for (; !step.done; step = steps.next()) shares.push(step.value);
    expect(step.value).toEqual(answer);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares).toHaveLength(tried.length + 1);
  });
  it('to a frontier leave nothing that another point beats', () => {
    const steps = frontierSteps(scenario, ['h200-sxm']);
    let step = steps.next();
    while (!step.done) step = steps.next();
    const points = step.value[0]?.points ?? [];
    expect(points.length).toBeGreaterThan(2);
    for (const [index, point] of points.entries()) {
      const before = points[index - 1];
      if (!before) continue;
      expect(point.tokensPerSecondPerUser).toBeGreaterThan(before.tokensPerSecondPerUser);
      expect(point.cost.value).toBeGreaterThan(before.cost.value);
    }
  });
  it('to a frontier of one token have nothing to say', () => {
    expect(frontierSteps({ ...scenario, outputTokens: 1 }, ['h200-sxm']).next()).toEqual({ done: true, value: [] });
  });
});
