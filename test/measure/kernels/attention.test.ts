/** What is tried for attention, and how a cache of bytes is stored: laws without a GPU. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attentionDecode, decodeCandidates, decodeWork, decodeWorkgroupBytes } from '../../../src/measure/kernels/attention/attention-decode.ts';
import { attentionPrefill, prefillCandidates } from '../../../src/measure/kernels/attention/attention-prefill.ts';
import { realFills } from '../../../src/measure/kernels/attention/attention.ts';
import { fillValues } from '../../../src/measure/kernels/wgsl/fill-values.ts';
import type { DeviceTraits } from '../../../src/measure/kernels/instance.ts';
import { cacheFills, cacheRows } from '../../../src/measure/kernels/attention/kv-cache.ts';

/** The limits that every WebGPU device has. */
const traits: DeviceTraits = {
  f16: true,
  subgroups: false,
  subgroupMin: 0,
  subgroupMax: 0,
  packedDot: false,
  subgroupMatrices: [],
  maxInvocations: 256,
  workgroupStorage: 16_384,
  maxBinding: 2 ** 27,
};
const llama = { batch: 8, seq: 4096, heads: 32, kvHeads: 8, headDim: 128 };

describe('prefill', () => {
  it.each([64, 128])('head dimension %i: both ways lead the candidates, none twice', (headDim) => {
    const variants = prefillCandidates({ ...llama, headDim }, 'f16', traits).map(
      (config) => attentionPrefill(config, { ...llama, batch: 1, seq: 256, headDim }, 'f16', 1).variant,
    );
    expect(new Set(variants).size).toBe(variants.length);
    expect(variants.slice(0, 2).map((variant) => variant.startsWith('rows'))).toEqual([false, true]);
    expect(variants.length).toBeGreaterThan(10);
  });

  it('by rows, a head of 128 in f32 is never held by one thread: 256 registers', () => {
    const alone = prefillCandidates(llama, 'f32', traits).filter((config) => 'rows' in config && config.split === 1);
    expect(alone).toEqual([]);
  });
});

describe('decode', () => {
  const contexts = fc.record({
    batch: fc.integer({ min: 1, max: 64 }),
    seq: fc.integer({ min: 1, max: 65_536 }),
    heads: fc.constantFrom(8, 32, 64),
    kvHeads: fc.constantFrom(1, 2, 8),
    headDim: fc.constantFrom(64, 128),
  });

  it('splits cover every key once, in any context', () => {
    fc.assert(
      fc.property(contexts, (shape) => {
        for (const config of decodeCandidates(shape, traits).slice(0, 4)) {
          const span = config.keys * (config.tiles ?? 1);
          const [splits = 0] = attentionDecode(config, shape, 'f16', 1).stages[0]?.workgroups ?? [];
          expect(splits * span).toBeGreaterThanOrEqual(shape.seq);
          expect((splits - 1) * span).toBeLessThan(shape.seq);
          expect(decodeWorkgroupBytes(config, shape)).toBeLessThanOrEqual(traits.workgroupStorage);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('a longer cache has longer stretches once the GPU is busy, not ever more parts to join', () => {
    const workgroups = (seq: number): number => {
      const [config] = decodeCandidates({ ...llama, seq }, traits);
      if (config === undefined) throw new Error('no candidate');
      return (attentionDecode(config, { ...llama, seq }, 'f16', 1).stages[0]?.workgroups ?? []).reduce((product, count) => product * count, 1);
    };
    expect(workgroups(512)).toBe(512);
    expect(workgroups(4096)).toBe(2048);
    expect(workgroups(65_536)).toBe(2048);
  });

  it('tries one to sixteen threads a key', () => {
    const splits = decodeCandidates(llama, { ...traits, workgroupStorage: 32_768 }).map(({ split }) => split);
    expect([...new Set(splits)].sort((a, b) => a - b)).toEqual([1, 2, 4, 8, 16]);
  });

  it('counts the bytes of a cache as they are stored: half of f16 but for the scales', () => {
    const rows = 2 * llama.batch * llama.kvHeads * llama.seq;
    const queries = 2 * 2 * llama.batch * llama.heads * llama.headDim;
    expect(decodeWork(llama, 'f16').bytes).toBe(rows * 2 * 128 + queries);
    expect(decodeWork(llama, 'f16', 'q8').bytes).toBe(rows * (128 + 2) + queries);
    expect(decodeWork(llama, 'f16', 'q8').flops).toBe(decodeWork(llama, 'f16').flops);
  });
});

describe('a cache of bytes', () => {
  it('holds byte / 128 of its row’s scale, byte b of word j being element 4 j + b', () => {
    const fills = cacheFills('q8', 'timed', realFills(3)(0));
    const row = new Float64Array(64);
    cacheRows('q8', 'f16', 64, fills.k)(5, row);
    if (fills.k.scales === null) throw new Error('no scales');
    const [scale = NaN] = fillValues(fills.k.scales, 'f16', 5, 1);
    const words = fillValues(fills.k.elements, 'u32', 5 * 16, 16);
    const bytes = new Int8Array(Uint32Array.from(words).buffer);
    expect([...row]).toEqual(Array.from(bytes, (byte) => (byte * scale) / 128));
  });
});
