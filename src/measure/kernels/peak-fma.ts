/** The arithmetic ceiling: independent multiply-add chains, in f32 or f16. */
import source from '../../../shaders/peak-fma.wgsl?raw';
import { expand } from './expand.ts';
import type { FloatType } from './gemm.ts';
import { uniformWords, type Instance } from './instance.ts';

export interface FmaShape {
  /** A multiple of 256. */
  readonly threads: number;
  /** Turns of a loop that holds 4 steps of 8 chains of vec4. */
  readonly turns: number;
}

const threadsPerGroup = 256;
const chains = 8;
const steps = 4;
/** Exact in f16. The magnitude decays by 2^-10 a step while the sign alternates, so values keep moving for thousands of steps. */
const a = -(1 - 2 ** -10);
const b = 1;

/** f16 keeps 11 bits through a thousand dependent roundings; the sum of 32 lanes averages them. */
const fmaTolerances = { f32: 1e-5, f16: 1e-2 } as const;

export function peakFma({ threads, turns }: FmaShape, dtype: FloatType): Instance {
  const code = expand('peak-fma.wgsl', source, {
    enable: dtype === 'f16' ? ['f16'] : [],
    alias: { Elem: dtype },
    constants: { THREADS: threadsPerGroup, CHAINS: chains, STEPS: steps },
  });
  return {
    id: `peak.fma/${threads}x${turns}/${dtype}`,
    kernel: 'peak.fma',
    variant: `${chains} chains vec4 ${threads / threadsPerGroup}x${threadsPerGroup}`,
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
    output: { buffer: 'sums', matrix: { rows: threads / threadsPerGroup, columns: threadsPerGroup }, tolerance: fmaTolerances[dtype] },
    oracle: () => ({
      ranges: (pick) => Array.from({ length: 64 }, () => {
        const start = pick(threads);
        return { start, values: Float64Array.of(threadSum(start, turns * steps)) };
      }),
    }),
    exact: null,
  };
}

/** Sum of the lanes of one thread after `length` steps: each x becomes fixed + a^length (x - fixed). */
function threadSum(thread: number, length: number): number {
  const fixed = b / (1 - a);
  const decay = a ** length;
  let sum = 0;
  for (let chain = 0; chain < chains; chain++) {
    for (let lane = 0; lane < 4; lane++) {
      const start = ((thread * chains + chain) & 255) / 256 + lane / 4;
      sum += fixed + decay * (start - fixed);
    }
  }
  return sum;
}
