import { describe, expect, it } from 'vitest';
import { ceilingsOf } from '../../../src/measure/protocol/ceilings.ts';
import type { KernelDtype, KernelResult } from '../../../src/run/run.ts';

const probe = (kernel: string, dtype: KernelDtype, change: Partial<KernelResult> = {}): KernelResult => ({
  id: `${kernel}/${dtype}/${change.variant ?? ''}`,
  kernel,
  dtype,
  variant: '',
  shape: {},
  flops: 8e9,
  bytes: 4e9,
  samples: [],
  median: 2,
  low: 1,
  high: 4,
  checks: [],
  badges: [],
  ...change,
});

describe('ceilingsOf', () => {
  it('are rates, whose ends swap, and times, whose ends do not', () => {
    const ceilings = ceilingsOf([probe('peak.fma', 'f32'), probe('mem.read', 'f32'), probe('launch.dispatch', 'f32')]);
    expect(ceilings.fmaF32).toEqual({ value: 4e9, low: 2e9, high: 8e9 });
    expect(ceilings.read).toEqual({ value: 2e9, low: 1e9, high: 4e9 });
    expect(ceilings.dispatch).toEqual({ value: 2, low: 1, high: 4 });
  });

  it('hold the first five always and the later ones where they were measured', () => {
    expect(ceilingsOf([])).toEqual({ fmaF32: null, fmaF16: null, read: null, copy: null, dispatch: null });
    const later = [
      probe('peak.dp4a', 'i8'),
      probe('mem.write', 'f32'),
      probe('mem.triad', 'f32'),
      probe('launch.pass', 'f32'),
      probe('launch.submit', 'f32'),
    ];
    const { dp4a, write, triad, pass, submit } = ceilingsOf(later);
    expect([dp4a, write, triad].map((ceiling) => ceiling?.value)).toEqual([4e9, 2e9, 2e9]);
    expect([pass, submit].map((ceiling) => ceiling?.value)).toEqual([2, 2]);
  });

  it('take the fastest configuration of matrix units for each element type', () => {
    const kernels = [
      probe('peak.sgm', 'f16', { variant: 'slow' }),
      probe('peak.sgm', 'f16', { variant: 'fast', median: 1 }),
      probe('peak.sgm', 'i8'),
    ];
    const { matrixF16, matrixI8 } = ceilingsOf(kernels);
    expect([matrixF16?.value, matrixI8?.value]).toEqual([8e9, 4e9]);
    // The run's own order stays.
    expect(kernels.map(({ variant }) => variant)).toEqual(['slow', 'fast', '']);
  });
});
