import { describe, expect, it } from 'vitest';
import { causalPairs, decodeBytes, decodeFlops, prefillFlops } from '../../../src/model/operators/attention.ts';
import { gemmActivationBytes, gemmFlops, gemmWeightBytes, tileQuantisation } from '../../../src/model/operators/gemm.ts';
import { deepSeekGeometry, mlaDecodeBytes, mlaDecodeFlops } from '../../../src/model/operators/mla.ts';
import { wireShare } from '../../../src/model/operators/collectives.ts';

describe('FLOP and bytes', () => {
  it('counts a matrix product', () => {
    expect(gemmFlops(3, 5, 7)).toBe(210);
    expect(gemmWeightBytes(5, 7, 'bf16')).toBe(70);
    expect(gemmActivationBytes(3, 5, 7, 'bf16')).toBe(2 * (21 + 15));
  });

  it('counts block scales as bytes: NVFP4 takes 4.5 bits a weight', () => {
    expect(gemmWeightBytes(16, 16, 'nvfp4') * 8).toBe(4.5 * 256);
  });

  it('reads 327,680 bytes of cache per token for a 70B Llama in bf16', () => {
    // 80 layers, 8 KV heads of 128: the published cache of Llama 3 70B.
    const layer = decodeBytes({ batch: 1, seq: 1, prefix: 0, heads: 64, kvHeads: 8, headDim: 128, window: 0 }, 'bf16');
    expect(layer * 80).toBe(327_680);
  });

  it('reads 70,272 bytes of latent cache per token for DeepSeek-V3 in bf16', () => {
    const layer = mlaDecodeBytes({ batch: 1, seq: 1, prefix: 0, heads: 128, ...deepSeekGeometry }, 'bf16');
    expect(layer * 61).toBe(70_272);
  });

  it('splits heads but not the latent over a tensor group', () => {
    const whole = { batch: 4, seq: 1000, prefix: 0, heads: 128, ...deepSeekGeometry };
    const part = { ...whole, heads: 16 };
    expect(mlaDecodeFlops(part) * 8).toBe(mlaDecodeFlops(whole));
    expect(mlaDecodeBytes(part, 'fp8')).toBe(mlaDecodeBytes(whole, 'fp8'));
  });

  it('counts causal pairs as the sum over queries', () => {
    for (const [seq, prefix, window] of [
      [7, 0, 0],
      [7, 5, 0],
      [7, 0, 3],
      [7, 2, 4],
      [7, 9, 4],
      [3, 0, 10],
    ] as const) {
      let pairs = 0;
      for (let i = 1; i <= seq; i++) pairs += window > 0 ? Math.min(prefix + i, window) : prefix + i;
      expect(causalPairs(seq, prefix, window)).toBe(pairs);
    }
  });

  it('sees no more than the window in decode', () => {
    const shape = { batch: 2, seq: 5000, prefix: 0, heads: 64, kvHeads: 8, headDim: 64, window: 128 };
    expect(decodeFlops(shape)).toBe(decodeFlops({ ...shape, seq: 128 }));
  });

  it('needs four FLOP per pair, head and channel in prefill', () => {
    expect(prefillFlops({ batch: 1, seq: 1, prefix: 0, heads: 2, kvHeads: 2, headDim: 8, window: 0 })).toBe(64);
  });

  it('pads to whole waves of tiles', () => {
    expect(tileQuantisation(128, 256, 1)).toBe(1);
    // Nine 64 × 64 tiles on eight cores take two waves.
    expect(tileQuantisation(64, 576, 8)).toBeCloseTo(16 / 9, 9);
  });

  it('sends each buffer share as the ring does', () => {
    expect(wireShare('allReduce', 8)).toBe(1.75);
    expect(wireShare('allGather', 2)).toBe(0.5);
    expect(wireShare('allReduce', 1)).toBe(0);
  });
});
