/** Bytes of one accelerator, worked out by hand from the published shapes. */
import { describe, expect, it } from 'vitest';
import { model } from '../../src/catalogue/models.ts';
import type { Model } from '../../src/catalogue/facts.ts';
import { cacheBytes, sequenceBytes, weightBytes } from '../../src/model/memory.ts';
import type { PartFormats } from '../../src/model/number-formats.ts';
import type { Parallel } from '../../src/scenario/scenario.ts';

const of = (id: string): Model => {
  const found = model(id);
  if (!found) throw new Error(id);
  return found;
};
const split = (sets: Partial<Parallel>): Parallel => ({ tensor: 1, pipeline: 1, expert: 1, attentionData: 1, ...sets });
const bf16: PartFormats = { attention: 'bf16', dense: 'bf16', experts: 'bf16', head: 'bf16' };

describe('weights of a rank', () => {
  // Llama 3.3 70B: 80 layers of 8192 wide, 64 query and 8 KV heads of 128, 28672 wide feed-forward, a vocabulary of 128256.
  const llama = of('llama-3.3-70b');

  it('of Llama 70B on one accelerator are its 70.55 billion parameters in two bytes', () => {
    const attention = 8192 * (64 * 128 + 2 * 8 * 128) + 64 * 128 * 8192;
    const feedForward = 3 * 8192 * 28_672;
    const embeddings = 2 * 128_256 * 8192;
    const parameters = 80 * (attention + feedForward) + embeddings;
    expect(parameters).toBe(70_552_387_584);
    expect(weightBytes(llama, bf16, split({}))).toBe(2 * parameters);
  });

  it('at tensor 16 repeat each of the 8 KV heads on two ranks', () => {
    // 64/16 = 4 query heads; half a KV head cannot be had, so one whole key and value head: 4·128 + 2·128 = 768 columns.
    const queries = 8192 * (512 + 256);
    const output = 8192 * 512;
    // 2 · 28672/16 columns up, 28672/16 rows down.
    const feedForward = 8192 * (3584 + 1792);
    const embeddings = (2 * 128_256 * 8192) / 16;
    const bytes = 2 * (80 * (queries + output + feedForward) + embeddings);
    expect(bytes).toBe(8_986_820_608);
    expect(weightBytes(llama, bf16, split({ tensor: 16 }))).toBe(bytes);
  });

  it('on two pipeline stages hold half the layers and one of the two embedding matrices', () => {
    const layers = 80 * (8192 * (64 * 128 + 2 * 8 * 128) + 64 * 128 * 8192 + 3 * 8192 * 28_672);
    expect(weightBytes(llama, bf16, split({ pipeline: 2 }))).toBe(2 * (layers / 2 + 128_256 * 8192));
  });

  it('hold a tied embedding once, whole on a pipeline too', () => {
    // Qwen3 0.6B: 28 layers of 1024, 16 query and 8 KV heads of 128, 3072 wide feed-forward, a vocabulary of 151936.
    const layers = 28 * (1024 * (16 * 128 + 2 * 8 * 128) + 16 * 128 * 1024 + 3 * 1024 * 3072);
    expect(weightBytes(of('qwen3-0.6b'), bf16, split({}))).toBe(2 * (layers + 151_936 * 1024));
    expect(weightBytes(of('qwen3-0.6b'), bf16, split({ pipeline: 2 }))).toBe(2 * (layers / 2 + 151_936 * 1024));
  });

  it('spread routed experts over tensor and attention-data ranks, and copy what attends', () => {
    // gpt-oss-120b: 36 layers, 128 experts of three 2880 × 2880 matrices in MXFP4 (4.25 bits: 0.53125 bytes); the rest in two bytes.
    const gptOss = of('gpt-oss-120b');
    // Kernels take both widths in multiples of 256: 2880 is loaded as 3072.
    const experts = 36 * 128 * 3 * 3072 * 3072 * 0.53125;
    const attention = 36 * (2880 * (64 * 64 + 2 * 8 * 64) + 64 * 64 * 2880);
    const router = 36 * 128 * 2880;
    const embeddings = 2 * 201_088 * 2880;
    const formats: PartFormats = { ...bf16, experts: 'mxfp4' };
    expect(weightBytes(gptOss, formats, split({}))).toBeCloseTo(experts + 2 * (attention + router + embeddings), -2);
    expect(weightBytes(gptOss, formats, split({ expert: 4, attentionData: 4 }))).toBeCloseTo(experts / 4 + 2 * (attention + router + embeddings), -2);
  });
});

describe('the cache of a sequence', () => {
  it('of Llama 70B is 327,680 bytes a token, split by KV heads and no further', () => {
    const bytes = (tensor: number): number => cacheBytes(of('llama-3.3-70b'), 'bf16', split({ tensor })).perToken;
    expect(bytes(1)).toBe(80 * 2 * 8 * 128 * 2);
    expect(bytes(8)).toBe(80 * 2 * 1 * 128 * 2);
    expect(bytes(16)).toBe(bytes(8));
    expect(cacheBytes(of('llama-3.3-70b'), 'fp8', split({ tensor: 8, pipeline: 2 })).perToken).toBe((80 * 2 * 128) / 2);
  });

  it('of latent attention lies whole on every tensor rank, with scales and an index where attention is sparse', () => {
    // DeepSeek: 61 layers of 512 + 64 elements; V3.2 keeps 656 bytes of them (scales, rotary part in 16 bits) and an index key of 132.
    expect(cacheBytes(of('deepseek-v3'), 'bf16', split({ tensor: 8 })).perToken).toBe(61 * 576 * 2);
    expect(cacheBytes(of('deepseek-v3.2'), 'fp8', split({ tensor: 8 })).perToken).toBeCloseTo(61 * 656 + 61 * 132, 6);
  });

  it('holds the state of linear layers, split by tensor', () => {
    // Qwen3-Next: 77,266,944 bytes of state a sequence over 36 layers; 12 full layers of 2 heads of 256.
    const cache = cacheBytes(of('qwen3-next-80b-a3b'), 'bf16', split({ tensor: 2 }));
    expect(cache.fixed).toBe(77_266_944 / 2);
    expect(cache.perToken).toBe((12 * 2 * 2 * 256 * 2) / 2);
    expect(sequenceBytes(of('qwen3-next-80b-a3b'), cache, 1000)).toBe(77_266_944 / 2 + 1000 * cache.perToken);
  });

  it('fills a sliding window token by token, and keeps it at that', () => {
    // gpt-oss-120b: 18 full layers and 18 of a window of 128, each 2 · 8 · 64 elements a token.
    const gptOss = of('gpt-oss-120b');
    const cache = cacheBytes(gptOss, 'bf16', split({}));
    const layer = 2 * 8 * 64 * 2;
    expect(sequenceBytes(gptOss, cache, 32)).toBe(32 * 18 * layer + 32 * 18 * layer);
    expect(sequenceBytes(gptOss, cache, 128)).toBe(128 * 36 * layer);
    expect(sequenceBytes(gptOss, cache, 1000)).toBe(1000 * 18 * layer + 128 * 18 * layer);
  });
});
