/** Matrix × vectors on SwiftShader: every format, ragged rows, one vector and 17, a depth that threads do not divide. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import { heldRegisters, quantisedGemv, quantisedGemvCandidates, type QuantisedGemv } from '../../../src/measure/kernels/gemv/gemv-quantised.ts';
import { batchTiles, gemvCandidates } from '../../../src/measure/kernels/gemv/gemv.ts';
import type { DeviceTraits } from '../../../src/measure/kernels/instance.ts';
import { openForTest, softwareGpu } from '../dawn.ts';
import { meetsItsJudge } from '../meets.ts';
import { gemvCases, gemvHalfCases } from './cases.ts';

const gpu = await softwareGpu();
const f16 = (await gpu?.requestAdapter())?.features.has('shader-f16') === true;

const full: DeviceTraits = {
  f16: true,
  subgroups: true,
  subgroupMin: 32,
  subgroupMax: 32,
  packedDot: true,
  subgroupMatrices: [],
  maxInvocations: 256,
  workgroupStorage: 32_768,
  maxBinding: 2 ** 29,
};

describe('candidates', () => {
  it('spread a batch evenly over tiles of at most 16', () => {
    expect([1, 16, 17, 33].map(batchTiles)).toEqual([
      { tile: 1, tiles: 1 },
      { tile: 16, tiles: 1 },
      { tile: 9, tiles: 2 },
      { tile: 11, tiles: 3 },
    ]);
  });

  it('repeat from a seed, hold no variant twice and fit the limits', () => {
    const bare = { ...full, subgroups: false, workgroupStorage: 16_384 };
    for (const batch of [1, 4, 16, 17]) {
      const candidates = gemvCandidates({ n: 4096, k: 4096, batch }, bare, 3);
      expect(gemvCandidates({ n: 4096, k: 4096, batch }, bare, 3)).toEqual(candidates);
      expect(new Set(candidates.map((config) => JSON.stringify(config))).size).toBe(candidates.length);
      expect(candidates.length).toBeGreaterThan(2);
      for (const { threads, rows, reduction } of candidates) {
        expect(reduction).toBe('shared');
        expect(4 * rows * batchTiles(batch).tile * threads).toBeLessThanOrEqual(16_384);
      }
    }
  });

  it('hold what registers do: fewer rows and words the more vectors there are, and no sums of 16 vectors in workgroup memory', () => {
    const begin = (kernel: QuantisedGemv, batch: number): object | undefined =>
      quantisedGemvCandidates(kernel, { n: 14336, k: 4096, batch }, full, 3)[0];
    expect(['gemv.q4', 'gemv.q8'].map((kernel) => begin(kernel as QuantisedGemv, 1))).toMatchObject([
      { rows: 4, words: 4 },
      { rows: 4, words: 4 },
    ]);
    // 16 × (2 × 2 sums + 1 + one word's 2 of f16) = 112; a word of 4 bits meets twice as many.
    expect(begin('gemv.q8', 16)).toMatchObject({ rows: 2, words: 1 });
    expect(begin('gemv.q4', 16)).toMatchObject({ rows: 1, words: 1 });
    expect(heldRegisters('gemv.q8', { threads: 64, rows: 2, reduction: 'subgroup', words: 1 }, { n: 1, k: 32, batch: 16 }, { f16: true })).toBe(112);
    for (const list of [
      gemvCandidates({ n: 14336, k: 4096, batch: 16 }, full, 3),
      quantisedGemvCandidates('gemv.q4', { n: 14336, k: 4096, batch: 16 }, full, 3),
    ])
      expect(list.some(({ reduction }) => reduction === 'shared')).toBe(false);
    // Without subgroups there is no other way.
    expect(gemvCandidates({ n: 14336, k: 4096, batch: 16 }, { ...full, subgroups: false }, 3)[0]).toMatchObject({ rows: 2, reduction: 'shared' });
  });

  it('share out the depth only where rows are too few to fill memory and threads keep their loads, third and in the space', () => {
    const few = gemvCandidates({ n: 512, k: 4096 }, full, 3);
    expect(few.map(({ split }) => split).slice(0, 3)).toEqual([undefined, undefined, 4]);
    expect(new Set(few.map(({ split = 1 }) => split))).toEqual(new Set([1, 2, 4]));
    expect(few.filter(({ split = 1, threads }) => split * threads > 512)).toEqual([]);
    expect(
      quantisedGemvCandidates('gemv.q4', { n: 512, k: 4096 }, full, 3)
        .map(({ split }) => split)
        .slice(0, 3),
    ).toEqual([undefined, undefined, 4]);
    const bare = { ...full, subgroups: false };
    expect(quantisedGemvCandidates('gemv.q4', { n: 512, k: 4096 }, bare, 3).slice(0, 3)).toMatchObject([
      { words: 4 },
      { words: 1 },
      { words: 4, split: 4 },
    ]);
    for (const shape of [
      { n: 14336, k: 4096 },
      { n: 512, k: 256 },
    ])
      expect(gemvCandidates(shape, full, 3).map(({ split }) => split)).not.toContain(2);
    // A GPU that fewer loads fill needs no parts, one that more fill needs them for more rows.
    const widths = (read: number): DeviceTraits => ({ ...full, widths: { fma: null, read } });
    expect(gemvCandidates({ n: 512, k: 4096 }, widths(16), 3).every(({ split }) => split === undefined)).toBe(true);
    expect(gemvCandidates({ n: 4096, k: 4096 }, widths(2048), 3)[2]).toMatchObject({ split: 4 });
  });

  it('leave packed products out where WGSL has none', () => {
    expect(quantisedGemvCandidates('gemv.q4a8', { n: 64, k: 64 }, { ...full, packedDot: false }, 1)).toEqual([]);
    expect(quantisedGemvCandidates('gemv.q4', { n: 64, k: 64 }, { ...full, packedDot: false }, 1)).not.toEqual([]);
  });

  it('refuse a depth that is not whole blocks', () => {
    expect(() => quantisedGemv('gemv.q8', { threads: 32, rows: 4, reduction: 'shared', words: 1 }, { n: 4, k: 40 }, 'f32', 1)).toThrow(RangeError);
  });
});

describe.skipIf(gpu === undefined)('on a software adapter', { timeout: 240_000 }, () => {
  let opened: OpenDevice;
  let bench: Workbench;

  beforeAll(async () => {
    opened = await openForTest(gpu as GPU);
    bench = createWorkbench(opened.device);
  });
  afterAll(() => opened.close());

  it.each(gemvCases)('%s', (_name, instance) => meetsItsJudge(bench, instance));

  it.skipIf(!f16).each(gemvHalfCases)('f16: %s', (_name, instance) => meetsItsJudge(bench, instance));
});
