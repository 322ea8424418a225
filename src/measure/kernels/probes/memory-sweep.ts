/** One read of a cache sweep: a fixed amount of bytes from a window of them, and the windows that a sweep takes. */
import source from '../../../../shaders/mem-sweep.wgsl?raw';
import { expand } from '../wgsl/preprocess.ts';
import { uniformWords, type Instance } from '../instance.ts';

export interface SweepShape {
  /** Bytes of the buffer, and bytes that each dispatch reads; a power of two. */
  readonly pool: number;
  /** Bytes of the window that they are read from; a power of two. */
  readonly window: number;
}

const threadsPerGroup = 256;
const unroll = 4;
/** As for the streams: enough to fill the largest GPUs, and at least 16 vec4s a thread. */
const mostGroups = 2048;
const fewestVectors = 16;
/** Workgroups' widths by which a turn moves on beside all threads: odd, so that in time every thread visits all of a window. */
const shift = 37;
const step = 0x9e3779b1;

/** The smallest window; below it, caches of single cores would answer. */
const smallestWindow = 256 * 2 ** 10;

/** 256 KiB to the whole pool, each twice the one before. */
export function sweepWindows(pool: number): number[] {
  const windows: number[] = [];
  for (let window = smallestWindow; window <= pool; window *= 2) windows.push(window);
  return windows;
}

export function memSweep({ pool, window }: SweepShape, seed: number): Instance {
  const vectors = pool / 16;
  const groups = Math.max(1, Math.min(mostGroups, Math.floor(vectors / (threadsPerGroup * fewestVectors))));
  const threads = groups * threadsPerGroup;
  const turns = Math.max(1, Math.floor(vectors / (threads * unroll)));
  const mask = window / 16 - 1;
  const stride = threads + shift * threadsPerGroup;
  const bytes = 16 * unroll * turns * threads;
  return {
    id: `mem.sweep/${window}`,
    kernel: 'mem.sweep',
    variant: `vec4 ${groups}x${threadsPerGroup} unroll ${unroll}`,
    dtype: 'f32',
    shape: { bytes: window },
    words: `read from ${window < 2 ** 20 ? `${window / 2 ** 10} KiB` : `${window / 2 ** 20} MiB`} again and again`,
    flops: 0,
    bytes,
    rateUnit: 'B/s',
    stages: [
      {
        shader: 'mem-sweep',
        code: expand('mem-sweep.wgsl', source, { enable: [], alias: {}, constants: { THREADS: threadsPerGroup, UNROLL: unroll } }),
        bindings: [
          { type: 'read-only-storage', buffer: 'data' },
          { type: 'storage', buffer: 'sums' },
          { type: 'uniform', buffer: 'params' },
        ],
        workgroups: [groups, 1, 1],
      },
    ],
    buffers: {
      data: { element: 'u32', length: 4 * (mask + 1), fill: { kind: 'arithmetic', base: seed, step }, rotates: false },
      sums: { element: 'u32', length: threads, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: { params: uniformWords(mask, stride, turns, threads) },
    output: { buffer: 'sums', matrix: null, compare: 'entries', tolerance: 0 },
    oracle: () => ({
      ranges: (pick) =>
        [0, threads - threadsPerGroup, pick(threads - threadsPerGroup)].map((start) => ({
          start,
          values: Float64Array.from({ length: threadsPerGroup }, (_, at) => threadSum(seed, start + at, { turns: turns * unroll, stride, mask })),
        })),
    }),
    cases: [],
  };
}

/** Sum of the words base + index step of every vec4 that a thread reads, mod 2^32. */
function threadSum(base: number, thread: number, { turns, stride, mask }: { turns: number; stride: number; mask: number }): number {
  let indices = 0;
  for (let turn = 0; turn < turns; turn++) indices = (indices + 16 * ((thread + turn * stride) & mask) + 6) | 0;
  return (Math.imul(4 * turns, base) + Math.imul(step, indices)) >>> 0;
}
