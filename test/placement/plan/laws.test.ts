import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlacementAnswer } from '../../../src/placement/plan/answer.ts';
import { answered, at, inference, sum } from '../answered.ts';

const places = ['DE', 'FR', 'US', 'BR', 'NG', 'ZA', 'JP', 'IN', 'lagos', 'sao-paulo'] as const;
/** Sites on four continents; the demand on them decides little of how long a plan takes. */
const someSites = ['nebius-paris', 'coreweave-falun', 'dt-munich', 'aws-us-east-1', 'sakura-ishikari', 'yotta-navi-mumbai', 'singtel-tuas'];

const users = fc.uniqueArray(fc.record({ place: fc.constantFrom(...places), requestsPerSecond: fc.integer({ min: 1, max: 60 }) }), {
  selector: ({ place }) => place,
  minLength: 1,
  maxLength: 3,
});
const asked = fc.record({
  model: fc.constantFrom('llama-3.3-70b', 'llama-3.1-8b', 'qwen3-32b'),
  users,
  roundTrip: fc.constantFrom(null, 0.12, 0.2),
  residency: fc.constantFrom<'law' | null>(null, 'law'),
  objective: fc.constantFrom('usd', 'gCO2e', 'kW'),
});
type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never;

const inputOf = ({ model, objective, ...workload }: Asked, more: object = {}): object => ({
  workloads: [inference(workload.users, { scenario: { model }, roundTrip: workload.roundTrip, residency: workload.residency })],
  sites: someSites,
  objective,
  ...more,
});

const costs = ({ usdPerHour, kW, gCO2ePerHour }: PlacementAnswer, objective: string): number =>
  (objective === 'usd' ? usdPerHour : objective === 'kW' ? kW : gCO2ePerHour)?.value ?? NaN;
const unmetOf = (answer: PlacementAnswer): number => sum(answer.unmet.map(({ requestsPerSecond }) => requestsPerSecond ?? 0));

/** A plan is at most its gap, the tie between plans of one cost (0.1 % a second of round trip) and rounding above the cheapest. */
const room = (answer: PlacementAnswer): number => 1 + answer.gap / (1 - Math.min(0.9, answer.gap)) + 0.001;

function noDearer(loose: PlacementAnswer, tight: PlacementAnswer, objective: string): void {
  expect(unmetOf(loose)).toBeLessThanOrEqual(unmetOf(tight) + 1e-6);
  if (Math.abs(unmetOf(loose) - unmetOf(tight)) < 1e-6)
    expect(costs(loose, objective)).toBeLessThanOrEqual(costs(tight, objective) * room(loose) + 1e-9);
}

describe('a plan holds together', () => {
  it('flows meet demand within every rule; sites hold what they carry; sums are sums', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async (given) => {
        const answer = await answered(inputOf(given));
        for (const { place, requestsPerSecond } of given.users) {
          const served = sum(answer.flows.filter(({ from }) => from === place).map((flow) => flow.requestsPerSecond));
          const left = sum(answer.unmet.filter(({ from }) => from === place).map((each) => each.requestsPerSecond ?? 0));
          expect(served + left).toBeCloseTo(requestsPerSecond, 4);
        }
        for (const { site, roundTrip, requestsPerSecond } of answer.flows) {
          expect(requestsPerSecond).toBeGreaterThan(0);
          if (given.roundTrip !== null) expect(roundTrip).toBeLessThanOrEqual(given.roundTrip);
          expect(answer.sites.map(({ id }) => id)).toContain(site);
        }
        expect(answer.feasible).toBe(answer.unmet.length === 0);
        expect(answer.gap).toBeGreaterThanOrEqual(0);
        expect(sum(answer.sites.map(({ usdPerHour }) => usdPerHour))).toBeCloseTo(answer.usdPerHour.value, 6);
        if (answer.kW) expect(sum(answer.sites.map(({ kW }) => kW ?? 0))).toBeCloseTo(answer.kW.value, 6);
        expect(answer.usdPerHour.low).toBeLessThanOrEqual(answer.usdPerHour.value);
        expect(answer.usdPerHour.high).toBeGreaterThanOrEqual(answer.usdPerHour.value);
      }),
      { numRuns: 12 },
    );
  });

  it('permuted sites, workloads and users change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(asked, fc.shuffledSubarray(someSites, { minLength: someSites.length }), async (given, shuffled) => {
        expect(await answered(inputOf(given, { sites: shuffled }))).toEqual(await answered(inputOf(given)));
      }),
      { numRuns: 6 },
    );
  });
});

describe('what is asked for less never costs more', () => {
  it('a looser round trip, a wider law, more sites, more shares', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async (given) => {
        const tight = await answered(inputOf({ ...given, roundTrip: 0.12, residency: 'law' }));
        noDearer(await answered(inputOf({ ...given, roundTrip: 0.2, residency: 'law' })), tight, given.objective);
        noDearer(await answered(inputOf({ ...given, roundTrip: 0.12, residency: null })), tight, given.objective);
        const few = await answered(inputOf(given, { sites: someSites.slice(0, 3) }));
        noDearer(await answered(inputOf(given)), few, given.objective);
      }),
      { numRuns: 6 },
    );
  });

  it('more accelerators never cost more; a closed site carries nothing', async () => {
    const mine = (count: number, site: string, place: string) => ({
      id: site,
      lat: 6.5,
      lon: 3.4,
      country: place,
      operator: 'us',
      jurisdiction: place,
      accelerators: { 'h200-sxm': count },
    });
    await fc.assert(
      fc.asyncProperty(asked, fc.integer({ min: 4, max: 40 }), fc.integer({ min: 1, max: 40 }), async (given, count, more) => {
        const held = (accelerators: number) => inputOf({ ...given, roundTrip: null, residency: null }, { sites: [mine(accelerators, 'mine', 'NG')] });
        noDearer(await answered(held(count + more)), await answered(held(count)), given.objective);
        const closed = await answered(inputOf(given, { switches: { closed: ['SE', 'nebius-paris'] } }));
        expect(closed.sites.map(({ id }) => id)).not.toContain('coreweave-falun');
        expect(closed.sites.map(({ id }) => id)).not.toContain('nebius-paris');
      }),
      { numRuns: 6 },
    );
  });
});

describe('prices', () => {
  it('doubled rents double the cost and change no plan', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async (given) => {
        const [one, two] = [
          await answered(inputOf({ ...given, objective: 'usd' })),
          await answered(inputOf({ ...given, objective: 'usd' }, { switches: { rent: 2 } })),
        ];
        expect(two.usdPerHour.value).toBeCloseTo(2 * one.usdPerHour.value, 6);
        expect(two.sites.map(({ id, accelerators }) => ({ id, accelerators }))).toEqual(
          one.sites.map(({ id, accelerators }) => ({ id, accelerators })),
        );
        expect(two.unmet).toEqual(one.unmet);
      }),
      { numRuns: 6 },
    );
  });

  it('halved supply halves what a site may hold', async () => {
    const site = { id: 'mine', lat: 6.5, lon: 3.4, country: 'NG', operator: 'us', jurisdiction: 'NG', accelerators: { 'h200-sxm': 40 } };
    const input = { workloads: [inference([at('NG', 1000)])], sites: [site] };
    const used = async (supply: object) => (await answered({ ...input, switches: { supply } })).sites[0]?.accelerators['h200-sxm'];
    expect([await used({}), await used({ NVIDIA: 0.5 }), await used({ 'h200-sxm': 0.25, NVIDIA: 2 })]).toEqual([40, 20, 8]);
  });

  it('what is left out is not used: a vendor, an engine; a workload held to that engine is refused everywhere', async () => {
    const input = { workloads: [inference([at('US', 5)])], sites: ['aws-us-east-1', 'gcp-us-central1'] };
    const vendor = await answered({ ...input, switches: { without: ['nvidia'] } });
    expect(vendor.flows.length).toBeGreaterThan(0);
    expect(vendor.flows.every(({ accelerator }) => accelerator.startsWith('tpu'))).toBe(true);
    expect(vendor.kW).toBeNull();
    expect(vendor.unknown['kW']).toContain('TPU');
    expect((await answered({ ...input, switches: { without: ['vllm'] } })).feasible).toBe(true);
    const held = { ...input, workloads: [inference([at('US', 5)], { scenario: { model: 'llama-3.3-70b', engine: 'vllm' } })] };
    const none = await answered({ ...held, switches: { without: ['vllm'] } });
    expect(none.unmet[0]?.reason).toMatchObject({ code: 'model' });
    expect(none.conflict).toEqual([expect.objectContaining({ constraint: 'switches.without' })]);
  });

  it('a peak is carried: twice the peak takes about twice the accelerators for the same mean', async () => {
    const of = async (peakToMean: number) =>
      sum(
        (
          await answered({ workloads: [inference([at('FR', 40)], { scenario: { model: 'llama-3.3-70b', peakToMean } })], sites: ['dt-munich'] })
        ).sites.flatMap(({ accelerators }) => Object.values(accelerators)),
      );
    expect((await of(4)) / (await of(2))).toBeGreaterThan(1.7);
  });
});
