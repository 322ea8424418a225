import { describe, expect, it } from 'vitest';
import { accelerators } from '../../src/catalogue/accelerators.ts';
import { answerOperatorLine } from '../../src/cli/lines/operator-lines.ts';

const answer = (query: unknown) => {
  const { line, failed } = answerOperatorLine(JSON.stringify(query));
  return {
    ...(JSON.parse(line) as {
      id?: string;
      seconds?: { value: number; low: number; high: number };
      evidence?: string;
      error?: { code: string; path: string; message: string; suggestions?: string[] };
    }),
    failed,
  };
};

const gemm = { op: 'gemm', accelerator: 'h200-sxm', dtype: 'bf16', m: 64, n: 8192, k: 8192 };
const attention = { accelerator: 'h200-sxm', dtype: 'bf16', kvDtype: 'bf16', batch: 8, seq: 4096, heads: 32, kvHeads: 8, headDim: 128 };
const moe = {
  op: 'moe',
  accelerator: 'h200-sxm',
  dtype: 'fp8',
  tokens: 64,
  hidden: 4096,
  inter: 1536,
  topK: 8,
  experts: 128,
  moeTensor: 1,
  moeExpert: 8,
  routing: 'power_law_1.01',
};

describe('operator queries', () => {
  it('answers every operator with an interval and evidence', () => {
    const mla = { accelerator: 'h200-sxm', dtype: 'bf16', kvDtype: 'fp8', batch: 8, seq: 4096, heads: 128 };
    const collective = { accelerator: 'h200-sxm', accelerators: 8, bytes: 1_048_576, launch: 'graph' };
    const queries = [
      gemm,
      moe,
      { op: 'attention.prefill', ...attention, prefix: 512 },
      { op: 'attention.decode', ...attention, window: 1024 },
      { op: 'mla.prefill', ...mla },
      { op: 'mla.decode', ...mla },
      ...['allReduce', 'allGather', 'reduceScatter', 'allToAll'].map((op) => ({ op, ...collective })),
    ];
    for (const query of queries) {
      const { seconds, evidence, failed } = answer(query);
      expect(failed).toBe(false);
      expect(evidence).toBe('interpolated');
      expect(seconds?.low).toBeLessThan(seconds?.value ?? 0);
      expect(seconds?.value).toBeLessThan(seconds?.high ?? 0);
    }
  });

  it('keeps the id', () => {
    expect(answer({ id: 'a', ...gemm }).id).toBe('a');
    expect(answer({ id: 'b', op: 'gemm' }).id).toBe('b');
  });

  it('agrees with a published timing of the accelerator within its interval', () => {
    // H200 SXM, TensorRT-LLM 1.3.0rc20: bf16 64 × 4096 × 4096 in 12.7 µs (aiconfigurator tables).
    const { seconds } = answer({ ...gemm, n: 4096, k: 4096 });
    expect(seconds?.low).toBeLessThan(12.7e-6);
    expect(seconds?.high).toBeGreaterThan(12.7e-6);
  });

  it.each([
    ['bad JSON', '{', 'bad-json', ''],
    ['not an object', '[1]', 'wrong-type', ''],
    ['no operator', JSON.stringify({ accelerator: 'h200-sxm' }), 'wrong-type', 'op'],
    ['an unknown operator', JSON.stringify({ ...gemm, op: 'gem' }), 'unknown-id', 'op'],
    ['an unknown accelerator', JSON.stringify({ ...gemm, accelerator: 'h200' }), 'unknown-id', 'accelerator'],
    ['an unknown dtype', JSON.stringify({ ...gemm, dtype: 'fp9' }), 'unknown-id', 'dtype'],
    ['an unknown field', JSON.stringify({ ...gemm, mm: 3 }), 'unknown-field', 'mm'],
    ['a missing field', JSON.stringify({ ...gemm, k: undefined }), 'wrong-type', 'k'],
    ['a negative size', JSON.stringify({ ...gemm, m: -1 }), 'out-of-range', 'm'],
    ['a fraction', JSON.stringify({ ...gemm, m: 1.5 }), 'out-of-range', 'm'],
    ['an absurd size', JSON.stringify({ ...gemm, m: 1e12 }), 'out-of-range', 'm'],
    ['text for a number', JSON.stringify({ ...gemm, m: '64' }), 'wrong-type', 'm'],
    ['more chosen than there are', JSON.stringify({ ...moe, topK: 200 }), 'inconsistent', 'topK'],
    ['experts that do not divide', JSON.stringify({ ...moe, moeExpert: 7 }), 'inconsistent', 'moeExpert'],
    [
      'a bad accelerator object',
      JSON.stringify({ ...gemm, accelerator: { name: 'mine', memoryBytes: 1e10, memoryBandwidth: -1, peak: {} } }),
      'out-of-range',
      'accelerator.memoryBandwidth',
    ],
  ])('names the field for %s', (_, line, code, path) => {
    const { failed, line: out } = answerOperatorLine(line);
    expect(failed).toBe(true);
    expect((JSON.parse(out) as { error: unknown }).error).toMatchObject({ code, path });
  });

  it('suggests the nearest accelerator', () => {
    expect(answer({ ...gemm, accelerator: 'h200' }).error?.suggestions).toContain('h200-sxm');
  });

  it('answers for every catalogue accelerator, or names the fact that it lacks', () => {
    for (const { id } of accelerators()) {
      const { seconds, error } = answer({ ...gemm, accelerator: id });
      if (error) expect(error.message).toMatch(/its (peak\.\w+|memoryBandwidth) is not known/);
      else expect(seconds?.value).toBeGreaterThan(0);
    }
  });

  it('takes an accelerator of the asker’s own', () => {
    const own = { name: 'mine', class: 'amd-instinct', memoryBytes: 1e11, memoryBandwidth: 4e12, peak: { bf16: 1e15 } };
    expect(answer({ ...gemm, accelerator: own }).evidence).toBe('prior');
    expect(answer({ ...gemm, dtype: 'fp8', accelerator: own }).evidence).toBe('projected');
  });
});
