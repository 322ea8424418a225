import { describe, expect, it } from 'vitest';
import type { DeviceTraits } from '../../../src/measure/kernels/instance.ts';
import { quarterPoint } from '../../../src/measure/protocol/retry.ts';
import type { PlanPoint } from '../../../src/run/plans.ts';

const traits: DeviceTraits = {
  f16: false,
  subgroups: false,
  subgroupMin: 0,
  subgroupMax: 0,
  packedDot: true,
  subgroupMatrices: [],
  maxInvocations: 256,
  workgroupStorage: 16_384,
  maxBinding: 2 ** 27,
};
const cube = (side: number): { m: number; n: number; k: number } => ({ m: side, n: side, k: side });
const gemm: PlanPoint = { kernel: 'gemm', dtype: 'f32', ladder: [cube(2048), cube(1024), cube(512)] };
const work = (side: number): { flops: number; bytes: number; rateUnit: 'FLOP/s' } => ({
  flops: 2 * side ** 3,
  bytes: 12 * side ** 2,
  rateUnit: 'FLOP/s',
});

describe('quarterPoint', () => {
  it('keeps the rungs of at most a quarter of the work that lost the device', () => {
    expect(quarterPoint(gemm, work(2048), traits, 1)?.ladder).toEqual([cube(1024), cube(512)]);
    expect(quarterPoint(gemm, work(1024), traits, 1)?.ladder).toEqual([cube(512)]);
    expect(quarterPoint(gemm, work(2048), traits, 1)).toMatchObject({ kernel: 'gemm', dtype: 'f32' });
  });

  it('counts bytes where memory sets the time', () => {
    const read: PlanPoint = { kernel: 'mem.read', dtype: 'f32', ladder: [{ bytes: 2 ** 24 }, { bytes: 2 ** 23 }, { bytes: 2 ** 22 }] };
    expect(quarterPoint(read, { flops: 0, bytes: 2 ** 24, rateUnit: 'B/s' }, traits, 1)?.ladder).toEqual([{ bytes: 2 ** 22 }]);
  });

  it('is null where nothing is so small, and where nothing was on the GPU', () => {
    expect(quarterPoint(gemm, work(512), traits, 1)).toBeNull();
    expect(quarterPoint(gemm, null, traits, 1)).toBeNull();
  });
});
