/**
 * A kernel made concrete: everything that a device needs to run one shape of one variant, and everything that a judge
 * needs to tell whether the result is right. Plain data and pure functions; no GPU here.
 */
import type { ModelStep } from '../../run/model-step.ts';
import type { KernelDtype, RateUnit, SubgroupMatrixConfig } from '../../run/run.ts';

/** How a buffer is filled before the first dispatch; `fill-values.ts` computes the same values on the CPU. */
export type Fill =
  /** Uniform reals in [-1, 1), exact in the element type. */
  | { readonly kind: 'reals'; readonly seed: number }
  /** Whole numbers in low..high. */
  | { readonly kind: 'integers'; readonly seed: number; readonly low: number; readonly high: number }
  /** Random 32-bit words: packed integers of any width. */
  | { readonly kind: 'words'; readonly seed: number }
  /** 32-bit words base + index * step: any sum of them has a closed form. */
  | { readonly kind: 'arithmetic'; readonly base: number; readonly step: number }
  /** NaN in f32 and f16 alike, so that an entry which is never written shows. */
  | { readonly kind: 'poison' };

export type ElementType = 'f32' | 'f16' | 'u32' | 'i32';

/** Element types that kernels compute with. */
export type FloatType = 'f32' | 'f16';

export interface BufferPlan {
  readonly element: ElementType;
  /** Elements, padded by the device to whole 16 bytes. */
  readonly length: number;
  readonly fill: Fill;
  /** Inputs rotate: each link of a chain reads another copy, with another seed. */
  readonly rotates: boolean;
}

export interface Binding {
  readonly type: 'read-only-storage' | 'storage' | 'uniform';
  /** Name of a buffer of the instance; uniforms carry their words instead. */
  readonly buffer: string;
}

export interface Stage {
  /** Name of the shader file without its ending. */
  readonly shader: string;
  readonly code: string;
  /** In the order of `@binding`. */
  readonly bindings: readonly Binding[];
  readonly workgroups: readonly [number, number, number];
}

/** A run of neighbouring output elements and what they must be, in float64. */
export interface ExpectedRange {
  readonly start: number;
  readonly values: Float64Array;
  /** The same entries under other roundings that WGSL allows; all ranges then hold as many. One of them must fit. */
  readonly alternatives?: readonly Float64Array[];
}

/** The float64 judge of one instance on one set of inputs. Expensive: it regenerates its inputs. */
export interface Oracle {
  /** Sampled entries, or all of them where that is cheap. */
  ranges(pick: (bound: number) => number): ExpectedRange[];
  /** C r for three vectors, from the inputs alone (Freivalds); kernels that are not linear in all inputs have none. */
  product?(vectors: readonly Float64Array[]): Float64Array[];
}

export interface Output {
  readonly buffer: string;
  /** The output as a matrix, for the row sums that find unwritten entries; null where words are compared exactly. */
  readonly matrix: { readonly rows: number; readonly columns: number } | null;
  /** `entries`: each entry within `tolerance` of its size, none excepted (0: equal). `rms`: relative RMS error of them all. */
  readonly compare: 'entries' | 'rms';
  readonly tolerance: number;
}

/** Inputs under which the whole output of the timed size is known cheaply, where under the timed inputs it is not. */
export interface Covering {
  /** Buffers that hold something else for this check. */
  readonly fills: Readonly<Record<string, Fill>>;
  /** C r for three vectors under those inputs. */
  product(vectors: readonly Float64Array[]): Float64Array[];
}

/** A part of a buffer, in elements. */
export interface BufferPart {
  readonly buffer: string;
  readonly start: number;
  readonly count: number;
}

/** What one stage of a chain must have made of what it was given, both as they stand on the device after a link. */
export interface Inspection {
  /** The stage, in the words of the model. */
  readonly of: string;
  readonly buffer: string;
  /** Relative RMS; 0 where entries must be equal. */
  readonly tolerance: number;
  /** Chooses where to look: what to read, and what `buffer` must hold given that. */
  look(pick: (bound: number) => number): {
    readonly reads: readonly BufferPart[];
    readonly expected: (values: readonly Float64Array[]) => ExpectedRange[];
  };
}

export interface Instance {
  /** `gemm/2048x2048x2048/f32` */
  readonly id: string;
  readonly kernel: string;
  readonly variant: string;
  readonly dtype: KernelDtype;
  readonly shape: Readonly<Record<string, number>>;
  readonly words: string;
  readonly flops: number;
  readonly bytes: number;
  readonly rateUnit: RateUnit;
  /** Units that do the arithmetic, and so whose probe no rate may pass; by default `dp4a` for OP/s and `fma` for all else. */
  readonly arithmetic?: 'fma' | 'dp4a' | 'matrix';
  /** What one link of a chain is: a dispatch, unless it says that each dispatch has a pass or a submit of its own. */
  readonly link?: 'pass' | 'submit';
  /** A probe's own pipelines with twice the turns of its loop: they must take twice the time. */
  readonly twice?: Instance;
  readonly stages: readonly Stage[];
  readonly buffers: Readonly<Record<string, BufferPlan>>;
  readonly uniforms: Readonly<Record<string, Uint32Array<ArrayBuffer>>>;
  readonly output: Output;
  /** Judge of what is in the output after `links` links since its fill, the last of which read rotation `set`. */
  oracle(set: number, links?: number): Oracle;
  readonly covering?: readonly Covering[];
  /** For chains whose result no judge can afford to compute: looked at instead of the oracle's ranges. */
  readonly inspections?: readonly Inspection[];
  /** Present where the instance is a whole model's step. */
  readonly model?: ModelStep;
  /** The same pipelines on small problems that are judged in full, entry by entry; none where the timed data are judged so already. */
  readonly cases: readonly Instance[];
}

/** Extensions and limits that a device has, as far as kernels care. */
export interface DeviceTraits {
  readonly f16: boolean;
  readonly subgroups: boolean;
  /** Smallest and largest subgroup that the adapter may choose; 0 when unknown. */
  readonly subgroupMin: number;
  readonly subgroupMax: number;
  /** `dot4I8Packed` and its kin, behind `requires packed_4x8_integer_dot_product`. */
  readonly packedDot: boolean;
  /** Empty without `chromium-experimental-subgroup-matrix`, and where a flag has not allowed it. */
  readonly subgroupMatrices: readonly SubgroupMatrixConfig[];
  readonly maxInvocations: number;
  readonly workgroupStorage: number;
  readonly maxBinding: number;
  /** Workgroups of 256 threads at which the arithmetic and the memory probe stop speeding up; null or absent where not measured. */
  readonly widths?: { readonly fma: number | null; readonly read: number | null };
}

/** Relative RMS error that each element type is allowed. */
export const tolerances: Readonly<Record<'f32' | 'f16', number>> = {
  // Rounding of an f32 sum of a few thousand terms is near 1e-6; 2e-7 is what good kernels reach (sokrypton/localfold).
  f32: 1e-5,
  // Inputs are exact; what is left is one rounding of the result to 11 bits, 2.8e-4 RMS.
  f16: 1e-3,
};

/** Seed of a named input in a rotation set: different for every set and every operand. */
export function inputSeed(seed: number, operand: number, set: number): number {
  return (seed + Math.imul(operand + 1, 0x9e3779b1) + Math.imul(set + 1, 0x85ebca6b)) >>> 0;
}

export const bytesOf: Readonly<Record<ElementType, number>> = { f32: 4, f16: 2, u32: 4, i32: 4 };

/** Words of a uniform: whole numbers as u32, `{ f32 }` as float bits. */
export function uniformWords(...fields: readonly (number | { readonly f32: number })[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(fields.length / 4) * 4);
  const floats = new Float32Array(words.buffer);
  fields.forEach((field, index) => {
    if (typeof field === 'number') words[index] = field;
    else floats[index] = field.f32;
  });
  return words;
}

/** A grid of at least `count` workgroups within 65,535 in each direction (the WebGPU default limit). */
export function grid(count: number): [number, number, number] {
  const widest = 65_535;
  if (count <= widest) return [count, 1, 1];
  const rows = Math.ceil(count / widest);
  return [Math.ceil(count / rows), rows, 1];
}
