/** A verdict against results made from estimates of our own: what was changed must be found, and what was not said must be asked for. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import type { EstimateOptions } from '../../../src/estimate/estimate-scenario.ts';
import { verdict, type Verdict } from '../../../src/estimate/verdict/verdict.ts';
import { servingParameters } from '../../../src/calibration/priors/serving.ts';
import type { BenchmarkResult } from '../../../src/scenario/from/result.ts';
import { readResults } from '../../../src/scenario/from/read-results.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';

const single = { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 };
const said = {
  model: 'llama-3.1-8b',
  accelerator: 'h100-80-sxm',
  accelerators: 1,
  engine: 'vllm',
  parallel: single,
  inputTokens: 1024,
  outputTokens: 256,
  concurrency: 32,
} as const;

function whole(scenario: object): Scenario {
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

/** A result of the scenario as a tool would print it, from an estimate under what is really going on. */
function resultOf(
  scenario: Partial<Scenario>,
  truth: { patch?: Partial<Scenario>; options?: EstimateOptions; factor?: number } = {},
): BenchmarkResult {
  const estimate = estimateScenario({ ...whole(scenario), ...truth.patch }, truth.options);
  const factor = truth.factor ?? 1;
  const measured = {
    timePerOutputToken: estimate.timePerOutputToken!.value * factor,
    timeToFirstToken: estimate.timeToFirstToken!.value * factor,
    outputTokensPerSecond: estimate.outputTokensPerSecond!.value / factor,
  };
  return { tool: 'vllm', form: 'test', line: 1, scenario, spelled: {}, measured, anchors: [{ concurrency: 32, ...measured }], notes: [] };
}

function answered(result: BenchmarkResult, given = {}): Verdict {
  const answer = verdict(result, given);
  if (!answer.ok) throw new Error(`${answer.error.path}: ${answer.error.message}`);
  return answer.value;
}

describe('how far', () => {
  it('is inside, at a ratio of one and without causes, where the server does what the estimate says', () => {
    const { verdict: standing, ratio, causes, missing, times } = answered(resultOf(said));
    expect({ standing, missing, causes }).toEqual({ standing: 'inside', missing: [], causes: [] });
    expect(ratio!.value).toBeCloseTo(1, 12);
    expect(times.map(({ metric }) => metric)).toEqual(['timePerOutputToken', 'outputTokensPerSecond', 'timeToFirstToken']);
  });

  it('is the measured time over the expected one whatever was measured, and outside exactly where the interval leaves one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 4, noNaN: true }), (factor) => {
        const { verdict: standing, ratio, times } = answered(resultOf(said, { factor }));
        for (const time of times) {
          expect(time.ratio.value).toBeCloseTo(factor, 9);
          expect(time.ratio.low).toBeLessThan(time.ratio.value);
          expect(time.standing).toBe(time.ratio.low > 1 ? 'slower' : time.ratio.high < 1 ? 'faster' : 'inside');
        }
        expect(ratio!.value).toBeCloseTo(factor, 9);
        if (standing !== 'inside') expect(standing).toBe(factor > 1 ? 'slower' : 'faster');
      }),
      { numRuns: 20 },
    );
  });

  it('lets the time that lies outside speak, not the first that was measured', () => {
    const result = resultOf(said);
    const late = { ...result, measured: { ...result.measured, timeToFirstToken: result.measured.timeToFirstToken! * 10 } };
    expect(answered(late)).toMatchObject({ verdict: 'slower', metric: 'timeToFirstToken' });
  });

  it('compares no throughput at a given rate, which the clients set', () => {
    const { concurrency: _, ...rest } = said;
    expect(answered(resultOf({ ...rest, requestsPerSecond: 2 })).times.map(({ metric }) => metric)).toEqual([
      'timePerOutputToken',
      'timeToFirstToken',
    ]);
  });

  it('takes the requests in flight where the lab holds the rate for too high', () => {
    const { concurrency: _, ...rest } = said;
    const result = { ...resultOf(said), scenario: { ...rest, requestsPerSecond: 500 } };
    expect(answered(result)).toMatchObject({ verdict: 'inside', scenario: { concurrency: 32 } });
  });

  it('says why where the deployment cannot serve this at all', () => {
    const result = resultOf(said);
    const answer = answered({ ...result, scenario: { ...result.scenario, model: 'llama-3.3-70b', weights: 'bf16' } });
    expect(answer).toMatchObject({ verdict: null, ratio: null, missing: [], reason: { code: 'does-not-fit' } });
  });

  it('is of the session that the tool ran: all users at once', () => {
    const session = { ...said, session: { requestsPerUser: 1 } };
    const burst = answered(resultOf(session));
    expect(burst).toMatchObject({ verdict: 'inside', scenario: { session: { requestsPerUser: 1 } } });
    const steady = answered({ ...resultOf(session), scenario: said });
    expect(steady.times.at(-1)!.ratio.value).toBeGreaterThan(burst.times.at(-1)!.ratio.value);
  });
});

describe('what could explain it', () => {
  const half: EstimateOptions = {
    serving: {
      ...servingParameters,
      perPass: servingParameters.perPass * 2,
      perRequest: servingParameters.perRequest * 2,
      usualPass: servingParameters.usualPass * 2,
      usualRequest: servingParameters.usualRequest * 2,
      perPrompt: servingParameters.perPrompt * 2,
      frontEnd: servingParameters.frontEnd * 2,
    },
  };
  const four = { ...said, model: 'llama-3.3-70b', weights: 'fp8', accelerators: 4, parallel: { ...single, tensor: 4 } } as const;

  it.each([
    ['slow-host', said, { options: half }],
    ['wide-weights', { ...said, model: 'gpt-oss-20b' }, { patch: { weights: 'bf16' } }],
    ['slow-link', four, { options: { chip: (chip) => ({ ...chip, scaleUpBandwidth: 64e9 }) } }],
    ['small-cache', { ...said, concurrency: 400 }, { options: { chip: (chip) => ({ ...chip, memoryBytes: chip.memoryBytes! * 0.5 }) } }],
    [
      'capped-clocks',
      { ...said, inputTokens: 8000, outputTokens: 64 },
      { options: { chip: (chip) => ({ ...chip, peak: { bf16: chip.peak.bf16! * 0.7 } }) } },
    ],
    ['no-prefix-hits', { ...said, inputTokens: 8000, prefixHitRate: 0.9 }, { patch: { prefixHitRate: 0 } }],
    ['no-draft', { ...said, speculative: { draftTokens: 3, acceptance: 0.8, draft: 'llama-3.2-1b' } }, { patch: { speculative: null } }],
    ['draft', said, { patch: { speculative: { draftTokens: 3, acceptance: 0.6, draft: 'llama-3.2-1b' } } }],
    ['prefix-hits', { ...said, inputTokens: 8000 }, { patch: { prefixHitRate: 0.95 } }],
    ['narrow-weights', said, { patch: { weights: 'fp8' } }],
  ] as const satisfies readonly (readonly [string, Partial<Scenario>, Parameters<typeof resultOf>[1]])[])(
    '%s is found, explains all of it and stands first',
    (id, scenario, truth) => {
      const { causes, ratio } = answered(resultOf(scenario, truth));
      expect(Math.abs(ratio!.value - 1), 'a change that shows').toBeGreaterThan(0.05);
      expect(causes.find((cause) => cause.id === id)?.share).toBeCloseTo(1, 2);
      expect(causes[0]?.id).toBe(id);
    },
  );

  it('adds up: seconds and share are of the difference, in its direction, and each names a change', () => {
    fc.assert(
      fc.property(fc.constantFrom(0.5, 0.8, 1.2, 1.5, 3), fc.constantFrom(1, 32, 256), (factor, concurrency) => {
        const { causes, times, metric } = answered(resultOf({ ...said, concurrency }, { factor }));
        const time = times.find((each) => each.metric === metric)!;
        const difference = metric === 'outputTokensPerSecond' ? 1 / time.measured - 1 / time.expected.value : time.measured - time.expected.value;
        expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length);
        for (const { seconds, share, change } of causes) {
          expect(Math.sign(seconds)).toBe(Math.sign(difference));
          expect(seconds / difference).toBeCloseTo(share, 9);
          expect(change.length).toBeGreaterThan(20);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('doubts nothing that was said', () => {
    const { causes } = answered(resultOf({ ...said, weights: 'bf16', kvCache: 'bf16' }, { factor: 0.4 }));
    expect(causes.map(({ id }) => id)).not.toEqual(expect.arrayContaining(['narrow-weights']));
    expect(causes.map(({ id }) => id)).not.toContain('narrow-cache');
  });

  it('finds graphs that are off: a step of 32 layers cannot be shorter than the host takes to launch them', () => {
    const eager = { ...resultOf({ ...said, concurrency: 1 }), measured: { timePerOutputToken: 0.0132 } };
    const { causes } = answered(eager);
    expect(causes[0]).toMatchObject({ id: 'graphs-off', term: 'launch' });
    expect(causes[0]?.change).toContain('--enforce-eager');
  });
});

describe('what is missing', () => {
  const read = (name: string): BenchmarkResult => {
    const results = readResults(readFileSync(new URL(`../../fixtures/results/${name}`, import.meta.url), 'utf8'));
    if (!results.ok) throw new Error(results.error.message);
    return results.value[0]!;
  };

  it('is asked for, never guessed: every needed key that is taken away is listed, and no verdict given', () => {
    for (const key of ['model', 'accelerator', 'accelerators', 'inputTokens', 'outputTokens', 'concurrency'] as const) {
      const result = resultOf(said);
      const { [key]: _, ...rest } = result.scenario;
      const answer = answered({ ...result, scenario: rest });
      expect(answer).toMatchObject({ missing: [key], verdict: null, ratio: null, causes: [] });
      expect(answered({ ...result, scenario: rest }, { [key]: said[key] })).toMatchObject({ missing: [], verdict: 'inside' });
    }
  });

  it('asks how several accelerators are split; null says "choose for me"', () => {
    const { parallel: _, ...rest } = said;
    const result = { ...resultOf(said), scenario: { ...rest, accelerators: 2 } };
    expect(answered(result).missing).toEqual(['parallel']);
    expect(answered(result, { parallel: null }).missing).toEqual([]);
    expect(answered({ ...result, scenario: rest }).missing).toEqual([]);
  });

  it('names what the tool called a thing that the catalogue does not have, with what is near', () => {
    const spelled = { accelerator: 'NVIDIA H100 of some kind' };
    const { accelerator: _, ...rest } = said;
    const answer = answered({ ...resultOf(said), scenario: rest, spelled });
    expect(answer.missing).toEqual(['accelerator']);
    expect(answer.unresolved.accelerator?.spelled).toBe('NVIDIA H100 of some kind');
  });

  it('takes what the user gives over what the tool said, a load whole', () => {
    const answer = answered(read('vllm-table.txt'), { accelerator: 'h100-80-sxm', accelerators: 1, requestsPerSecond: 1 });
    expect(answer.scenario).toMatchObject({ requestsPerSecond: 1 });
    expect(answer.scenario).not.toHaveProperty('session');
  });

  it('refuses what is no scenario, by key', () => {
    const answer = verdict(read('vllm-table.txt'), { accelerator: 'h900' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'unknown-id', path: 'accelerator' } });
    expect(verdict(read('vllm-table.txt'), { wights: 'fp8' })).toMatchObject({ ok: false, error: { code: 'unknown-field' } });
  });

  it('says points that physics forbids, and answers all the same', () => {
    const result = resultOf(said);
    const fast = { ...result, anchors: [{ concurrency: 32, timeToFirstToken: 1e-5 }] };
    expect(answered(fast).notes.join()).toContain('faster than the prompt can be computed');
  });
});
