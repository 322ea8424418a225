/** Every number of a scenario at its bounds: the last that is taken and the first that is refused, with the words that say why. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { scenarioSchema } from '../../src/scenario/schema.ts';

const base = { model: 'llama-3.3-70b', accelerator: 'h200-sxm' };
const taken = (sets: object): boolean => v.safeParse(scenarioSchema, { ...base, ...sets }).success;
const part = (sets: object) => ({ serving: { prefill: { accelerators: 1, parallel: {}, ...sets }, decode: { accelerators: 1, parallel: {} } } });
const chip = (sets: object) => ({
  accelerator: { name: 'mine', memoryBytes: 1e11, memoryBandwidth: 1e12, peak: { bf16: 1e14 }, ...sets },
});
const own = (sets: object) => ({ ownership: { own: sets } });
const anchor = (sets: object) => ({ anchor: [{ concurrency: 1, timePerOutputToken: 0.01, ...sets }] });
/** The next number that a double can hold, either way. */
const beyond = (value: number): number => value * (1 + 2 ** -52);
const before = (value: number): number => value * (1 - 2 ** -53);

const within: readonly [object, string][] = [];
const outside: readonly [object, string, RegExp][] = [];
const rule = (path: string, sets: (value: unknown) => object, taken: readonly number[], refused: readonly [number, RegExp][]): void => {
  for (const value of taken) (within as [object, string][]).push([sets(value), path]);
  for (const [value, words] of refused) (outside as [object, string, RegExp][]).push([sets(value), path, words]);
};
/** Whole numbers from `low` to `high`. */
const whole = (path: string, sets: (value: unknown) => object, low: number, high: number): void =>
  rule(
    path,
    sets,
    [low, high],
    [
      [low - 1, new RegExp(`at least ${low}, got ${low - 1}`)],
      [high + 1, new RegExp(`at most ${high}, got ${high + 1}`)],
      [low + 0.5, /a whole number/],
    ],
  );
/** Numbers from `low` to `high`, both included. */
const real = (path: string, sets: (value: unknown) => object, low: number, high: number): void =>
  rule(
    path,
    sets,
    [low, high],
    [
      [low === 0 ? -Number.MIN_VALUE : before(low), /at least/],
      [beyond(high), /at most/],
    ],
  );
const at = (path: string) => (value: unknown) => ({ [path]: value });

whole('accelerators', at('accelerators'), 1, 1_000_000);
whole('inputTokens', at('inputTokens'), 1, 10_000_000);
whole('outputTokens', at('outputTokens'), 1, 10_000_000);
whole('concurrency', at('concurrency'), 1, 10_000_000);
real('prefixHitRate', at('prefixHitRate'), 0, 1);
real('requestsPerSecond', at('requestsPerSecond'), 1e-6, 1e9);
real('utilisation', at('utilisation'), 1e-4, 1);
real('peakToMean', (peakToMean) => ({ requestsPerSecond: 1, peakToMean }), 1, 1000);
rule(
  'spareReplicas',
  at('spareReplicas'),
  [0, 100_000],
  [
    [-1, /at least 0/],
    [100_001, /at most 100000/],
  ],
);
whole('session.requestsPerUser', (requestsPerUser) => ({ concurrency: 4, session: { requestsPerUser } }), 1, 10_000);
whole('speculative.draftTokens', (draftTokens) => ({ speculative: { draftTokens, acceptance: 0.5, draft: 'llama-3.2-1b' } }), 1, 64);
real('speculative.acceptance', (acceptance) => ({ speculative: { draftTokens: 2, acceptance, draft: 'llama-3.2-1b' } }), 0, 1);
real('target.timeToFirstToken', (timeToFirstToken) => ({ target: { timeToFirstToken } }), 1e-9, 1e5);
real('target.timePerOutputToken', (timePerOutputToken) => ({ target: { timePerOutputToken } }), 1e-9, 1e3);
real('ownership.usdPerAcceleratorHour', (usdPerAcceleratorHour) => ({ ownership: { usdPerAcceleratorHour } }), 1e-6, 1e5);
real('ownership.own.usdPerAccelerator', (usdPerAccelerator) => own({ usdPerAccelerator }), 1e-6, 1e8);
real('ownership.own.years', (years) => own({ years }), 0.25, 30);
real('ownership.own.costOfCapital', (costOfCapital) => own({ costOfCapital }), 0, 1);
real('ownership.own.hostingUsdPerKilowattMonth', (usd) => own({ hostingUsdPerKilowattMonth: usd }), 0, 1e5);
real('ownership.own.usdPerKilowattHour', (usd) => own({ usdPerKilowattHour: usd }), 0, 10);
real('ownership.own.networkUsdPerAcceleratorHour', (usd) => own({ networkUsdPerAcceleratorHour: usd }), 0, 1e4);
real('ownership.own.networkUsdPerAccelerator', (usd) => own({ networkUsdPerAccelerator: usd }), 0, 1e7);
real('ownership.own.networkWattsPerAccelerator', (watts) => own({ networkWattsPerAccelerator: watts }), 0, 1e5);
real('egress.usdPerGigabyte', (usdPerGigabyte) => ({ egress: { usdPerGigabyte } }), 0, 1e3);
real('egress.bytesPerToken', (bytesPerToken) => ({ egress: { usdPerGigabyte: 0.1, bytesPerToken } }), 1e-3, 1e6);
whole('anchor.0.concurrency', (concurrency) => anchor({ concurrency }), 1, 10_000_000);
real('anchor.0.timePerOutputToken', (timePerOutputToken) => anchor({ timePerOutputToken }), 1e-9, 1e3);
real('anchor.0.timeToFirstToken', (timeToFirstToken) => anchor({ timeToFirstToken }), 1e-9, 1e5);
real('anchor.0.outputTokensPerSecond', (outputTokensPerSecond) => anchor({ outputTokensPerSecond }), 1e-6, 1e12);
real('accelerator.memoryBytes', (memoryBytes) => chip({ memoryBytes }), 1e6, 1e15);
real('accelerator.memoryBandwidth', (memoryBandwidth) => chip({ memoryBandwidth }), 1e6, 1e21);
for (const format of ['fp32', 'bf16', 'fp8', 'fp4', 'int8'])
  real(`accelerator.peak.${format}`, (rate) => chip({ peak: { [format]: rate } }), 1e6, 1e21);
real('accelerator.scaleUp.bandwidth', (bandwidth) => chip({ scaleUp: { bandwidth, size: 8 } }), 1e6, 1e21);
whole('accelerator.scaleUp.size', (size) => chip({ scaleUp: { bandwidth: 1e11, size } }), 1, 100_000);
real('accelerator.scaleOut.bandwidth', (bandwidth) => chip({ scaleOut: { bandwidth } }), 1e6, 1e21);
real('accelerator.tdp', (tdp) => chip({ tdp }), 0.1, 1e6);
real('accelerator.usdPerHour', (usdPerHour) => chip({ usdPerHour }), 1e-6, 1e5);
real('accelerator.usd', (usd) => chip({ usd }), 1e-6, 1e8);
for (const split of ['tensor', 'pipeline', 'attentionData']) whole(`parallel.${split}`, (value) => ({ parallel: { [split]: value } }), 1, 1024);
rule(
  'parallel.expert',
  (expert) => ({ parallel: { expert, tensor: 1024 } }),
  [1, 1024],
  [
    [0, /at least 1/],
    [1025, /at most 1024/],
  ],
);
rule(
  'serving.prefill.accelerators',
  (accelerators) => part({ accelerators }),
  [1, 1_000_000],
  [
    [0, /at least 1/],
    [1_000_001, /at most 1000000/],
  ],
);

const parsed = (sets: object) => parseScenario({ ...base, ...sets });

describe('a number at its bound', () => {
  it.each(within)('%j is taken', (sets) => {
    expect(taken(sets)).toBe(true);
  });

  it.each(outside)('%j is refused by its field, %s', (sets, path, words) => {
    expect(parsed(sets)).toMatchObject({ ok: false, error: { code: 'out-of-range', path, message: expect.stringMatching(words) as string } });
  });
});

describe('texts and lists at their bounds', () => {
  it.each([
    [chip({ name: '' }), 'accelerator.name', 'out-of-range', 'text that is not empty'],
    [chip({ name: 'x'.repeat(81) }), 'accelerator.name', 'out-of-range', 'a length of at most 80'],
    [{ anchor: Array.from({ length: 17 }, () => ({ concurrency: 1, timePerOutputToken: 1 })) }, 'anchor', 'out-of-range', 'a length of at most 16'],
  ])('%j is refused', (sets, path, code, words) => {
    expect(parsed(sets)).toMatchObject({ ok: false, error: { code, path, message: expect.stringContaining(words) as string } });
  });

  it('are taken up to them', () => {
    expect(taken(chip({ name: 'x'.repeat(80) }))).toBe(true);
    expect(taken({ anchor: Array.from({ length: 16 }, () => ({ concurrency: 1, timePerOutputToken: 1 })) })).toBe(true);
  });
});
