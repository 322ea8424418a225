/** Plans in words, on a small plan that is made by hand. */
import { describe, expect, test } from 'vitest';
import type { PlacementAnswer } from '../../src/placement/plan/answer.ts';
import { dependenceShown, evenHands, holderName } from '../../src/ui/map/around/dependence.ts';
import type { AskedPlacement } from '../../src/ui/map/question/asked.ts';
import { drawnFlows, worldTitle } from '../../src/ui/map/world/world-marks.ts';
import { worldSites, worldUsers } from '../../src/ui/map/world/world-sites.ts';
import { decidesWords } from '../../src/ui/text/placement-decides.ts';
import { placedWords } from '../../src/ui/text/placement-placed.ts';
import { bindingWords, reasonGroups } from '../../src/ui/text/placement-reasons.ts';
import { capacityWords, differenceWords, gapWords } from '../../src/ui/text/placement-words.ts';

const asked: AskedPlacement = {
  workloads: [
    {
      id: 'Chat',
      kind: 'inference',
      scenario: { model: 'llama-3.1-8b', outputTokens: 500 },
      users: [
        { place: 'lagos', requestsPerSecond: 2 },
        { place: 'DE', requestsPerSecond: 6 },
      ],
    },
  ],
  sites: ['dt-munich', 'coreweave-falun', 'cassava-lagos', 'aws-us-east-1'],
};

const flow = (from: string, site: string, requestsPerSecond: number, roundTrip: number) => ({
  workload: 'Chat',
  from,
  site,
  accelerator: 'b200-sxm',
  requestsPerSecond,
  roundTrip,
});

const answer: PlacementAnswer = {
  feasible: true,
  usdPerHour: { value: 100, low: 50, high: 200, unit: 'USD/h', evidence: 'prior' },
  kW: null,
  gCO2ePerHour: null,
  gap: 0.004,
  flows: [flow('lagos', 'coreweave-falun', 2, 0.12), flow('DE', 'dt-munich', 6, 0.02)],
  sites: [
    { id: 'coreweave-falun', accelerators: { 'b200-sxm': 1 }, kW: null, usdPerHour: 20, state: 'operating' },
    { id: 'dt-munich', accelerators: { 'b200-sxm': 2, 'tpu-v6e': 1 }, kW: null, usdPerHour: 80, state: 'operating' },
  ],
  jobs: [],
  latency: [{ workload: 'Chat', p50: 0.02, p90: 0.12, p99: 0.12 }],
  unmet: [],
  binding: [
    { constraint: 'demand:Chat:lagos', text: 'one more request a second of Chat from Lagos', price: 4, unit: 'USD/h per request/s' },
    { constraint: 'demand:Chat:DE', text: 'one more request a second of Chat from Germany', price: 1, unit: 'USD/h per request/s' },
    { constraint: 'power:dt-munich', text: 'power at Munich', price: 0.01, unit: 'USD/h per kW' },
  ],
  conflict: [],
  excluded: [
    { workload: 'Chat', site: 'cassava-lagos', reason: { code: 'unknown-capacity', text: 'no source says that accelerators are installed' } },
  ],
  capacity: { low: 110, middle: 100, high: 100 },
  dependence: null,
  assumptions: [],
  sources: [],
  unknown: {},
  modelVersion: 'test',
};

describe('what decides', () => {
  test('who leaves their continent and why, and where a request is dear', () => {
    expect(decidesWords(answer)).toEqual([
      'Lagos is served from Falun, up to 120\u00a0ms away: 1 site in Africa cannot, without confirmed accelerators.',
      'One more request a second costs $2,920 a month from Lagos and $730 from Germany.',
    ]);
  });

  test('what is left comes first', () => {
    const left = {
      workload: 'Chat',
      from: 'lagos',
      requestsPerSecond: 2,
      reason: { code: 'latency' as const, text: 'no site within 80 ms of Lagos' },
    };
    expect(decidesWords({ ...answer, feasible: false, unmet: [left] })[0]).toBe(
      'Not met: 2 requests a second of Chat from Lagos: no site within 80 ms of Lagos.',
    );
  });

  test('a limit, where nothing else does', () => {
    const near = { ...answer, flows: [flow('DE', 'dt-munich', 6, 0.02)], binding: answer.binding.slice(2) };
    expect(decidesWords(near)).toEqual(['Power at Munich binds: one more would save $7.3 a month.']);
    expect(decidesWords({ ...near, binding: [] })).toEqual(['Price alone decides: no limit binds.']);
  });
});

describe('reasons', () => {
  test('every site that was asked and not chosen is in one group', () => {
    const [chat] = asked.workloads;
    if (!chat) throw new Error('no workload');
    const groups = reasonGroups(chat, asked, answer);
    expect(groups.map(({ head, sites }) => [head, sites.length])).toEqual([
      ['No confirmed accelerators', 1],
      ['Could serve, but others cost less', 1],
    ]);
    const partly = {
      ...answer,
      excluded: [{ workload: 'Chat', from: 'lagos', site: 'aws-us-east-1', reason: { code: 'latency' as const, text: 'far' } }],
    };
    expect(reasonGroups(chat, asked, partly).map(({ head }) => head)).toContain('Could serve some of its users, but others cost less');
  });

  test('limits come before what a request costs', () => {
    expect(bindingWords(answer).map(({ worth }) => worth)).toEqual(['one more saves $7.3 a month', 'costs $2,920 a month', 'costs $730 a month']);
  });
});

describe('a plan', () => {
  test('what became of a workload', () => {
    expect(placedWords({ id: 'Chat' }, answer)).toEqual({ served: 'from Munich and Falun; nine in ten requests within 120\u00a0ms', left: '' });
  });

  test('against another', () => {
    const dearer = { ...answer, usdPerHour: { ...answer.usdPerHour, value: 150 } };
    expect(differenceWords(dearer, answer)).toEqual({ text: '+$37k a month, +50 %', dearer: true });
    expect(differenceWords(answer, answer).dearer).toBeNull();
  });

  test('how near it is to the best, and at the ends of capacity', () => {
    expect(gapWords(0.004)).toBe('within 0.4\u00a0% of the best possible');
    expect(gapWords(0)).toBe('the best possible');
    expect(capacityWords({ low: 1, middle: 1, high: 1 })).toBe('the same plan');
    expect(capacityWords({ low: null, middle: 1, high: 1 })).toContain('more is left');
  });

  test('in whose hands, by accelerators where a power is not known: 3 of 4 are NVIDIA’s', () => {
    const found = dependenceShown(answer);
    expect(found?.by).toBe('accelerators');
    expect(found?.of.vendor).toMatchObject({ largest: 'NVIDIA', share: 0.75 });
    // 75² + 25²
    expect(found?.of.vendor.hhi).toBeCloseTo(6250, 6);
    expect(found?.of.country).toMatchObject({ largest: 'DE', share: 0.75 });
    expect(evenHands(2500)).toBe(4);
    expect(holderName('country', 'DE')).toBe('Germany');
  });
});

describe('on the map', () => {
  const sites = worldSites(asked, asked, answer);

  test('sites of the plan come first, with what they cost: $80 an hour over 6 × 500 × 3600 tokens', () => {
    expect(sites.slice(0, 2).map(({ id }) => id)).toEqual(['dt-munich', 'coreweave-falun']);
    expect(sites[0]?.usdPerMillion).toBeCloseTo(80 / 10.8, 9);
    expect(sites[1]?.roundTrip).toBe(0.12);
    expect(worldTitle(sites, answer)).toBe('Two sites with four accelerators carry all of it');
    expect(worldTitle(worldSites(asked, asked, null), null)).toMatch(/^\d+ of \d+ sites have confirmed accelerators/);
  });

  test('flows run from users to sites, the longest first, and name what is worth it', () => {
    const flows = drawnFlows(answer, sites, worldUsers(asked));
    expect(flows.map(({ label, weight }) => [label, weight])).toEqual([
      ['120\u00a0ms', 1 / 3],
      ['', 1],
    ]);
  });
});
