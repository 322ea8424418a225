/** The ceiling of 8-bit integer arithmetic: chains of packed dot products, the work of int8 and of int4 with int8 activations. */
import source from '../../../../shaders/peak-dp4a.wgsl?raw';
import { expand } from '../wgsl/preprocess.ts';
import { uniformWords, type DeviceTraits, type Instance } from '../instance.ts';
import type { FmaShape } from './peak-fma.ts';

/** The WGSL language feature behind `dot4I8Packed`. */
export const packedDotFeature = 'packed_4x8_integer_dot_product';

const threadsPerGroup = 256;
const chains = 8;
const steps = 4;

/** None where WGSL has no packed dot product. */
export function dp4aCandidates(shape: FmaShape, { packedDot }: Pick<DeviceTraits, 'packedDot'>): Instance[] {
  return packedDot ? [peakDp4a(shape)] : [];
}

export function peakDp4a(shape: FmaShape): Instance {
  return { ...build(shape), twice: build({ ...shape, turns: 2 * shape.turns }) };
}

function build({ threads, turns }: FmaShape): Instance {
  return {
    id: `peak.dp4a/${threads}x${turns}/i8`,
    kernel: 'peak.dp4a',
    variant: `${chains} chains ${threads / threadsPerGroup}x${threadsPerGroup}`,
    dtype: 'i8',
    shape: { threads, turns },
    words: 'peak 8-bit dot product',
    flops: 16 * chains * steps * turns * threads,
    bytes: 4 * threads,
    rateUnit: 'OP/s',
    stages: [
      {
        shader: 'peak-dp4a',
        code: expand('peak-dp4a.wgsl', source, {
          enable: [],
          requires: [packedDotFeature],
          alias: {},
          constants: { THREADS: threadsPerGroup, CHAINS: chains, STEPS: steps },
        }),
        bindings: [
          { type: 'storage', buffer: 'sums' },
          { type: 'uniform', buffer: 'params' },
        ],
        workgroups: [threads / threadsPerGroup, 1, 1],
      },
    ],
    buffers: { sums: { element: 'u32', length: threads, fill: { kind: 'poison' }, rotates: false } },
    uniforms: { params: uniformWords(turns, threads) },
    output: { buffer: 'sums', matrix: null, compare: 'entries', tolerance: 0 },
    oracle: () => ({
      ranges: (pick) =>
        [0, threads - 1, ...Array.from({ length: sampledThreads }, () => pick(threads))].map((start) => ({
          start,
          values: Float64Array.of(threadSum(start, turns * steps)),
        })),
    }),
    cases: [],
  };
}

const sampledThreads = 62;

/** Sum of the words of one thread after `rounds` rounds, mod 2^32. */
function threadSum(thread: number, rounds: number): number {
  let sum = 0;
  for (let chain = 0; chain < chains; chain++) {
    let x = Math.imul(thread * chains + chain, 0x9e3779b1);
    let y = x ^ 0x85ebca6b;
    for (let round = 0; round < rounds; round++) {
      x = (x + dotOfBytes(x, y)) | 0;
      y = (y + dotOfBytes(x, y)) | 0;
    }
    sum = (sum + x + y) | 0;
  }
  return sum >>> 0;
}

/** Both words as four signed bytes. */
function dotOfBytes(x: number, y: number): number {
  return ((x << 24) >> 24) * ((y << 24) >> 24) + ((x << 16) >> 24) * ((y << 16) >> 24) + ((x << 8) >> 24) * ((y << 8) >> 24) + (x >> 24) * (y >> 24);
}
