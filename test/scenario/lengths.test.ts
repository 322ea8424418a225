/** Lengths that vary: their forms, the moments that follow by hand, and the way into a link and back. */
import { describe, expect, it } from 'vitest';
import { contextAtMidAnswer } from '../../src/model/request.ts';
import { variationOf } from '../../src/model/variation.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { scenarioFromQuery, scenarioToQuery } from '../../src/scenario/query.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const named = { model: 'llama-3.3-70b', accelerator: 'h200-sxm' };
function read(sets: object): Scenario {
  const parsed = parseScenario({ ...named, ...sets });
  if (!parsed.ok) throw new Error(`${parsed.error.path}: ${parsed.error.message}`);
  return parsed.value;
}

describe('lengths of a scenario', () => {
  it('are kept as one spread of each, whichever way they are said', () => {
    expect(read({ lengths: { spread: 0.8 } }).lengths).toEqual({ input: 0.8, output: 0.8 });
    expect(read({ lengths: { output: 0.5 } }).lengths).toEqual({ input: 0, output: 0.5 });
    for (const lengths of [null, {}, { spread: 0 }, { input: 0, output: 0 }, { input: { p50: 1024, p90: 1024 } }])
      expect(read({ lengths })).toEqual(read({}));
  });

  it('follow from median and 90th percentile: 1,000 and 2,788 are a spread of 0.8 around 1,377', () => {
    // ln 2.788 / 1.2816 = 0.8; the mean of a lognormal lies e^(0.8²/2) = 1.377 above its median.
    const { inputTokens, outputTokens, lengths } = read({ lengths: { input: { p50: 1000, p90: 2788 }, output: { p50: 200, p90: 200 } } });
    expect(inputTokens).toBe(1377);
    expect(lengths?.input).toBeCloseTo(0.8, 3);
    expect([outputTokens, lengths?.output]).toEqual([200, 0]);
  });

  it('come back from their own address as they were, and from one that people write', () => {
    const scenario = read({ lengths: { input: { p50: 700, p90: 3100 }, output: 0.6 }, concurrency: 32 });
    expect(scenarioFromQuery(scenarioToQuery(scenario))).toEqual({ scenario, problems: [] });
    expect(scenarioFromQuery(new URLSearchParams('lengths.spread=0.8')).scenario.lengths).toEqual({ input: 0.8, output: 0.8 });
    expect(scenarioFromQuery(new URLSearchParams('lengths.input.p50=1000&lengths.input.p90=2788')).scenario.inputTokens).toBe(1377);
  });

  it.each([
    ['lengths.spread', 'out-of-range', { lengths: { spread: 3.1 } }],
    ['lengths.output', 'out-of-range', { lengths: { output: -0.1 } }],
    ['lengths.input.p90', 'out-of-range', { lengths: { input: { p50: 1, p90: 1000 } } }],
    ['lengths.input.p90', 'out-of-range', { lengths: { input: { p50: 800, p90: 300 } } }],
    ['lengths.input.p90', 'wrong-type', { lengths: { input: { p50: 800 } } }],
    ['lengths', 'wrong-type', { lengths: 0.8 }],
    ['lengths.input', 'unknown-field', { lengths: { spread: 0.8, input: 0.5 } }],
    ['outputTokens', 'inconsistent', { outputTokens: 500, lengths: { output: { p50: 400, p90: 900 } } }],
    ['lengths', 'inconsistent', { lengths: { spread: 1 }, batch: { requests: 100, hours: 1 } }],
    ['lengths', 'inconsistent', { lengths: { spread: 1 }, concurrency: 8, session: { requestsPerUser: 4 } }],
  ])('are refused at %s as %s: %j', (path, code, sets) => {
    const parsed = parseScenario({ ...named, ...sets });
    expect(parsed.ok ? null : [parsed.error.path, parsed.error.code]).toEqual([path, code]);
  });
});

it('are met in proportion to how long they run: a mean answer of 400 with a spread of ln 2 under the root is met at 400', () => {
  // exp(ln 2) − 1 = 1: the mean of squares is twice the square of the mean, so E[out · (in + out/2)] / E[out] = in + out.
  const { input, output } = variationOf({ input: 0, output: Math.sqrt(Math.LN2) });
  expect([input, output]).toEqual([0, expect.closeTo(1, 12)]);
  expect(contextAtMidAnswer(1000, 400, output)).toBeCloseTo(1400, 9);
  expect(contextAtMidAnswer(1000, 400)).toBe(1200);
});
