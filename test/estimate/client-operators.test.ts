/** A visitor's operators with fits that reach their ceilings and start at once: seconds are FLOP over 1 GFLOP/s plus bytes over 1 GB/s. */
import { describe, expect, it } from 'vitest';
import type { Calibration, ClassFit } from '../../src/calibration/calibration.ts';
import { model as modelById } from '../../src/catalogue/models.ts';
import { clientOperators } from '../../src/estimate/own-gpu/client-operators.ts';
import type { PartFormats } from '../../src/model/number-formats.ts';

const fitted = (value: number) => ({ value, low: value, high: value });
const fit = (operatorClass: ClassFit['operatorClass']): ClassFit => ({
  operatorClass,
  dtype: 'f32',
  computeEfficiency: fitted(1),
  memoryEfficiency: fitted(1),
  floor: fitted(0),
  overlap: fitted(1),
  quantisation: fitted(0),
  covariance: [],
  residual: 0,
  points: 1,
});
const calibration = {
  ceilings: { read: fitted(1e9), fmaF32: fitted(1e9), fmaF16: null },
  fits: (['gemv', 'gemm', 'attention.decode', 'attention.prefill'] as const).map(fit),
  fourBit: { vector: null, matrix: null },
} as unknown as Calibration;
const formats = { attention: 'bf16', dense: 'bf16', experts: 'bf16', head: 'bf16' } as unknown as PartFormats;
const llama = modelById('llama-3.1-8b');
if (!llama) throw new Error('no model');
const made = clientOperators(calibration, llama, formats);
if (!made) throw new Error('no operators');
const { operators } = made;

describe('operators of the visitor’s own GPU', () => {
  it.each([4, 16])('read weights and rows of a product and do 2mnk FLOP: %i rows', (m) => {
    const [n, k] = [100, 50];
    expect(operators.gemm('dense', m, n, k)).toBeCloseTo((2 * m * n * k + 2 * n * k + 2 * m * (n + k)) / 1e9, 15);
  });

  it('read the cache of every sequence once', () => {
    // 3 sequences of 100 tokens, 8 heads over 2, 64 wide.
    expect(operators.decodeAttention(3, 100, 8, 2, 64, 0)).toBeCloseTo((4 * 3 * 8 * 64 * 100 + 2 * 2 * 3 * 2 * 64 * 100) / 1e9, 15);
  });

  it('compare every new token of a prompt with those before it, and read the prefix', () => {
    // 2 prompts of 10 tokens after 5: 10 · (5 + 11/2) pairs.
    const pairs = 10 * 10.5;
    expect(operators.prefillAttention(2, 10, 5, 8, 2, 64, 0)).toBeCloseTo((4 * 2 * 8 * 64 * pairs + 2 * 2 * 2 * 2 * 64 * 15) / 1e9, 15);
  });
});
