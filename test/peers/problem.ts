/**
 * One operator on one shape, with the same inputs for every contender and a float64 judge of their outputs. Inputs are those
 * that our kernels make on the GPU from a seed, computed on the CPU to the last bit.
 */
import type { PlanPoint } from '../../src/run/plans.ts';
import { seeded } from '../../src/stats/random.ts';
import { fillValues } from '../../src/measure/kernels/fill-values.ts';
import { bytesOf, type DeviceTraits, type Fill, type Instance } from '../../src/measure/kernels/instance.ts';
import { instancesOf } from '../../src/measure/kernels/suite.ts';

export type ProblemPoint = Extract<PlanPoint, { kernel: 'gemm' | 'gemv' | 'attention.prefill' | 'attention.decode' }>;

export interface Problem {
  readonly point: ProblemPoint;
  /** Our instance of it, for its id, its counts of FLOP and bytes, and its float64 reference. */
  readonly instance: Instance;
  /** Copies of the inputs that calls rotate through, so that no cache holds what memory should deliver. */
  readonly sets: number;
  /** Entries of a named input of one set; exact in the element type. */
  input(name: string, set: number): Float32Array<ArrayBuffer>;
  /** Relative RMS error of an output on the inputs of set 0, over sampled entries and rows. */
  error(output: Float32Array): number;
  readonly tolerance: number;
}

const seed = 1;

/** What any device can run: the variants decide about speed only, the data and the reference are the same for all. */
const anyDevice: DeviceTraits = { f16: true, subgroups: false, subgroupMin: 0, subgroupMax: 0, packedDot: true, subgroupMatrices: [], maxInvocations: 256, workgroupStorage: 16_384, maxBinding: 2 ** 27 };

/**
 * @param workingSet bytes that the inputs of a memory-bound operator rotate through
 */
export function problemOf(point: ProblemPoint, workingSet: number): Problem {
  const [instance] = candidatesOf(point, anyDevice);
  if (instance === undefined) throw new Error(`no kernel of ours computes ${point.kernel}`);
  const { output } = instance;
  const bytes = Object.values(instance.buffers).reduce((sum, plan) => sum + (plan.rotates ? plan.length * bytesOf[plan.element] : 0), 0);
  return {
    point,
    instance,
    sets: instance.rateUnit === 'B/s' ? Math.max(1, Math.ceil(workingSet / bytes)) : 1,
    input(name, set) {
      const plan = instance.buffers[name];
      if (plan === undefined) throw new Error(`${instance.id} has no input "${name}"`);
      return Float32Array.from(fillValues(rotated(plan.fill, set), plan.element, 0, plan.length));
    },
    error(values) {
      const length = instance.buffers[output.buffer]?.length ?? 0;
      if (values.length !== length) return Number.POSITIVE_INFINITY;
      const random = seeded(seed);
      let off = 0;
      let size = 0;
      for (const range of instance.oracle(0).ranges((bound) => random.below(bound))) {
        range.values.forEach((expected, at) => {
          off += ((values[range.start + at] ?? Number.NaN) - expected) ** 2;
          size += expected ** 2;
        });
      }
      return Math.sqrt(off / size);
    },
    // Peers sum in orders of their own, and some keep partial sums in the element type.
    tolerance: point.dtype === 'f16' ? 1e-2 : 1e-4,
  };
}

/** Our variants for the point on a device, most promising first. */
export function candidatesOf(point: ProblemPoint, traits: DeviceTraits): Instance[] {
  return instancesOf(point, traits, seed)[0]?.candidates() ?? [];
}

/** The seed of another set, as the fill shader rotates it. */
function rotated(fill: Fill, set: number): Fill {
  return fill.kind === 'reals' || fill.kind === 'integers' ? { ...fill, seed: (fill.seed + Math.imul(set, 0x85ebca6b)) >>> 0 } : fill;
}
