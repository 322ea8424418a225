/** Joules, tokens a megawatt-second and grams of an H200, worked out by hand. */
import { describe, expect, it } from 'vitest';
import { accelerator } from '../../../src/catalogue/accelerators.ts';
import { facility } from '../../../src/estimate/answer/energy.ts';
import type { OperatingPoint } from '../../../src/estimate/load/operating-point.ts';
import type { Resolved } from '../../../src/estimate/resolve/resolve.ts';
import type { SiteTerms } from '../../../src/estimate/resolve/site-terms.ts';
import { toChipSpec } from '../../../src/model/chip-from-catalogue.ts';

const h200 = accelerator('h200-sxm');
if (!h200) throw new Error('no H200');
const chip = toChipSpec(h200);
const fact = (value: number, low = value, high = value) => ({ value, low, high, unit: '', source: [], date: '' });
const site: SiteTerms = { price: fact(0.1), pue: fact(1.25), carbon: fact(400), assumptions: { price: '', pue: '', carbon: '' } };
/** Half of the time bound by weights, half idle: 0.5 · 0.79 + 0.5 · 0.21 = 0.5 of board power. */
const halfBusy = [{ regimes: { weights: 2 }, regimeSpan: 4 }] as unknown as readonly OperatingPoint[];
const sure = { logSd: 0, evidence: 'measured' } as const;

const of = (resolved: object, at = site, points = halfBusy): ReturnType<typeof facility> =>
  facility(resolved as Resolved, { accelerators: 2, idle: 0 }, at, points, 1000, sure, {});

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

  it('is 15 % unsure of the regimes, and by the ranges of PUE and carbon', () => {
    const joules = quantities.joulesPerOutputToken;
    expect(Math.log((joules?.high ?? 0) / (joules?.value ?? 1))).toBeCloseTo(0.15, 9);
    // Log ranges of ± 0.2 and ± 0.3 added as squares: √(0.15² + 0.2²) = 0.25, √(0.25² + 0.3²).
    const vague = of(
      { chip, accelerator: h200 },
      { ...site, pue: fact(1.25, Math.exp(-0.2), Math.exp(0.2)), carbon: fact(400, 1, Math.exp(0.6)) },
    ).quantities;
    expect(Math.log((vague.joulesPerOutputToken?.high ?? 0) / (vague.joulesPerOutputToken?.value ?? 1))).toBeCloseTo(0.25, 9);
    const grams = vague.gramsCO2ePerMillionOutputTokens;
    expect(Math.log((grams?.high ?? 0) / (grams?.value ?? 1))).toBeCloseTo(Math.hypot(0.25, 0.3), 9);
  });

  it('counts idle accelerators at the share of a chip that waits', () => {
    // One of two serves at 0.5, the other idles at 0.21.
    const idle = facility({ chip, accelerator: h200 } as Resolved, { accelerators: 2, idle: 1 }, site, halfBusy, 1000, sure, {});
    expect(idle.quantities.joulesPerOutputToken?.value).toBeCloseTo((2 * ((700 * (0.5 + 0.21)) / 2 + 670) * 1.25) / 1000, 12);
  });

  it('is the mean over engines', () => {
    // The other engine waits all the time: shares 0.5 and 0.21.
    const points = [...halfBusy, { regimes: {}, regimeSpan: 1 }] as unknown as readonly OperatingPoint[];
    expect(of({ chip, accelerator: h200 }, site, points).quantities.joulesPerOutputToken?.value).toBeCloseTo(
      (2 * (700 * 0.355 + 670) * 1.25) / 1000,
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
      { chip: { ...chip, tdp: null }, accelerator: null } as unknown as Resolved,
      { accelerators: 2, idle: 0 },
      site,
      halfBusy,
      1000,
      sure,
      unknown,
    );
    expect(none.quantities).toEqual({ joulesPerOutputToken: null, outputTokensPerSecondPerMegawatt: null, gramsCO2ePerMillionOutputTokens: null });
    expect(Object.keys(unknown)).toEqual(['joulesPerOutputToken', 'outputTokensPerSecondPerMegawatt', 'gramsCO2ePerMillionOutputTokens']);
  });

  it('says what it assumed: the system’s power as well where it follows from the chip’s', () => {
    expect(of({ chip, accelerator: h200 }).assumptions).toEqual(['power.regimes']);
    expect(of({ chip, accelerator: null }).assumptions).toEqual(['power.regimes', 'power.system-from-rated']);
  });
});
