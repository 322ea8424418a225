/** The arithmetic ceiling: independent multiply-add chains, in f32 or f16. */
import source from '../../../../shaders/peak-fma.wgsl?raw';
import { expand } from '../wgsl/preprocess.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { uniformWords, type Instance } from '../instance.ts';

export interface FmaShape {
  /** A multiple of 256. */
  readonly threads: number;
  /** Turns of a loop that holds 32 steps of vec4, over all chains. */
  readonly turns: number;
}

const threadsPerGroup = 256;

/** Independent recurrences of vec4 a thread, steps of each in one turn of the loop, and where the coefficients stand. */
interface FmaProbe {
  readonly chains: number;
  readonly steps: number;
  readonly held: boolean;
}

/**
 * The same work in three forms, of which the fastest is the ceiling: everything is divided by it, and what exceeds it is refused, so that
 * one form that one compiler dislikes must not decide. Few chains leave more threads room, many hide a longer latency.
 */
const probes: readonly [FmaProbe, ...FmaProbe[]] = [
  { chains: 8, steps: 4, held: true },
  { chains: 4, steps: 8, held: true },
  { chains: 8, steps: 4, held: false },
];
/** Exact in f16. The magnitude decays by 2^-10 a step while the sign alternates, so values keep moving for thousands of steps. */
const a = -(1 - 2 ** -10);
const b = 1;

/**
 * The slow decay carries a rounding along for a thousand steps, harmless in f32 but up to 2 % in f16. f16 is therefore judged
 * by the very roundings it makes: with the product kept whole (fused), or rounded before the sum; WGSL section 15.7.4 allows both.
 */
const fmaTolerances = { f32: 1e-5, f16: 1e-3 } as const;

export function fmaCandidates(shape: FmaShape, dtype: FloatType): Instance[] {
  return probes.map((probe) => peakFma(shape, dtype, probe));
}

export function peakFma(shape: FmaShape, dtype: FloatType, probe = probes[0]): Instance {
  return { ...build(shape, dtype, probe), twice: build({ ...shape, turns: 2 * shape.turns }, dtype, probe) };
}

function build({ threads, turns }: FmaShape, dtype: FloatType, { chains, steps, held }: FmaProbe): Instance {
  const code = expand('peak-fma.wgsl', source, {
    enable: dtype === 'f16' ? ['f16'] : [],
    alias: { Elem: dtype },
    constants: { THREADS: threadsPerGroup, CHAINS: chains, STEPS: steps, HELD: held },
  });
  return {
    id: `peak.fma/${threads}x${turns}/${dtype}`,
    kernel: 'peak.fma',
    variant: `${chains} chains vec4${held ? '' : ' uniform'} ${threads / threadsPerGroup}x${threadsPerGroup}`,
    dtype,
    shape: { threads, turns },
    words: `peak multiply-add, ${dtype}`,
    flops: 8 * chains * steps * turns * threads,
    bytes: 4 * threads,
    rateUnit: 'FLOP/s',
    stages: [
      {
        shader: 'peak-fma',
        code,
        bindings: [
          { type: 'storage', buffer: 'sums' },
          { type: 'uniform', buffer: 'params' },
        ],
        workgroups: [threads / threadsPerGroup, 1, 1],
      },
    ],
    buffers: { sums: { element: 'f32', length: threads, fill: { kind: 'poison' }, rotates: false } },
    uniforms: { params: uniformWords(turns, threads, { f32: a }, { f32: b }) },
    output: {
      buffer: 'sums',
      matrix: { rows: threads / threadsPerGroup, columns: threadsPerGroup },
      compare: 'rms',
      tolerance: fmaTolerances[dtype],
    },
    oracle: () => ({
      ranges: (pick) =>
        Array.from({ length: sampledThreads }, () => {
          const start = pick(threads);
          const values = Float64Array.of(
            threadSum(
              chains,
              start,
              turns * steps,
              (x) => x,
              (x) => x,
            ),
          );
          if (dtype === 'f32') return { start, values };
          const unfused = Float64Array.of(threadSum(chains, start, turns * steps, roundToHalf, roundToHalf));
          const fused = Float64Array.of(threadSum(chains, start, turns * steps, (x) => x, roundToHalf));
          return { start, values, alternatives: [fused, unfused] };
        }),
    }),
    cases: [],
  };
}

const sampledThreads = 8;

/** Sum of the lanes of one thread after `length` steps, each product and each sum passed through its rounding. */
function threadSum(chains: number, thread: number, length: number, roundProduct: (x: number) => number, roundSum: (x: number) => number): number {
  let sum = 0;
  for (let chain = 0; chain < chains; chain++) {
    for (let lane = 0; lane < 4; lane++) {
      let x = ((thread * chains + chain) & 255) / 256 + lane / 4;
      for (let step = 0; step < length; step++) x = roundSum(roundProduct(a * x) + b);
      sum += x;
    }
  }
  return sum;
}

/** To the nearest f16, ties to even, for magnitudes below 65,520. */
export function roundToHalf(x: number): number {
  if (x === 0) return 0;
  const unit = 2 ** (Math.max(Math.floor(Math.log2(Math.abs(x))), -14) - 10);
  const scaled = x / unit;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  return (up ? floor + 1 : floor) * unit;
}
