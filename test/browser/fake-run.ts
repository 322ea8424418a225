/** A run with invented numbers of the size that a laptop GPU has, and hosts that hand it out without a GPU. */
import type { AdapterSummary, Ceiling, KernelDtype, KernelResult, MeasureApi, Run } from '../../src/run/run.ts';
import type { MeasureHost } from '../../src/session/measure-host.ts';
import { Measuring, type MeasuringOptions } from '../../src/session/measuring.ts';

export const adapter: AdapterSummary = {
  vendor: 'apple',
  architecture: 'metal-3',
  device: '',
  description: '',
  fallback: false,
  features: ['shader-f16', 'subgroups'],
  limits: {},
};

const ceiling = (value: number): Ceiling => ({ value, low: value * 0.98, high: value * 1.02 });

function kernel(
  family: string,
  dtype: KernelDtype,
  shape: Readonly<Record<string, number>>,
  flops: number,
  bytes: number,
  median: number,
): KernelResult {
  return {
    id: `${family}/${Object.values(shape).join('x')}/${dtype}`,
    kernel: family,
    variant: '',
    dtype,
    shape,
    flops,
    bytes,
    samples: [median, median * 1.01],
    median,
    low: median * 0.98,
    high: median * 1.02,
    checks: [],
    badges: ['quantised-clock'],
  };
}

const cube = (n: number, rate: number): KernelResult => kernel('gemm', 'f32', { m: n, n, k: n }, 2 * n ** 3, 12 * n ** 2, (2 * n ** 3) / rate);
const stream = (n: number, k: number, rate: number): KernelResult =>
  kernel('gemv', 'f32', { n, k }, 2 * n * k, 4 * (n * k + n + k), (4 * n * k) / rate);
const decode = (seq: number, rate: number): KernelResult =>
  kernel(
    'attention.decode',
    'f32',
    { batch: 1, seq, heads: 32, kvHeads: 8, headDim: 128 },
    4 * seq * 32 * 128,
    2 * seq * 8 * 128 * 4,
    (2 * seq * 8 * 128 * 4) / rate,
  );

export const run: Run = {
  version: 1,
  when: '2026-11-22T10:00:00.000Z',
  adapter,
  clock: { kind: 'timestamp', step: 65_536e-9 },
  plan: 'quick',
  elapsed: 14,
  kernels: [
    cube(512, 4.5e12),
    cube(1024, 7.1e12),
    cube(2048, 8.9e12),
    cube(4096, 9.1e12),
    stream(4096, 4096, 290e9),
    stream(8192, 8192, 320e9),
    stream(14336, 4096, 310e9),
    decode(2048, 210e9),
    decode(8192, 291e9),
    decode(32768, 310e9),
    kernel(
      'attention.prefill',
      'f32',
      { batch: 1, seq: 2048, heads: 32, kvHeads: 8, headDim: 128 },
      2 * 2048 ** 2 * 4096,
      2048 * 4096 * 10,
      (2 * 2048 ** 2 * 4096) / 3.9e12,
    ),
  ],
  ceilings: { fmaF32: ceiling(11e12), fmaF16: ceiling(21e12), read: ceiling(360e9), copy: ceiling(330e9), dispatch: ceiling(6e-6) },
  left: [{ id: 'gemm/8192x8192x8192/f32', reason: 'time', message: 'the time was up' }],
};

/** Measuring on a host whose verbs are given; it finds the adapter above unless told otherwise. */
export function measuringWith(api: Partial<MeasureApi> = {}, options: MeasuringOptions = {}): Measuring {
  const host: MeasureHost = {
    place: 'worker',
    api: {
      probe: () => Promise.resolve({ kind: 'available', adapter, clock: null }),
      run: () => Promise.resolve({ kind: 'finished', run }),
      setVisible: () => Promise.resolve(),
      cancel: () => Promise.resolve(),
      ...api,
    },
    end: () => undefined,
  };
  // A lock of its own: a run that a test leaves unfinished must not keep the next one waiting.
  return new Measuring({ worker: () => Promise.resolve(host), page: () => Promise.resolve(host) }, { lock: crypto.randomUUID(), ...options });
}
