/**
 * Stream read, write, copy and triad, the bandwidth ceilings. Where words are moved they are an arithmetic series, so that the
 * sum which every thread keeps is known exactly without reading the buffer on the CPU.
 */
import copySource from '../../../../shaders/mem-copy.wgsl?raw';
import readSource from '../../../../shaders/mem-read.wgsl?raw';
import triadSource from '../../../../shaders/mem-triad.wgsl?raw';
import writeSource from '../../../../shaders/mem-write.wgsl?raw';
import { expand } from '../wgsl/preprocess.ts';
import { fillValues } from '../wgsl/fill-values.ts';
import { inputSeed, uniformWords, type BufferPlan, type ExpectedRange, type Fill, type Instance, type Stage } from '../instance.ts';

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
  /** Bytes of each buffer that one dispatch goes through; a multiple of 64 kB. */
  readonly bytes: number;
  /** Workgroups that share them, 2,048 at most where it does not say. */
  readonly groups?: number;
}

function layout(bytes: number, most = mostGroups, loads = unroll): { groups: number; threads: number; count: number } {
  const wanted = bytes / 16;
  const groups = Math.max(1, Math.min(most, Math.floor(wanted / (threadsPerGroup * unroll * turns))));
  const threads = groups * threadsPerGroup;
  const count = Math.floor(wanted / (threads * loads)) * threads * loads;
  return { groups, threads, count };
}

/** Loads that a thread has in flight, and how the buffer is shared out: a turn of all workgroups side by side, or a block each. */
interface ReadProbe {
  readonly inFlight: 4 | 8;
  readonly shared: 'by turns' | 'in blocks';
}

/** The same bytes in three forms, of which the fastest is the ceiling. */
const readProbes: readonly [ReadProbe, ...ReadProbe[]] = [
  { inFlight: 4, shared: 'by turns' },
  { inFlight: 8, shared: 'by turns' },
  { inFlight: 4, shared: 'in blocks' },
];

export function readCandidates(shape: StreamShape, seed: number): Instance[] {
  return readProbes.map((probe) => memRead(shape, seed, probe));
}

export function memRead({ bytes, groups: most }: StreamShape, seed: number, { inFlight, shared }: ReadProbe = readProbes[0]): Instance {
  const { groups, threads, count } = layout(bytes, most, 8);
  const each = count / threads;
  const byTurns = shared === 'by turns';
  const stride = byTurns ? threads : threadsPerGroup;
  const block = byTurns ? threadsPerGroup : count / groups;
  const start = (thread: number): number => Math.floor(thread / threadsPerGroup) * block + (thread % threadsPerGroup);
  return {
    ...stream('mem.read', bytes, groups, count, 1),
    variant: `vec4 ${groups}x${threadsPerGroup} unroll ${inFlight} ${shared}`,
    stages: [stage('mem-read', readSource, groups, ['data'], 'sums', inFlight)],
    buffers: {
      data: { element: 'u32', length: 4 * count, fill: { kind: 'arithmetic', base: seed, step }, rotates: false },
      sums: { element: 'u32', length: threads, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: { params: uniformWords(each / inFlight, stride, block) },
    output: { buffer: 'sums', matrix: null, compare: 'entries', tolerance: 0 },
    oracle: () => ({
      ranges: () => [{ start: 0, values: Float64Array.from({ length: threads }, (_, thread) => threadSum(seed, start(thread), stride, each)) }],
    }),
    cases: [],
  };
}

/**
 * Sum over the vec4s start, start + stride, … (`vectors` of them) of their four words base + index step, mod 2^32:
 * 4 vectors base + step (16 start vectors + 16 stride vectors (vectors - 1) / 2 + 6 vectors).
 */
function threadSum(base: number, start: number, stride: number, vectors: number): number {
  const pairs = (vectors * (vectors - 1)) / 2;
  const indices = Math.imul(16 * start, vectors) + Math.imul(16 * stride, pairs) + 6 * vectors;
  return (Math.imul(4 * vectors, base) + Math.imul(step, indices)) >>> 0;
}

export function memCopy({ bytes }: StreamShape, seed: number): Instance {
  const { groups, threads, count } = layout(bytes);
  const fill = { kind: 'arithmetic', base: seed, step } as const;
  return {
    ...stream('mem.copy', bytes, groups, count, 2),
    stages: [stage('mem-copy', copySource, groups, ['source'], 'destination')],
    buffers: {
      source: { element: 'u32', length: 4 * count, fill, rotates: false },
      destination: { element: 'u32', length: 4 * count, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: { params: uniformWords(count, threads) },
    output: { buffer: 'destination', matrix: null, compare: 'entries', tolerance: 0 },
    oracle: () => ({ ranges: (pick) => stretches(count, pick, (start) => fillValues(fill, 'u32', start, stretch)) }),
    cases: [],
  };
}

export function memWrite({ bytes }: StreamShape, seed: number): Instance {
  const { groups, threads, count } = layout(bytes);
  const series = { kind: 'arithmetic', base: seed, step } as const;
  return {
    ...stream('mem.write', bytes, groups, count, 1),
    stages: [stage('mem-write', writeSource, groups, [], 'destination')],
    buffers: { destination: { element: 'u32', length: 4 * count, fill: { kind: 'poison' }, rotates: false } },
    uniforms: { params: uniformWords(count, threads, seed, step) },
    output: { buffer: 'destination', matrix: null, compare: 'entries', tolerance: 0 },
    oracle: () => ({ ranges: (pick) => stretches(count, pick, (start) => fillValues(series, 'u32', start, stretch)) }),
    cases: [],
  };
}

/** Whole numbers below 2^20 and a factor of 3: the result is exact, fused or not, and fills 22 bits of the mantissa. */
const triadRange = 2 ** 20;
const triadFactor = 3;

export function memTriad({ bytes }: StreamShape, seed: number): Instance {
  const { groups, threads, count } = layout(bytes);
  const fill = (operand: number): Fill => ({ kind: 'integers', seed: inputSeed(seed, operand, 0), low: -triadRange, high: triadRange });
  const input = (operand: number): BufferPlan => ({ element: 'f32', length: 4 * count, fill: fill(operand), rotates: false });
  return {
    ...stream('mem.triad', bytes, groups, count, 3),
    flops: 8 * count,
    stages: [stage('mem-triad', triadSource, groups, ['b', 'c'], 'a')],
    buffers: { b: input(0), c: input(1), a: { element: 'f32', length: 4 * count, fill: { kind: 'poison' }, rotates: false } },
    uniforms: { params: uniformWords(count, threads, { f32: triadFactor }) },
    output: { buffer: 'a', matrix: null, compare: 'entries', tolerance: 0 },
    oracle: () => ({
      ranges: (pick) =>
        stretches(count, pick, (start) => {
          const c = fillValues(fill(1), 'f32', start, stretch);
          return fillValues(fill(0), 'f32', start, stretch).map((b, at) => b + triadFactor * (c[at] ?? NaN));
        }),
    }),
    cases: [],
  };
}

/** What a stream says of itself; `streams` of 16 bytes go through each vec4 of `count`. */
function stream(
  kernel: string,
  bytes: number,
  groups: number,
  count: number,
  streams: number,
): Pick<Instance, 'id' | 'kernel' | 'variant' | 'dtype' | 'shape' | 'words' | 'flops' | 'bytes' | 'rateUnit'> {
  return {
    id: `${kernel}/${bytes}`,
    kernel,
    variant: `vec4 ${groups}x${threadsPerGroup} unroll ${unroll}`,
    dtype: 'f32',
    shape: { bytes: 16 * count },
    words: `stream ${kernel.slice(4)}, ${megabytes(16 * count)}`,
    flops: 0,
    bytes: 16 * streams * count,
    rateUnit: 'B/s',
  };
}

function stage(shader: string, source: string, groups: number, inputs: readonly string[], output: string, loads = unroll): Stage {
  return {
    shader,
    code: expand(`${shader}.wgsl`, source, { enable: [], alias: {}, constants: { THREADS: threadsPerGroup, UNROLL: loads } }),
    bindings: [
      ...inputs.map((buffer) => ({ type: 'read-only-storage', buffer }) as const),
      { type: 'storage', buffer: output },
      { type: 'uniform', buffer: 'params' },
    ],
    workgroups: [groups, 1, 1],
  };
}

/** Whole stretches of a workgroup's width, so that a thread which writes nothing or to a wrong place is met. */
function stretches(count: number, pick: (bound: number) => number, values: (start: number) => Float64Array): ExpectedRange[] {
  const starts = [0, 4 * count - stretch, ...Array.from({ length: 30 }, () => pick(count - stretch / 4) * 4)];
  return starts.map((start) => ({ start, values: values(start) }));
}

/** Words compared in one place: the four of each thread of a workgroup. */
const stretch = 4 * threadsPerGroup;

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
