import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import { fillValues } from '../../../src/measure/kernels/wgsl/fill-values.ts';
import { packedPlan, quantiseStage, quantiseUniform } from '../../../src/measure/kernels/layer/quantise.ts';
import {
  quantiseBlocks,
  quantisedBytes,
  quantisedValues,
  unpackInto,
  weightFills,
  weightPlans,
  weightRow,
} from '../../../src/measure/kernels/quantised.ts';
import { openForTest, softwareGpu } from '../dawn.ts';

const unpacked = (format: 'q8' | 'q4', words: readonly number[], count: number): number[] => {
  const values = new Float64Array(count);
  unpackInto(format, words, values);
  return [...values];
};

describe('weights in words', () => {
  it('hold four signed bytes, the first in the lowest bits', () => {
    expect(unpacked('q8', [0x80ff7f01, 0x00000002], 5)).toEqual([1, 127, -1, -128, 2]);
  });

  it('hold eight halves minus 8: low halves of the four bytes, then high halves', () => {
    expect(unpacked('q4', [0xf7_60_5a_10], 8)).toEqual([-8, 2, -8, -1, -7, -3, -2, 7]);
  });

  it('take a scale for each 32 along k', () => {
    const fills = weightFills('reals', 5, 6);
    const shape = { n: 3, k: 64 };
    const { words, scales } = weightPlans('q4', shape, 'f32', fills);
    expect([words.length, scales.length]).toEqual([24, 6]);
    const row = new Float64Array(64);
    weightRow('q4', fills, 'f32', 2, row);
    const integers = new Float64Array(64);
    unpackInto('q4', fillValues(fills.words, 'u32', 16, 8), integers);
    const [first = NaN, second = NaN] = fillValues(fills.scales, 'f32', 4, 2);
    expect([...row]).toEqual([...integers].map((integer, at) => integer * (at < 32 ? first : second)));
    // Every one of the 16 values turns up in 64 draws of a seed that is not special.
    expect(new Set(integers).size).toBeGreaterThan(12);
  });

  it('cost 4.5 or 8.5 bits each with f16 scales, as in GGUF’s Q4_0 and Q8_0', () => {
    expect((8 * quantisedBytes('q4', { n: 10, k: 320 }, 'f16')) / 3200).toBe(4.5);
    expect((8 * quantisedBytes('q8', { n: 10, k: 320 }, 'f16')) / 3200).toBe(8.5);
  });
});

describe('activations in blocks', () => {
  const block = (...values: number[]): Float64Array => Float64Array.from({ length: 32 }, (_, at) => values[at] ?? 0);

  it('are scaled by the power of two that brings the largest into 64..128, and rounded to even', () => {
    const { integers, scales } = quantiseBlocks(block(1, -0.5, 1.5 / 64, 2.5 / 64, -1.5 / 64));
    expect([...scales]).toEqual([2 ** -6]);
    expect([...integers.slice(0, 5)]).toEqual([64, -32, 2, 2, -2]);
  });

  it('stay within ±127, and zeros stay zeros', () => {
    expect(quantiseBlocks(block(1.999, -1.999)).integers.slice(0, 2)).toEqual(Int8Array.of(127, -127));
    expect([...quantisedValues(block())].every((value) => value === 0)).toBe(true);
  });

  it('are off by at most half a step, or one where the largest is cut to 127', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -1000, max: 1000, noNaN: true }), { minLength: 32, maxLength: 32 }), (values) => {
        const largest = Math.max(...values.map(Math.abs));
        quantisedValues(Float64Array.from(values)).forEach((value, at) => {
          expect(Math.abs(value - (values[at] ?? 0))).toBeLessThanOrEqual(Math.max(largest / 64, 2 ** -100));
        });
      }),
    );
  });
});

const gpu = await softwareGpu();

describe.skipIf(gpu === undefined)('on a software adapter', { timeout: 120_000 }, () => {
  let opened: OpenDevice;
  let bench: Workbench;

  beforeAll(async () => {
    opened = await openForTest(gpu as GPU);
    bench = createWorkbench(opened.device);
  });
  afterAll(() => opened.close());

  it('quantise writes the very bytes, scales and sums that the CPU computes', async () => {
    const [rows, k] = [3, 96];
    // Magnitudes from next to nothing to large, a block of zeros, ties.
    const values = Float32Array.from({ length: rows * k }, (_, at) =>
      at < 32 ? 0 : Math.fround(Math.sin(at) * 2 ** ((at % 40) - 30) + (at % 3) * 0.5),
    );
    const x = bench.upload(values);
    const plan = packedPlan(rows, k);
    const packed = bench.allocate(4 * plan.length);
    await bench.serve({ ...quantiseStage(rows, k, 'f32'), uniform: quantiseUniform(rows, k) }, [x, packed]);
    const bytes = await bench.read(packed, [{ offset: 0, size: 4 * plan.length }]);
    const { integers, scales } = quantiseBlocks(Float64Array.from(values));
    expect(new Int8Array(bytes, 0, rows * k)).toEqual(integers);
    const blocks = new DataView(bytes, rows * k);
    scales.forEach((scale, at) => {
      expect(blocks.getFloat32(8 * at, true)).toBe(scale);
      expect(blocks.getInt32(8 * at + 4, true)).toBe(integers.slice(32 * at, 32 * at + 32).reduce((sum, integer) => sum + integer, 0));
    });
    x.destroy();
    packed.destroy();
  });
});
