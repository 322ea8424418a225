import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlacement } from '../../../src/placement/request/parse.ts';
import { defaultScenario, scenarioKeys } from '../../../src/scenario/defaults.ts';

const chat = { id: 'chat', kind: 'inference', scenario: { model: 'llama-3.3-70b' }, users: [{ place: 'NG', requestsPerSecond: 5 }] };
const tune = { id: 'tune', kind: 'fine-tune', training: { method: 'lora', model: 'llama-3.3-70b', tokens: 1e9 }, deadlineHours: 48 };
const own = { id: 'mine', lat: 6.5, lon: 3.4, country: 'NG', operator: 'us', jurisdiction: 'NG', accelerators: { 'h200-sxm': 8 } };

const error = (input: unknown) => {
  const parsed = parsePlacement(input);
  return parsed.ok ? null : parsed.error;
};
const ofChat = (change: object) => error({ workloads: [{ ...chat, ...change }] });
const task = { steps: 10, systemTokens: 2000, newTokensPerStep: 500, outputTokensPerStep: 200, toolSeconds: { p50: 1, p90: 3 } };
const coder = { id: 'code', kind: 'agent', task, scenario: { model: 'llama-3.3-70b' }, users: [{ place: 'NG', tasksPerHour: 720 }] };
const ofAgent = (change: object) => error({ workloads: [{ ...coder, ...change }] });
const ofScenario = (change: object) => ofChat({ scenario: { ...chat.scenario, ...change } });
const ofTune = (change: object) => error({ workloads: [{ ...tune, ...change }] });
const ofTraining = (change: object) => ofTune({ training: { ...tune.training, ...change } });
const beside = (change: object) => error({ workloads: [chat], ...change });
const ofSite = (change: object) => beside({ sites: [{ ...own, ...change }] });

describe('what is read', () => {
  it('of agents are the model calls of their tasks, with the lengths and the cached share that follow', () => {
    const parsed = parsePlacement({ workloads: [coder] });
    if (!parsed.ok) throw new Error(parsed.error.message);
    const [workload] = parsed.value.workloads;
    if (workload?.kind !== 'inference') throw new Error('calls are served');
    // 720 tasks an hour of ten calls: two calls a second.
    expect(workload.users).toMatchObject([{ from: { id: 'NG' }, requestsPerSecond: 2 }]);
    // Prompts of 2500, 3200, … 8800 tokens; the mean is 5650.
    expect(workload.scenario).toMatchObject({ inputTokens: 5650, outputTokens: 200 });
    expect(workload.scenario.prefixHitRate).toBeGreaterThan(0.7);
    // The longest prompt with its answer has to fit.
    expect(workload.scenario.maxContext).toBe(9000);
  });

  it('has its defaults', () => {
    const parsed = parsePlacement({ workloads: [chat, tune] });
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        sites: 'operating',
        date: '2026-11',
        objective: 'usd',
        limits: { vendorShare: null, operatorShare: null, countryShare: null, sites: null },
        switches: { supply: {}, scaleOut: 1, rent: 1, without: [], closed: [], announced: false },
        seed: 1,
        timeLimit: 8,
        workloads: [
          { peakToMean: 1, roundTrip: null, residency: null, sovereignty: null },
          { sendsTo: [], training: { deadlineHours: 48 } },
        ],
      },
    });
  });

  it('null is left out', () => {
    const nothing = { sites: null, date: null, objective: null, limits: null, switches: null, seed: null, timeLimit: null };
    const bare = { ...chat, roundTrip: null, residency: null, sovereignty: null };
    expect(parsePlacement({ workloads: [bare], ...nothing })).toEqual(parsePlacement({ workloads: [chat] }));
  });

  it('places are countries, metros and points; users at one place are added up', () => {
    const users = [
      { place: 'lagos', requestsPerSecond: 1 },
      { place: { lat: 6.5, lon: 3.4, country: 'NG' }, requestsPerSecond: 2 },
      { place: 'lagos', requestsPerSecond: 3 },
    ];
    const parsed = parsePlacement({ workloads: [{ ...chat, users }] });
    if (!parsed.ok) throw new Error(parsed.error.message);
    const [workload] = parsed.value.workloads;
    expect(
      workload?.kind === 'inference' && workload.users.map(({ from, requestsPerSecond }) => [from.id, from.continent, requestsPerSecond]),
    ).toEqual([
      ['lagos', 'Africa', 4],
      ['6.5,3.4', 'Africa', 2],
    ]);
  });

  it('names of accelerators and sites are put as ids', () => {
    const parsed = parsePlacement({ workloads: [chat], sites: ['nebius-paris', { ...own, accelerators: { 'NVIDIA H100 80GB HBM3': 16 } }] });
    expect(parsed).toMatchObject({ ok: true, value: { sites: ['nebius-paris', { accelerators: { 'h100-80-sxm': 16 } }] } });
  });
});

describe('what is wrong is told by its path', () => {
  it.each([
    [error(null), 'wrong-type', ''],
    [error([]), 'wrong-type', ''],
    [error({}), 'wrong-type', 'workloads'],
    [error({ workloads: [] }), 'out-of-range', 'workloads'],
    [error({ workloads: chat }), 'wrong-type', 'workloads'],
    [beside({ objectve: 'usd' }), 'unknown-field', 'objectve'],
    [beside({ objective: 'euro' }), 'unknown-id', 'objective'],
    [beside({ date: '2026' }), 'out-of-range', 'date'],
    [beside({ date: '1999-01' }), 'out-of-range', 'date'],
    [beside({ date: 2026 }), 'wrong-type', 'date'],
    [beside({ seed: -1 }), 'out-of-range', 'seed'],
    [beside({ seed: 1.5 }), 'out-of-range', 'seed'],
    [beside({ timeLimit: 0 }), 'out-of-range', 'timeLimit'],
    [beside({ timeLimit: '8' }), 'wrong-type', 'timeLimit'],
    [ofChat({ kind: 'serve' }), 'unknown-id', 'workloads.0.kind'],
    [ofAgent({ task: undefined }), 'wrong-type', 'workloads.0.task'],
    [ofAgent({ task: { preset: 'codng-session' } }), 'unknown-id', 'workloads.0.task.preset'],
    [ofAgent({ task: { ...task, steps: 0 } }), 'out-of-range', 'workloads.0.task.steps'],
    [ofAgent({ scenario: { model: 'llama-3.3-70b', inputTokens: 5 } }), 'inconsistent', 'workloads.0.scenario.inputTokens'],
    [ofAgent({ scenario: { model: 'llama-3.3-70b', accelerator: 'h200-sxm' } }), 'inconsistent', 'workloads.0.scenario.accelerator'],
    [ofAgent({ users: [{ place: 'NG', requestsPerSecond: 5 }] }), 'wrong-type', 'workloads.0.users.0.tasksPerHour'],
    [ofAgent({ users: [{ place: 'Nigeria', tasksPerHour: 5 }] }), 'unknown-id', 'workloads.0.users.0.place'],
    [ofAgent({ users: [{ place: 'NG', tasksPerHour: 0 }] }), 'out-of-range', 'workloads.0.users.0.tasksPerHour'],
    [ofChat({ kind: undefined }), 'wrong-type', 'workloads.0.kind'],
    [ofChat({ id: '' }), 'out-of-range', 'workloads.0.id'],
    [ofChat({ id: 7 }), 'wrong-type', 'workloads.0.id'],
    [error({ workloads: [chat, chat] }), 'inconsistent', 'workloads.1.id'],
    [ofChat({ roundtrip: 0.1 }), 'unknown-field', 'workloads.0.roundtrip'],
    [ofChat({ roundTrip: 0 }), 'out-of-range', 'workloads.0.roundTrip'],
    [ofChat({ roundTrip: '80 ms' }), 'wrong-type', 'workloads.0.roundTrip'],
    [ofChat({ users: [] }), 'out-of-range', 'workloads.0.users'],
    [ofChat({ users: [{ place: 'NG' }] }), 'wrong-type', 'workloads.0.users.0.requestsPerSecond'],
    [ofChat({ users: [{ place: 'NG', requestsPerSecond: -3 }] }), 'out-of-range', 'workloads.0.users.0.requestsPerSecond'],
    [ofChat({ users: [{ place: 'Nigera', requestsPerSecond: 1 }] }), 'unknown-id', 'workloads.0.users.0.place'],
    [ofChat({ users: [{ place: 4, requestsPerSecond: 1 }] }), 'wrong-type', 'workloads.0.users.0.place'],
    [ofChat({ users: [{ place: { lat: 91, lon: 0, country: 'NG' }, requestsPerSecond: 1 }] }), 'out-of-range', 'workloads.0.users.0.place.lat'],
    [ofChat({ users: [{ place: { lat: 1, lon: 0, country: 'XX' }, requestsPerSecond: 1 }] }), 'unknown-id', 'workloads.0.users.0.place.country'],
    [ofChat({ users: [{ place: 'NG', requestPerSecond: 1, requestsPerSecond: 1 }] }), 'unknown-field', 'workloads.0.users.0.requestPerSecond'],
    [ofChat({ residency: 'laws' }), 'unknown-id', 'workloads.0.residency'],
    [ofChat({ residency: [] }), 'out-of-range', 'workloads.0.residency'],
    [ofChat({ residency: ['NG', 'XX'] }), 'unknown-id', 'workloads.0.residency.1'],
    [ofChat({ residency: ['Nigeria'] }), 'out-of-range', 'workloads.0.residency.0'],
    [ofChat({ sovereignty: { minimum: 'SEAL-5' } }), 'unknown-id', 'workloads.0.sovereignty.minimum'],
    [ofChat({ sovereignty: { minimum: 2 } }), 'out-of-range', 'workloads.0.sovereignty.minimum'],
    [ofChat({ sovereignty: {} }), 'wrong-type', 'workloads.0.sovereignty.minimum'],
    [ofChat({ sovereignty: { of: 'XX', minimum: 0.5 } }), 'unknown-id', 'workloads.0.sovereignty.of'],
    [ofScenario({ model: 'llama' }), 'unknown-id', 'workloads.0.scenario.model'],
    [ofScenario({ accelerator: 'h200-sxm' }), 'inconsistent', 'workloads.0.scenario.accelerator'],
    [ofScenario({ accelerators: 8 }), 'inconsistent', 'workloads.0.scenario.accelerators'],
    [ofScenario({ site: 'nebius-paris' }), 'inconsistent', 'workloads.0.scenario.site'],
    [ofScenario({ concurrency: 8 }), 'inconsistent', 'workloads.0.scenario.concurrency'],
    [ofScenario({ requestsPerSecond: 8 }), 'inconsistent', 'workloads.0.scenario.requestsPerSecond'],
    [ofScenario({ batch: { hours: 1, requests: 10 } }), 'inconsistent', 'workloads.0.scenario.batch'],
    [ofScenario({ spareReplicas: 1, accelerators: null }), 'inconsistent', 'workloads.0.scenario.spareReplicas'],
    [ofScenario({ utilisation: 0.9 }), 'inconsistent', 'workloads.0.scenario.utilisation'],
    [ofScenario({ peakToMean: 0.5 }), 'out-of-range', 'workloads.0.scenario.peakToMean'],
    [ofScenario({ peakToMean: 'two' }), 'wrong-type', 'workloads.0.scenario.peakToMean'],
    [ofScenario({ inputToken: 5 }), 'unknown-field', 'workloads.0.scenario.inputToken'],
    [ofChat({ scenario: 'llama-3.3-70b' }), 'wrong-type', 'workloads.0.scenario'],
    [ofTune({ deadlineHours: undefined }), 'wrong-type', 'workloads.0.deadlineHours'],
    [ofTune({ deadlineHours: -1 }), 'out-of-range', 'workloads.0.deadlineHours'],
    [ofTune({ users: [] }), 'unknown-field', 'workloads.0.users'],
    [ofTune({ residency: 'law' }), 'inconsistent', 'workloads.0.residency'],
    [ofTune({ sovereignty: { minimum: 0.5 } }), 'inconsistent', 'workloads.0.sovereignty.of'],
    [ofTune({ sendsTo: ['chat'] }), 'unknown-id', 'workloads.0.sendsTo.0'],
    [error({ workloads: [tune, { ...tune, id: 'more', sendsTo: ['tune'] }] }), 'inconsistent', 'workloads.1.sendsTo.0'],
    [ofTraining({ accelerator: 'h200-sxm' }), 'inconsistent', 'workloads.0.training.accelerator'],
    [ofTraining({ accelerators: 8 }), 'inconsistent', 'workloads.0.training.accelerators'],
    [ofTraining({ site: 'nebius-paris' }), 'inconsistent', 'workloads.0.training.site'],
    [ofTraining({ deadlineHours: 3 }), 'inconsistent', 'workloads.0.training.deadlineHours'],
    [ofTraining({ kind: 'pre-train' }), 'inconsistent', 'workloads.0.training.kind'],
    [ofTraining({ tokens: null }), 'inconsistent', 'workloads.0.training.tokens'],
    [ofTraining({ precision: 'fp4' }), 'unknown-id', 'workloads.0.training.precision'],
    [beside({ sites: 'open' }), 'unknown-id', 'sites'],
    [beside({ sites: [] }), 'out-of-range', 'sites'],
    [beside({ sites: ['nebius-pari'] }), 'unknown-id', 'sites.0'],
    [beside({ sites: ['nebius-paris', 'nebius-paris'] }), 'inconsistent', 'sites.1'],
    [ofSite({ id: 'nebius-paris' }), 'inconsistent', 'sites.0.id'],
    [ofSite({ lat: -91 }), 'out-of-range', 'sites.0.lat'],
    [ofSite({ lon: '3' }), 'wrong-type', 'sites.0.lon'],
    [ofSite({ country: 'XX' }), 'unknown-id', 'sites.0.country'],
    [ofSite({ jurisdiction: 'XX' }), 'unknown-id', 'sites.0.jurisdiction'],
    [ofSite({ operator: undefined }), 'wrong-type', 'sites.0.operator'],
    [ofSite({ state: 'open' }), 'unknown-id', 'sites.0.state'],
    [ofSite({ accelerators: { h200: 8 } }), 'unknown-id', 'sites.0.accelerators.h200'],
    [ofSite({ accelerators: { 'h200-sxm': 0.5 } }), 'out-of-range', 'sites.0.accelerators.h200-sxm'],
    [ofSite({ megawatts: 0 }), 'out-of-range', 'sites.0.megawatts'],
    [ofSite({ pue: 0.9 }), 'out-of-range', 'sites.0.pue'],
    [ofSite({ usdPerKilowattHour: 99 }), 'out-of-range', 'sites.0.usdPerKilowattHour'],
    [ofSite({ megawatt: 1 }), 'unknown-field', 'sites.0.megawatt'],
    [beside({ limits: { vendorShare: -0.2 } }), 'out-of-range', 'limits.vendorShare'],
    [beside({ limits: { operatorShare: 1.2 } }), 'out-of-range', 'limits.operatorShare'],
    [beside({ limits: { countryShare: 'half' } }), 'wrong-type', 'limits.countryShare'],
    [beside({ limits: { sites: 0 } }), 'out-of-range', 'limits.sites'],
    [beside({ limits: { site: 3 } }), 'unknown-field', 'limits.site'],
    [beside({ switches: { supply: { NVIDA: 0.5 } } }), 'unknown-id', 'switches.supply.NVIDA'],
    [beside({ switches: { supply: { NVIDIA: -1 } } }), 'out-of-range', 'switches.supply.NVIDIA'],
    [beside({ switches: { scaleOut: 0 } }), 'out-of-range', 'switches.scaleOut'],
    [beside({ switches: { rent: -1 } }), 'out-of-range', 'switches.rent'],
    [beside({ switches: { without: ['vlm'] } }), 'unknown-id', 'switches.without.0'],
    [beside({ switches: { closed: ['XX'] } }), 'unknown-id', 'switches.closed.0'],
    [beside({ switches: { announced: 'yes' } }), 'wrong-type', 'switches.announced'],
    [beside({ switches: { close: ['US'] } }), 'unknown-field', 'switches.close'],
    [error({ workloads: [{ ...chat, scenario: { ...chat.scenario, ownership: 'own' } }], switches: { rent: 2 } }), 'inconsistent', 'switches.rent'],
  ])('%#: %o', (found, code, path) => {
    expect(found).toMatchObject({ code, path });
    expect(found?.message.length).toBeGreaterThan(5);
  });

  it('with what may have been meant', () => {
    expect(ofChat({ users: [{ place: 'Nigera', requestsPerSecond: 1 }] })?.suggestions).toContain('NG');
    expect(ofChat({ roundtrip: 0.1 })?.suggestions).toEqual(['roundTrip']);
    expect(beside({ switches: { supply: { NVIDA: 0.5 } } })?.suggestions).toContain('NVIDIA');
    expect(beside({ sites: ['nebius-pari'] })?.suggestions).toContain('nebius-paris');
    expect(beside({ switches: { close: ['US'] } })?.suggestions).toEqual(['closed']);
    expect(ofSite({ megawatt: 1 })?.suggestions).toEqual(['megawatts']);
    expect(error({ workloads: [chat, { ...tune, sendsTo: ['chta'] }] })?.suggestions).toEqual(['chat']);
  });

  it('every key of a scenario is read, or refused by its path', () => {
    for (const key of scenarioKeys) {
      const found = ofScenario({ [key]: key === 'model' ? 'llama-3.3-70b' : defaultScenario[key] });
      if (found) expect(found.path).toBe(`workloads.0.scenario.${key}`);
    }
  });

  it('nothing that is JSON makes it throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('workloads', 'sites', 'limits', 'switches', 'date', 'users', 'scenario'), (value, key) => {
        expect(() => parsePlacement({ workloads: [chat], [key]: value })).not.toThrow();
        expect(() => parsePlacement({ workloads: [{ ...chat, [key]: value }] })).not.toThrow();
        expect(() => parsePlacement(value)).not.toThrow();
      }),
    );
  });
});
