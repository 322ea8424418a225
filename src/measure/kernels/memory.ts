/**
 * Stream read and stream copy, the bandwidth ceilings. The data are an arithmetic series of words, so that the sum which
 * every thread keeps is known exactly without reading the buffer on the CPU.
 */
import copySource from '../../../shaders/mem-copy.wgsl?raw';
import readSource from '../../../shaders/mem-read.wgsl?raw';
import { expand } from './expand.ts';
import { fillValues } from './fill-values.ts';
import { uniformWords, type Instance } from './instance.ts';

/** 256 threads a workgroup and four 16-byte loads in flight a thread: enough to cover DRAM latency at full occupancy. */
const threadsPerGroup = 256;
const unroll = 4;
/** A thread moves at least 16 vec4s, so that starting it costs little. */
const turns = 4;
/** 2,048 workgroups fill the largest GPUs several times over. */
const mostGroups = 2048;

/** Odd, with its bits mixed (2^32 over the golden ratio): neighbouring words share no pattern that memory could compress. */
const step = 0x9e3779b1;

export interface StreamShape {
  /** Bytes that one dispatch reads; a multiple of 64 kB. */
  readonly bytes: number;
}

function layout(bytes: number): { groups: number; threads: number; count: number } {
  const wanted = bytes / 16;
  const groups = Math.max(1, Math.min(mostGroups, Math.floor(wanted / (threadsPerGroup * unroll * turns))));
  const threads = groups * threadsPerGroup;
  const count = Math.floor(wanted / (threads * unroll)) * threads * unroll;
  return { groups, threads, count };
}

function code(name: string, source: string): string {
  return expand(name, source, { enable: [], alias: {}, constants: { THREADS: threadsPerGroup, UNROLL: unroll } });
}

export function memRead({ bytes }: StreamShape, seed: number): Instance {
  const { groups, threads, count } = layout(bytes);
  return {
    id: `mem.read/${bytes}`,
    kernel: 'mem.read',
    variant: `vec4 ${groups}x${threadsPerGroup} unroll ${unroll}`,
    dtype: 'f32',
    shape: { bytes: 16 * count },
    words: `stream read, ${megabytes(16 * count)}`,
    flops: 0,
    bytes: 16 * count,
    rateUnit: 'B/s',
    stages: [
      {
        shader: 'mem-read',
        code: code('mem-read.wgsl', readSource),
        bindings: [
          { type: 'read-only-storage', buffer: 'data' },
          { type: 'storage', buffer: 'sums' },
          { type: 'uniform', buffer: 'params' },
        ],
        workgroups: [groups, 1, 1],
      },
    ],
    buffers: {
      data: { element: 'u32', length: 4 * count, fill: { kind: 'arithmetic', base: seed, step }, rotates: false },
      sums: { element: 'u32', length: threads, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: { params: uniformWords(count, threads) },
    output: { buffer: 'sums', matrix: null, compare: 'entries', tolerance: 0 },
    oracle: () => ({
      ranges: () => [{ start: 0, values: Float64Array.from({ length: threads }, (_, thread) => threadSum(seed, thread, threads, count / threads)) }],
    }),
    cases: [],
  };
}

/**
 * Sum over the vec4s thread, thread + threads, … (`vectors` of them) of their four words base + index step, mod 2^32:
 * 4 vectors base + step (16 thread vectors + 16 threads vectors (vectors - 1) / 2 + 6 vectors).
 */
function threadSum(base: number, thread: number, threads: number, vectors: number): number {
  const pairs = (vectors * (vectors - 1)) / 2;
  const indices = Math.imul(16 * thread, vectors) + Math.imul(16 * threads, pairs) + 6 * vectors;
  return (Math.imul(4 * vectors, base) + Math.imul(step, indices)) >>> 0;
}

export function memCopy({ bytes }: StreamShape, seed: number): Instance {
  const { groups, threads, count } = layout(bytes);
  const fill = { kind: 'arithmetic', base: seed, step } as const;
  return {
    id: `mem.copy/${bytes}`,
    kernel: 'mem.copy',
    variant: `vec4 ${groups}x${threadsPerGroup} unroll ${unroll}`,
    dtype: 'f32',
    shape: { bytes: 16 * count },
    words: `stream copy, ${megabytes(16 * count)}`,
    flops: 0,
    bytes: 32 * count,
    rateUnit: 'B/s',
    stages: [
      {
        shader: 'mem-copy',
        code: code('mem-copy.wgsl', copySource),
        bindings: [
          { type: 'read-only-storage', buffer: 'source' },
          { type: 'storage', buffer: 'destination' },
          { type: 'uniform', buffer: 'params' },
        ],
        workgroups: [groups, 1, 1],
      },
    ],
    buffers: {
      source: { element: 'u32', length: 4 * count, fill, rotates: false },
      destination: { element: 'u32', length: 4 * count, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: { params: uniformWords(count, threads) },
    output: { buffer: 'destination', matrix: null, compare: 'entries', tolerance: 0 },
    oracle: () => ({
      // Whole stretches of a workgroup's width, so that a thread which copies nothing or to a wrong place is met.
      ranges: (pick) =>
        [0, 4 * count - stretch, ...Array.from({ length: 30 }, () => pick(count - stretch / 4) * 4)].map((start) => ({
          start,
          values: fillValues(fill, 'u32', start, stretch),
        })),
    }),
    cases: [],
  };
}

/** Words compared in one place: the four of each thread of a workgroup. */
const stretch = 4 * threadsPerGroup;

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
