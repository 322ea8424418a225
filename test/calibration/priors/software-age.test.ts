/** How much slower software of an earlier month is: by maker, engine and month. */
import { describe, expect, it } from 'vitest';
import { servingParameters } from '../../../src/calibration/priors/serving.ts';
import { knownMonths, monthsBefore, slowdown } from '../../../src/calibration/priors/software-age.ts';

describe('software of an earlier month', () => {
  const { amdMonth, trtMonth } = servingParameters;

  it('counts months until the runs show no gain', () => {
    expect(['2025-11', '2025-12', '2026-01', '2026-02', '2026-05'].map(monthsBefore)).toEqual([3, 2, 1, 0, 0]);
    expect(monthsBefore(null)).toBe(0);
  });

  it('is slower on AMD and in TensorRT-LLM, by the month, and no slower than the oldest runs show', () => {
    expect(slowdown('2025-12', 'amd-instinct', 'sglang', servingParameters)).toBeCloseTo(Math.exp(2 * amdMonth), 12);
    expect(slowdown('2026-01', 'nvidia-datacenter', 'tensorrt-llm', servingParameters)).toBeCloseTo(Math.exp(trtMonth), 12);
    expect(slowdown('2025-11', 'nvidia-datacenter', 'sglang', servingParameters)).toBe(1);
    expect(slowdown('2024-06', 'amd-instinct', 'vllm', servingParameters)).toBeCloseTo(Math.exp(knownMonths * amdMonth), 12);
    expect(slowdown(null, 'amd-instinct', 'vllm', servingParameters)).toBe(1);
  });
});
