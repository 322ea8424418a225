/**
 * One operator on one shape, with the same inputs for every contender and a float64 judge of their outputs. Inputs are those
 * that our kernels make on the GPU from a seed, computed on the CPU to the last bit.
 */
import type { GemmExtents, GemvExtents, PlanPoint } from '../../src/run/plans.ts';
import { seeded } from '../../src/stats/random.ts';
import { fillValues } from '../../src/measure/kernels/wgsl/fill-values.ts';
import { bytesOf, type DeviceTraits, type Fill, type Instance } from '../../src/measure/kernels/instance.ts';
import { instancesOf } from '../../src/measure/kernels/suite.ts';

export type ProblemPoint =
  | Extract<PlanPoint, { kernel: 'gemm' | 'gemv' | 'attention.prefill' | 'attention.decode' }>
  | { readonly kernel: 'gemv.q4'; readonly dtype: 'i4'; readonly ladder: readonly GemvExtents[] }
  | { readonly kernel: 'gemm.w4a16'; readonly dtype: 'i4'; readonly ladder: readonly GemmExtents[] };

export interface Problem {
  readonly point: ProblemPoint;
  /** Our instance of it, for its id, its counts of FLOP and bytes, and its float64 reference. */
  readonly instance: Instance;
  /** Copies of the inputs that calls rotate through, so that no cache holds what memory should deliver. */
  readonly sets: number;
  /** Entries of a named input of one set; exact in the element type. */
  input(name: string, set: number): Float32Array<ArrayBuffer>;
  /** The same for packed integers, as 32-bit words. */
  words(name: string, set: number): Uint32Array<ArrayBuffer>;
  /** Relative RMS error of an output on the inputs of set 0, over sampled entries and rows. */
  error(output: Float32Array): number;
  readonly tolerance: number;
}

const seed = 1;

/** What any device can run: the variants decide about speed only, the data and the reference are the same for all. */
const anyDevice: Omit<DeviceTraits, 'f16'> = {
  subgroups: false,
  subgroupMin: 0,
  subgroupMax: 0,
  packedDot: false,
  subgroupMatrices: [],
  maxInvocations: 256,
  workgroupStorage: 16_384,
  maxBinding: 2 ** 27,
};

/** Relative RMS error that a peer may have: it sums in an order of its own, and some keep partial sums in the element type. */
const tolerances: Readonly<Record<string, number>> = {
  f32: 1e-4,
  f16: 1e-2,
  // Activations may be rounded to 8 bits: a part in 250 of the largest of a block.
  i4: 2e-2,
};

/**
 * @param workingSet bytes that the inputs of a memory-bound operator rotate through
 * @param f16 the device has f16, and weights of 4 bits meet activations of that type
 */
export function problemOf(point: ProblemPoint, workingSet: number, f16: boolean): Problem {
  const [instance] = candidatesOf(point, { ...anyDevice, f16 }, 1);
  if (instance === undefined) throw new Error(`no kernel of ours computes ${point.kernel}`);
  const { output } = instance;
  const bytes = Object.values(instance.buffers).reduce((sum, plan) => sum + (plan.rotates ? plan.length * bytesOf[plan.element] : 0), 0);
  const values = (name: string, set: number): Float64Array => {
    const plan = instance.buffers[name];
    if (plan === undefined) throw new Error(`${instance.id} has no input "${name}"`);
    return fillValues(rotated(plan.fill, set), plan.element, 0, plan.length);
  };
  return {
    point,
    instance,
    sets: instance.rateUnit === 'B/s' ? Math.max(1, Math.ceil(workingSet / bytes)) : 1,
    input: (name, set) => Float32Array.from(values(name, set)),
    words: (name, set) => Uint32Array.from(values(name, set)),
    error(computed) {
      const length = instance.buffers[output.buffer]?.length ?? 0;
      if (computed.length !== length) return Number.POSITIVE_INFINITY;
      const random = seeded(seed);
      let off = 0;
      let size = 0;
      for (const range of instance.oracle(0).ranges((bound) => random.below(bound))) {
        range.values.forEach((expected, at) => {
          off += ((computed[range.start + at] ?? Number.NaN) - expected) ** 2;
          size += expected ** 2;
        });
      }
      return Math.sqrt(off / size);
    },
    tolerance: tolerances[point.dtype] ?? 0,
  };
}

/** Our variants for the point on a device, most promising first; at most so many of each kernel. */
export function candidatesOf(point: ProblemPoint, traits: DeviceTraits, most: number): Instance[] {
  return [point, ...roundedActivations(point, traits)].flatMap((each) => instancesOf(each, traits, seed)[0]?.candidates(most) ?? []);
}

/** Weights of 4 bits also meet activations that are rounded to 8, as the peer's may. */
function roundedActivations(point: ProblemPoint, { packedDot }: DeviceTraits): PlanPoint[] {
  if (!packedDot) return [];
  switch (point.kernel) {
    case 'gemv.q4':
      return [{ ...point, kernel: 'gemv.q4a8' }];
    case 'gemm.w4a16':
      return [{ ...point, kernel: 'gemm.w4a8' }];
    default:
      return [];
  }
}

/** The seed of another set, as the fill shader rotates it. */
function rotated(fill: Fill, set: number): Fill {
  return fill.kind === 'reals' || fill.kind === 'integers' || fill.kind === 'words'
    ? { ...fill, seed: (fill.seed + Math.imul(set, 0x85ebca6b)) >>> 0 }
    : fill;
}
