/** Plans that people would ask for, over the real sites: what is said of Africa and South America among them. */
import { describe, expect, it } from 'vitest';
import { place } from '../../../src/placement/library.ts';
import { site } from '../../../src/catalogue/sites.ts';
import { rulesOf, type Rule } from '../../../src/placement/plan/rules.ts';
import { parsePlacement } from '../../../src/placement/request/parse.ts';
import { answered, at, inference, planned, sum } from '../answered.ts';

const lagos = { lat: 6.5, lon: 3.4, country: 'NG', operator: 'us', jurisdiction: 'NG', id: 'lagos-own' };
const tune = { id: 'tune', kind: 'fine-tune', training: { method: 'lora', model: 'llama-3.3-70b', tokens: 1e9 }, deadlineHours: 48 };

describe('Africa', () => {
  it('Lagos within 80 ms: no site, the nearest that may serve, what opens it, and the rule that stands in the way', async () => {
    const answer = await answered({ workloads: [inference([at('lagos', 5), at('DE', 3)], { roundTrip: 0.08 })] }, true);
    expect(answer.feasible).toBe(false);
    expect(answer.unmet).toEqual([expect.objectContaining({ workload: 'chat', from: 'lagos', requestsPerSecond: 5 })]);
    expect(answer.unmet[0]?.reason.code).toBe('latency');
    expect(answer.unmet[0]?.reason.text).toMatch(
      /^no site within 80 ms of Lagos; the nearest that may serve is .+ at \d+ ms, and a limit of \d+ ms opens it$/,
    );
    expect(answer.conflict).toEqual([{ constraint: 'workloads.0.roundTrip', text: 'chat: a round trip of at most 80 ms' }]);
    // The limit that is said to open it does.
    const opens = Number(/a limit of (\d+) ms/.exec(answer.unmet[0]?.reason.text ?? '')?.[1]);
    const opened = await answered({ workloads: [inference([at('lagos', 5)], { roundTrip: opens / 1000 })] });
    expect(opened.feasible).toBe(true);
    const closed = await answered({ workloads: [inference([at('lagos', 5)], { roundTrip: (opens - 1) / 1000 })] });
    expect(closed.feasible).toBe(false);
  });

  it('the sites of Africa carry nothing today, each for a reason', async () => {
    const { excluded = [], flows } = await answered({ workloads: [inference([at('ZA', 5)])], sites: 'all' }, true);
    const reasonOf = (site: string) => excluded.find((each) => each.site === site)?.reason;
    expect(reasonOf('cassava-cape-town')).toMatchObject({ code: 'unknown-capacity', text: expect.stringContaining('NVIDIA') as string });
    expect(reasonOf('cassava-lagos')).toBeDefined();
    expect(flows.length).toBeGreaterThan(0);
    // One reason each: for users, or for all of them.
    const keys = excluded.map(({ workload, from, site }) => [workload, from, site].join('|'));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('a site of one’s own in Lagos serves it, up to its accelerators, and says what one more kilowatt would serve', async () => {
    const input = (more: object) => ({
      workloads: [inference([at('lagos', 50)], { roundTrip: 0.08, residency: ['NG'] })],
      sites: [{ ...lagos, ...more }],
    });
    const plan = await answered(input({ accelerators: { 'h200-sxm': 80 } }));
    expect(plan.feasible).toBe(true);
    expect(plan.flows.every(({ site }) => site === 'lagos-own')).toBe(true);
    const dark = await answered(input({ accelerators: { 'h200-sxm': 80 }, megawatts: 0.02 }));
    expect(dark.feasible).toBe(false);
    expect(sum(dark.sites.map(({ kW }) => kW ?? 0))).toBeLessThanOrEqual(20);
    expect(dark.binding).toContainEqual(expect.objectContaining({ constraint: 'power:lagos-own', unit: 'request/s per kW' }));
    expect((await answered(input({ accelerators: null }))).unmet[0]?.reason.code).toBe('unknown-capacity');
    expect((await answered(input({ accelerators: { 'h200-sxm': 80 }, state: 'construction' }))).unmet[0]?.reason.code).toBe('state');
    expect((await answered({ ...input({ accelerators: { 'h200-sxm': 80 }, state: 'construction' }), switches: { announced: true } })).feasible).toBe(
      true,
    );
  });

  it('the law of Rwanda keeps data in the country: the rule is quoted', async () => {
    const answer = await answered({ workloads: [inference([at('RW', 1)], { residency: 'law' })] });
    expect(answer.unmet[0]?.reason).toMatchObject({ code: 'residency', text: expect.stringContaining('Law 058/2021') as string });
    expect(answer.conflict).toEqual([expect.objectContaining({ constraint: 'workloads.0.residency' })]);
    expect((await answered({ workloads: [inference([at('RW', 1)])] })).feasible).toBe(true);
  });
});

describe('agents', () => {
  it('are planned by their calls: as many more as a task has', async () => {
    const task = { steps: 10, systemTokens: 2000, newTokensPerStep: 500, outputTokensPerStep: 200, toolSeconds: { p50: 1, p90: 3 } };
    const coder = { id: 'code', kind: 'agent', task, scenario: { model: 'llama-3.3-70b' }, users: [{ place: 'NG', tasksPerHour: 720 }] };
    const { flows, unmet } = await answered({ workloads: [coder] });
    expect(unmet).toEqual([]);
    expect(sum(flows.map(({ requestsPerSecond }) => requestsPerSecond))).toBeCloseTo(2, 3);
  });
});

describe('South America', () => {
  it('Brazil at home has one open site, of accelerators whose power nobody states: dollars are known, kilowatts are not', async () => {
    const answer = await answered({ workloads: [inference([at('BR', 10)], { residency: ['BR'] })] });
    expect(answer.feasible).toBe(true);
    expect(answer.sites).toEqual([expect.objectContaining({ id: 'gcp-southamerica-east1', kW: null })]);
    expect(answer.kW).toBeNull();
    expect(answer.dependence).toBeNull();
    expect(answer.unknown['kW']).toContain('TPU v6e');
    const green = await answered({ workloads: [inference([at('BR', 10)], { residency: ['BR'] })], objective: 'gCO2e' });
    expect(green.unmet[0]?.reason.code).toBe('power-unknown');
  });

  it('from São Paulo to Africa nothing goes that a fit would have made near', async () => {
    // Without a limit a cheap chip far away takes what is left of a replica.
    const { flows } = await answered({ workloads: [inference([at('sao-paulo', 10)], { roundTrip: 0.25 })] });
    expect(flows.every(({ roundTrip }) => roundTrip > 0.1 && roundTrip < 0.25)).toBe(true);
  });

  it('Chile has no open site: announced ones open only by the switch', async () => {
    const input = { workloads: [inference([at('CL', 2)], { residency: ['CL'] })], sites: 'all' };
    expect((await answered(input)).feasible).toBe(false);
    const announced = await answered({ ...input, switches: { announced: true } });
    expect(announced.unmet[0]?.reason.code ?? 'served').toMatch(/^(served|unknown-capacity|power-unknown)$/);
  });
});

describe('independence', () => {
  it('a SEAL gate that no site reaches names it; the home of the chips passes it', async () => {
    const gate = (of: string, minimum: string | number) => ({ workloads: [inference([at('FR', 5)], { sovereignty: { of, minimum } })] });
    const none = await answered(gate('EU', 'SEAL-3'));
    expect(none.unmet[0]?.reason).toMatchObject({ code: 'sovereignty', text: expect.stringContaining('SEAL-3') as string });
    expect(none.conflict).toEqual([expect.objectContaining({ constraint: 'workloads.0.sovereignty' })]);
    const some = await answered(gate('EU', 0.4));
    expect(some.feasible).toBe(true);
  });

  it('shares of countries hold, whole replicas or not, and cost what they cost', async () => {
    const users = [at('FR', 50), at('JP', 50)];
    const plan = await answered({ workloads: [inference(users)], limits: { countryShare: 0.4 } });
    expect(plan.feasible).toBe(true);
    expect(plan.dependence?.country.share).toBeLessThanOrEqual(0.4 + 1e-6);
    expect(plan.priceOfDiversity?.share).toBeGreaterThanOrEqual(0);
    const free = await answered({ workloads: [inference(users)] });
    expect(free.priceOfDiversity).toBeUndefined();
    expect(free.usdPerHour.value).toBeLessThanOrEqual(plan.usdPerHour.value * (1 + plan.gap + free.gap) + 0.5);
  });

  it('half of one vendor needs two: where only one may serve, that is the reason', async () => {
    const { unmet, conflict } = await answered({ workloads: [inference([at('DE', 5)])], limits: { vendorShare: 0.5 } });
    expect(unmet[0]?.reason).toEqual({ code: 'capacity', text: 'limits.vendorShare of 50 % needs 2 vendors, and only NVIDIA may serve' });
    expect(conflict).toEqual([{ constraint: 'limits.vendorShare', text: 'vendorShare at most 0.5' }]);
  });

  it('at most so many sites', async () => {
    const plan = await answered({ workloads: [inference([at('FR', 20), at('JP', 20), at('US', 20)])], limits: { sites: 1 } });
    expect(plan.sites).toHaveLength(1);
    expect(plan.feasible).toBe(true);
  });
});

describe('conflicts', () => {
  it('are irreducible: alone they leave demand, and without any one of them it is met', async () => {
    const closed = ['sakura-ishikari', 'softbank-tokyo', 'fpt-japan'];
    const input = { workloads: [inference([at('JP', 2)], { roundTrip: 0.1, residency: ['JP'] })], sites: 'all', switches: { closed } };
    const parsed = parsePlacement(input);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const rules = rulesOf(parsed.value);
    const { conflict } = await answered(input);
    expect(conflict.length).toBeGreaterThan(1);
    const isOf = (rule: Rule) => conflict.some(({ constraint, text }) => constraint === rule.constraint && text === rule.text);
    const alone = rules.filter((rule) => !isOf(rule)).reduce((placement, rule) => rule.without(placement), parsed.value);
    expect((await planned(alone)).feasible).toBe(false);
    for (const rule of rules.filter(isOf)) expect((await planned(rule.without(alone))).feasible).toBe(true);
  });

  it('a model that nothing holds, and demand beyond all accelerators, are no conflict of rules', async () => {
    const tiny = { ...lagos, accelerators: { 't4-16-pcie': 2 } };
    const answer = await answered({ workloads: [inference([at('NG', 1)], { scenario: { model: 'deepseek-v3.1' } })], sites: [tiny] }).catch(
      (error: unknown) => error,
    );
    if (answer instanceof Error) expect(answer.message).toContain('accelerator');
    const huge = await answered({ workloads: [inference([at('US', 1e8)])] });
    expect(huge.feasible).toBe(false);
    expect(sum(huge.flows.map(({ requestsPerSecond }) => requestsPerSecond))).toBeGreaterThan(1000);
    expect(huge.unmet[0]?.reason.code).toBe('capacity');
  });
});

describe('jobs', () => {
  it('stand where they may, on as many accelerators as their deadline asks, and send to who serves', async () => {
    const answer = await answered({ workloads: [inference([at('FR', 5)]), { ...tune, residency: ['FR', 'DE'], sendsTo: ['chat'] }] });
    const [job] = answer.jobs;
    expect(answer.feasible).toBe(true);
    expect(job?.hours).toBeLessThanOrEqual(48);
    expect(['FR', 'DE']).toContain(site(job?.site ?? '')?.country);
    expect(job?.sendsTo).toEqual(answer.sites.flatMap(({ id }) => (answer.flows.some(({ site }) => site === id) ? [id] : [])));
    expect(answer.latency.map(({ workload }) => workload)).toEqual(['chat']);
  });

  it('a deadline that no run meets is unmet, and is the conflict', async () => {
    const answer = await answered({ workloads: [{ ...tune, deadlineHours: 0.001 }] });
    expect(answer.unmet).toEqual([expect.objectContaining({ workload: 'tune', from: null, requestsPerSecond: null })]);
    expect(answer.conflict.map(({ constraint }) => constraint)).toContain('workloads.0.deadlineHours');
  });

  it('share accelerators with what serves', async () => {
    const site = { ...lagos, accelerators: { 'h200-sxm': 8 } };
    const both = await answered({ workloads: [inference([at('NG', 1000)]), tune], sites: [site] });
    expect(both.sites[0]?.accelerators['h200-sxm']).toBeLessThanOrEqual(8);
    expect(both.feasible).toBe(false);
  });
});

describe('the library', () => {
  const input = { workloads: [inference([at('FR', 5)])], sites: ['nebius-paris'] };

  it('answers as the steps do, tells how far it is, and throws the field that is wrong', async () => {
    const shares: number[] = [];
    const answer = await place(input, { onProgress: (share) => shares.push(share) });
    expect(answer).toEqual(await answered(input));
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    await expect(place({ ...input, objective: 'euro' })).rejects.toMatchObject({ path: 'objective' });
  });

  it('is stopped between solves', async () => {
    const stop = new AbortController();
    const plan = place(input, { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) });
    await expect(plan).rejects.toThrow('enough');
  });
});
