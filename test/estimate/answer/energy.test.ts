/** Joules, tokens a megawatt-second and grams of an H200, worked out by hand. */
import { describe, expect, it } from 'vitest';
import { accelerator } from '../../../src/catalogue/accelerators.ts';
import { facility } from '../../../src/estimate/answer/energy.ts';
import type { OperatingPoint } from '../../../src/estimate/load/operating-point.ts';
import type { Resolved } from '../../../src/estimate/resolve/resolve.ts';
import type { SiteTerms } from '../../../src/estimate/resolve/site-terms.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { toChipSpec } from '../../../src/model/chip-from-catalogue.ts';

const h200 = accelerator('h200-sxm');
if (!h200) throw new Error('no H200');
const chip = toChipSpec(h200);
const fact = (value: number, low = value, high = value) => ({ value, low, high, unit: '', source: [], date: '' });
const site: SiteTerms = { price: fact(0.1), pue: fact(1.25), carbon: fact(400), assumptions: { price: '', pue: '', carbon: '' } };
/** A model of 1e9 parameters whose tokens in and out are 1,000: 2e12 FLOP a request. */
const model = { moe: null, parametersActive: 1e9 };
const arithmetic = { dense: 'bf16' };
const closed = { inputTokens: 900, outputTokens: 100, prefixHitRate: 0, requestsPerSecond: null } as unknown as Scenario;
/** As many requests/s as take that share of the dense peak of two chips (989.5 TFLOP/s each). */
const at = (utilisation: number, chips = 2): readonly OperatingPoint[] =>
  [{ requestsPerSecond: (utilisation * chips * (chip.peak.bf16 ?? 0)) / 2e12, steady: { running: 4 } }] as unknown as readonly OperatingPoint[];
/** 0.04 / 0.98 squared of the peak: 0.46 + 0.98 · 0.0408 = 0.5 of board power. */
const half = at((0.04 / 0.98) ** 2);
const sure = { logSd: 0, evidence: 'measured' } as const;

const of = (resolved: object, where = site, points = half, scenario = closed): ReturnType<typeof facility> =>
  facility({ model, arithmetic, ...resolved } as unknown as Resolved, scenario, { accelerators: 2, idle: 0 }, where, points, 1000, sure, {});

describe('the energy of a token', () => {
  // A 700 W chip in a system of 1370 W a chip: (350 + 670) W · 1.25 = 1275 W; two of them make 1000 tokens a second.
  const { quantities } = of({ chip, accelerator: h200 });

  it('is 2.55 J: half of the chip’s power, all of the host’s and network’s, times PUE', () => {
    expect(quantities.joulesPerOutputToken?.value).toBeCloseTo(2.55, 12);
    expect(quantities.joulesPerOutputToken?.unit).toBe('J/token');
  });

  it('makes 392,157 tokens a second from a megawatt', () => {
    expect(quantities.outputTokensPerSecondPerMegawatt?.value).toBeCloseTo(1e6 / 2.55, 6);
  });

  it('is 283 g of CO2e a million tokens at 400 g a kilowatt-hour', () => {
    // 2.55 MJ are 0.70833 kWh.
    expect(quantities.gramsCO2ePerMillionOutputTokens?.value).toBeCloseTo((2.55e6 / 3.6e6) * 400, 9);
    expect(quantities.gramsCO2ePerMillionOutputTokens?.value).toBeCloseTo(283.333, 3);
  });

  it('is told for the chips alone, with their systems, and with the building', () => {
    expect(quantities.wattsPerAccelerator).toMatchObject({ value: expect.closeTo(350, 9) as number, unit: 'W' });
    expect(quantities.chipJoulesPerOutputToken?.value).toBeCloseTo(0.7, 12);
    expect(quantities.nodeJoulesPerOutputToken?.value).toBeCloseTo(2.04, 12);
  });

  it('rises with the arithmetic done, up to the rated power', () => {
    const watts = (points: readonly OperatingPoint[]): number =>
      of({ chip, accelerator: h200 }, site, points).quantities.wattsPerAccelerator?.value ?? 0;
    expect(watts(at(0))).toBeCloseTo(0.46 * 700, 9);
    expect(watts(at(0.25))).toBeCloseTo((0.46 + 0.49) * 700, 9);
    expect(watts(at(0.9))).toBeCloseTo(700, 9);
  });

  it('counts what is read from a prefix cache as no arithmetic', () => {
    const cached = { ...closed, prefixHitRate: 1 };
    const watts = of({ chip, accelerator: h200 }, site, at(0.1), cached).quantities.wattsPerAccelerator?.value;
    // 100 of 1,000 tokens are computed.
    expect(watts).toBeCloseTo((0.46 + 0.98 * 0.1) * 700, 9);
  });

  it('takes arithmetic in the format of the experts where there are some', () => {
    const chosen = { model: { ...model, moe: {} }, arithmetic: { dense: 'bf16', experts: 'fp8' }, chip, accelerator: h200 };
    const peaks = (chip.peak.bf16 ?? 0) / (chip.peak.fp8 ?? 1);
    expect(of(chosen, site, at(0.1)).quantities.wattsPerAccelerator?.value).toBeCloseTo((0.46 + 0.98 * Math.sqrt(0.1 * peaks)) * 700, 9);
  });

  it('falls to that of a waiting chip while nobody is served, where requests come at random', () => {
    const open = { ...closed, requestsPerSecond: 1 };
    const lonely = half.map((point) => ({ ...point, steady: { ...point.steady, running: Math.LN2 } }));
    // Half of the time at 0.5, half at 0.21.
    expect(of({ chip, accelerator: h200 }, site, lonely, open).quantities.wattsPerAccelerator?.value).toBeCloseTo(700 * 0.355, 9);
  });

  it('is 33 % unsure of the load, and by the ranges of PUE and carbon', () => {
    const joules = quantities.joulesPerOutputToken;
    expect(Math.log((joules?.high ?? 0) / (joules?.value ?? 1))).toBeCloseTo(0.33, 9);
    // Log ranges added as squares.
    const vague = of(
      { chip, accelerator: h200 },
      { ...site, pue: fact(1.25, Math.exp(-0.2), Math.exp(0.2)), carbon: fact(400, 1, Math.exp(0.6)) },
    ).quantities;
    expect(Math.log((vague.joulesPerOutputToken?.high ?? 0) / (vague.joulesPerOutputToken?.value ?? 1))).toBeCloseTo(Math.hypot(0.33, 0.2), 9);
    const grams = vague.gramsCO2ePerMillionOutputTokens;
    expect(Math.log((grams?.high ?? 0) / (grams?.value ?? 1))).toBeCloseTo(Math.hypot(0.33, 0.2, 0.3), 9);
  });

  it('counts idle accelerators at the share of a chip that waits', () => {
    // One of two serves at 0.5, the other idles at 0.21.
    const idle = facility(
      { model, arithmetic, chip, accelerator: h200 } as unknown as Resolved,
      closed,
      { accelerators: 2, idle: 1 },
      site,
      at((0.04 / 0.98) ** 2, 1),
      1000,
      sure,
      {},
    );
    expect(idle.quantities.joulesPerOutputToken?.value).toBeCloseTo((2 * ((700 * (0.5 + 0.21)) / 2 + 670) * 1.25) / 1000, 12);
  });

  it('is the mean over engines', () => {
    // The other engine computes nothing: shares 0.5 and 0.46.
    const points = [...half, ...at(0)];
    expect(of({ chip, accelerator: h200 }, site, points).quantities.joulesPerOutputToken?.value).toBeCloseTo(
      (2 * (700 * 0.48 + 670) * 1.25) / 1000,
      12,
    );
  });

  it('takes a chip without rated power as two thirds of its system', () => {
    const watts = (1370 * (2 / 3) * 0.5 + 1370 / 3) * 1.25;
    expect(of({ chip: { ...chip, tdp: null }, accelerator: h200 }).quantities.joulesPerOutputToken?.value).toBeCloseTo((2 * watts) / 1000, 9);
  });

  it('is unknown, by name, without any power', () => {
    const unknown: Record<string, string> = {};
    const none = facility(
      { model, arithmetic, chip: { ...chip, tdp: null }, accelerator: null } as unknown as Resolved,
      closed,
      { accelerators: 2, idle: 0 },
      site,
      half,
      1000,
      sure,
      unknown,
    );
    const fields = Object.keys(quantities);
    expect(fields).toHaveLength(6);
    expect(none.quantities).toEqual(Object.fromEntries(fields.map((field) => [field, null])));
    expect(Object.keys(unknown)).toEqual(fields);
  });

  it('says what it assumed: the system’s power as well where it follows from the chip’s', () => {
    expect(of({ chip, accelerator: h200 }).assumptions).toEqual(['power.load']);
    expect(of({ chip, accelerator: null }).assumptions).toEqual(['power.load', 'power.system-from-rated']);
  });
});
