/** Who serves, and with software of when: what each moves, and how much less sure it makes an answer. */
import { describe, expect, it } from 'vitest';
import { circumstanceLogSd, circumstancesOf, type CircumstanceSds } from '../../../src/calibration/circumstances.ts';
import { onHost, servingParameters } from '../../../src/calibration/priors/serving.ts';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import { scenarioDefaults } from '../../../src/scenario/defaults.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';

const small: Scenario = { ...scenarioDefaults, model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', accelerators: 1, engine: 'vllm', concurrency: 64 };
const tpot = (scenario: Scenario): number => estimateScenario(scenario).timePerOutputToken?.value ?? Number.NaN;

describe('serving as people do', () => {
  it('takes its own host time a pass and a request, and leaves the kernels as they are', () => {
    const usual = onHost(servingParameters, 'usual');
    expect(usual).toEqual({ ...servingParameters, perPass: servingParameters.usualPass, perRequest: servingParameters.usualRequest });
    expect(onHost(servingParameters, 'usual')).toBe(usual);
    expect(onHost(servingParameters, 'benchmark')).toBe(servingParameters);
  });

  it('costs a small model with many users most', () => {
    const gain = (scenario: Scenario): number => tpot(scenario) / tpot({ ...scenario, host: 'benchmark' });
    const large: Scenario = { ...small, model: 'llama-3.3-70b', accelerators: 4, concurrency: 8 };
    expect(gain(small)).toBeGreaterThan(1.15);
    expect(gain(large)).toBeGreaterThan(1);
    expect(gain(large)).toBeLessThan(gain(small));
  });

  it('is the default', () => {
    expect(scenarioDefaults.host).toBe('usual');
  });
});

describe('software of an earlier month', () => {
  const { amdMonth } = servingParameters;

  it('moves every kernel of an answer', () => {
    const mi355x: Scenario = {
      ...small,
      model: 'deepseek-r1',
      accelerator: 'mi355x',
      accelerators: 8,
      engine: 'sglang',
      host: 'benchmark',
      concurrency: 16,
    };
    const ratio = tpot({ ...mi355x, software: '2025-12' }) / tpot({ ...mi355x, software: '2026-03' });
    expect(ratio).toBeGreaterThan(1.2);
    // The host's part stays as it is.
    expect(ratio).toBeLessThan(Math.exp(2 * amdMonth));
  });
});

describe('what makes an answer less sure', () => {
  const benchmark = { host: 'benchmark', speculative: null, serving: 'aggregated' } as const;

  it('is nothing where runs were fitted, and each that they were not', () => {
    expect(circumstancesOf(benchmark, 'nvidia-datacenter')).toEqual([]);
    expect(circumstancesOf({ ...benchmark, host: 'usual', speculative: { draftTokens: 1, acceptance: 0.6, draft: 'mtp' } }, 'amd-instinct')).toEqual([
      'amd',
      'usualHost',
      'drafts',
    ]);
    const pool = { accelerators: null, parallel: null };
    expect(circumstancesOf({ ...benchmark, serving: { prefill: pool, decode: pool } }, 'nvidia-workstation')).toEqual(['pools']);
  });

  it('adds as variances', () => {
    const metric = { timePerOutputToken: 0, timeToFirstToken: 0, throughput: 0 };
    const sds: CircumstanceSds = {
      amd: metric,
      otherMaker: metric,
      usualHost: { ...metric, throughput: 0.3 },
      drafts: { ...metric, throughput: 0.4 },
      pools: metric,
    };
    expect(circumstanceLogSd('throughput', ['usualHost', 'drafts'], sds)).toBeCloseTo(0.5, 12);
    expect(circumstanceLogSd('throughput', [], sds)).toBe(0);
  });

  it('widens the interval and leaves the value', () => {
    const width = (scenario: Scenario): number => {
      const { low, high } = estimateScenario(scenario).outputTokensPerSecond ?? { low: 1, high: 1 };
      return high / low;
    };
    expect(width(small)).toBeGreaterThan(width({ ...small, host: 'benchmark' }));
  });
});
