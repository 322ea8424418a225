import { describe, expect, it } from 'vitest';
import { decodeWork } from '../../src/measure/kernels/attention/attention-decode.ts';
import { prefillWork } from '../../src/measure/kernels/attention/attention-prefill-problem.ts';
import { gemmWork } from '../../src/measure/kernels/gemm/gemm.ts';
import { gemvWork } from '../../src/measure/kernels/gemv/gemv.ts';
import { impliedWork } from '../../src/share/implied-work.ts';

describe('impliedWork', () => {
  it('is what the kernels of today say, so that links stay short', () => {
    const attention = { batch: 2, seq: 1000, heads: 32, kvHeads: 8, headDim: 128 };
    for (const dtype of ['f32', 'f16'] as const) {
      expect(impliedWork('gemm', { m: 128, n: 256, k: 512 }, dtype)).toMatchObject(gemmWork({ m: 128, n: 256, k: 512 }, dtype));
      expect(impliedWork('gemv', { m: 1, n: 4096, k: 1024 }, dtype)).toMatchObject(gemvWork({ n: 4096, k: 1024 }, dtype));
      expect(impliedWork('attention.prefill', attention, dtype)).toMatchObject(prefillWork(attention, dtype));
      expect(impliedWork('attention.decode', attention, dtype)).toMatchObject(decodeWork(attention, dtype));
    }
  });

  it('counts a copy twice, read and written', () => {
    expect(impliedWork('mem.read', { bytes: 1024 }, 'f32')).toEqual({ id: 'mem.read/1024', flops: 0, bytes: 1024 });
    expect(impliedWork('mem.copy', { bytes: 1024 }, 'f32')).toEqual({ id: 'mem.copy/1024', flops: 0, bytes: 2048 });
  });

  it('knows nothing of other families and shapes', () => {
    expect(impliedWork('peak.fma', { threads: 1, turns: 1 }, 'f32')).toBeNull();
    expect(impliedWork('gemm', { m: 1, n: 2 }, 'f32')).toBeNull();
    expect(impliedWork('gemm', { m: 1, n: 2, k: 3, batch: 4 }, 'f32')).toBeNull();
    expect(impliedWork('gemv', { m: 2, n: 2, k: 3 }, 'f32')).toBeNull();
  });
});
