import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineOn } from '../../src/catalogue/engines.ts';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

const one = { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 };
const gibibyte = 2 ** 30;

function estimate(fields: Readonly<Record<string, unknown>>) {
  const parsed = parseScenario({ engine: 'vllm', concurrency: 'max', inputTokens: 1000, outputTokens: 200, ...fields });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return estimateScenario(parsed.value);
}
const tokens = (fields: Readonly<Record<string, unknown>>): number => estimate(fields).cacheTokens?.value ?? 0;
const dense = { model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', accelerators: 1, parallel: one };
const kimi = { model: 'kimi-k2', accelerator: 'h200-sxm', accelerators: 8, weights: 'int4' };

describe('engines', () => {
  it.each([
    ['H100', 80, 1024, 8192],
    ['NVIDIA A100-SXM4-80GB', 80, 256, 2048],
    ['RTX 4090', 24, 256, 2048],
    ['B200', 180, 1024, 16_384],
  ])('vLLM on %s of %i GiB runs %i sequences and %i tokens a pass', (name, size, sequences, budget) => {
    expect(engineOn('vllm', { name, memoryBytes: size * gibibyte }, null)).toMatchObject({ maxSequences: sequences, tokenBudget: budget });
  });

  it('have the defaults of a month, and none before their first release', () => {
    const chip = { name: 'H100', memoryBytes: 80 * gibibyte };
    expect(engineOn('vllm', chip, '2024-06')).toMatchObject({ memoryShare: 0.9, profiles: 'context', maxSequences: 256 });
    expect(engineOn('vllm', chip, null)).toMatchObject({ memoryShare: 0.92, graphsInside: true });
    expect(engineOn('vllm', chip, '2023-05')).toBeUndefined();
  });
});

describe('laws of memory', () => {
  it('a larger share never holds fewer tokens', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.4, max: 0.97, noNaN: true }), fc.double({ min: 0, max: 0.03, noNaN: true }), (share, more) => {
        expect(tokens({ ...dense, memoryShare: share + more })).toBeGreaterThanOrEqual(tokens({ ...dense, memoryShare: share }));
      }),
      { numRuns: 25 },
    );
  });

  it('a longer longest sequence never admits more, and one that does not fit is refused by what would', () => {
    const admitted = (maxContext: number): number => estimate({ ...dense, maxContext }).admittedConcurrency?.value ?? 0;
    expect(admitted(131_072)).toBeLessThanOrEqual(admitted(4096));
    const refused = estimate({
      model: 'llama-3.1-70b',
      accelerator: 'h100-80-sxm',
      accelerators: 2,
      weights: 'bf16',
      parallel: { ...one, tensor: 2 },
      inputTokens: 60_000,
    });
    expect(refused.feasible).toBe(false);
    expect(refused.reason?.message).toMatch(/fits (at a memory share of|with)/);
  });

  it('a split context holds as many times the tokens as ranks split it', () => {
    const split = (decodeContext: number) => tokens({ ...kimi, parallel: { ...one, tensor: 8, decodeContext } });
    expect(split(8) / split(1)).toBeCloseTo(8, 2);
  });

  it('is read of the model', () => {
    expect(estimate(dense).model).toMatchObject({
      parameters: 8.03e9,
      weights: 'bf16',
      kvCache: 'bf16',
      cacheBytesPerToken: 131_072,
      context: 131_072,
    });
  });
});

describe('flags', () => {
  it.each([
    ['gpu_memory_utilization', 0.8, 'memoryShare'],
    ['gpuMemoryUtilization', 0.8, 'memoryShare'],
    ['max_num_seqs', 64, 'maxSequences'],
    ['max-model-len', 8192, 'maxContext'],
  ])('%s is read and reported', (flag, value, key) => {
    const parsed = parseScenario({ model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', [flag]: value });
    expect(parsed).toMatchObject({ ok: true, resolved: { [flag]: key }, value: { [key]: value } });
  });

  it.each([
    ['software', '2022-01', 'out-of-range'],
    ['software', '2030-01', 'out-of-range'],
    ['software', '2025-13', 'out-of-range'],
    ['maxContext', 100, 'inconsistent'],
    ['parallel', { ...one, tensor: 4, decodeContext: 3 }, 'inconsistent'],
    ['parallel', { ...one, tensor: 4, decodeContext: 2 }, 'inconsistent'],
  ])('%s %j is refused', (key, value, code) => {
    const parsed = parseScenario({ model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', [key]: value });
    expect(parsed.ok ? null : parsed.error).toMatchObject({ code });
  });
});
