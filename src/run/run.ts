/**
 * What a measuring run is: plain data, no GPU. The same shape is written by `measure`, kept in history,
 * read by the calibration and, shortened, carried in links.
 */

import type { ModelStep } from './model-step.ts';

export type PlanName = 'quick' | 'thorough';

/** Element type of the operands that a kernel reads; accumulation is f32 unless the variant says otherwise. */
export type KernelDtype = 'f32' | 'f16' | 'i8' | 'i4';

/** What the samples describe: `flops` and `bytes` for throughput kernels, `dispatch` for launch cost. */
export interface KernelResult {
  /** Kernel and shape, unique in a run: `gemm/2048x2048x2048/f32`. */
  readonly id: string;
  /** Kernel family: `peak.*`, `mem.*`, `launch.*`, `gemm`, `gemv`, `attention.prefill`, `attention.decode`. */
  readonly kernel: string;
  /** Tile sizes and element types as one readable word: `128x64x16 8x4 256`. */
  readonly variant: string;
  readonly dtype: KernelDtype;
  /** Named extents: `{ m, n, k }`, `{ batch, seq, heads, kvHeads, headDim }`, `{ bytes }`. */
  readonly shape: Readonly<Record<string, number>>;
  /** Operations of one dispatch, multiply and add counted as two: floating point, or whole numbers in an integer kernel. */
  readonly flops: number;
  /** Bytes that one dispatch must move at least: each operand once. */
  readonly bytes: number;
  /** Seconds per dispatch, one entry a sample, in the order taken. */
  readonly samples: readonly number[];
  /** Seconds per dispatch: median of the samples, and its 95 % bootstrap interval. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly checks: readonly KernelCheck[];
  readonly badges: readonly Badge[];
  /** Present where a whole model's step ran: what it held and what it ran. Tokens per second are `model.tokens / median`. */
  readonly model?: ModelStep;
  /**
   * The same kernel on one set of inputs again and again, where that was more than a tenth faster: what a cache delivers.
   * The result itself is then the cold figure.
   */
  readonly hot?: HotReading;
  /** The tuning log: variants that were raced for this shape before one was sampled, best first; absent where there was one. */
  readonly tried?: readonly TriedVariant[];
}

/** Seconds per dispatch, with the 95 % interval of the median. */
export interface HotReading {
  readonly samples: readonly number[];
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** A short trial, good enough to rank variants and not to be quoted. */
export interface TriedVariant {
  readonly variant: string;
  /** Seconds per dispatch. */
  readonly seconds: number;
  /** Upper end of their 95 % interval, by which variants are ranked, and the readings behind it. */
  readonly high?: number;
  readonly samples?: number;
}

/** One comparison against the float64 reference, made on the buffers that are timed. */
export interface KernelCheck {
  readonly kind: 'exact' | 'sampled' | 'freivalds' | 'poison';
  /** Relative RMS error for real data; number of wrong entries for the exact lane. */
  readonly error: number;
  readonly tolerance: number;
  readonly passed: boolean;
  /** The stage of a model's step that failed. */
  readonly of?: string;
}

export type Badge =
  | 'software-adapter'
  | 'quantised-clock'
  | 'wall-clock'
  | 'thermally-unstable'
  | 'noisy'
  | 'nonlinear'
  | 'cache-resident'
  | 'page-was-hidden'
  | 'experimental';

export interface AdapterSummary {
  readonly vendor: string;
  readonly architecture: string;
  /** Empty outside developer mode; never shared in a link. */
  readonly device: string;
  readonly description: string;
  readonly fallback: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}

export interface Clock {
  readonly kind: 'timestamp' | 'wall';
  /** Smallest step seen, in seconds: 65,536 ns where Dawn quantises. */
  readonly step: number;
}

/** The best rate that this adapter reached in a probe; everything else is divided by it. */
export interface Ceilings {
  /** FLOP/s of the f32 FMA probe. */
  readonly fmaF32: Ceiling | null;
  /** FLOP/s of the f16 FMA probe; null without `shader-f16`. */
  readonly fmaF16: Ceiling | null;
  /** Byte/s of the stream read. */
  readonly read: Ceiling | null;
  /** Byte/s of the stream copy, bytes read plus bytes written. */
  readonly copy: Ceiling | null;
  /** Seconds from one dependent dispatch to the next within a pass. */
  readonly dispatch: Ceiling | null;
  // Absent from runs of before they were measured, and from links: those carry the five above.
  /** OP/s of the packed 8-bit integer dot product. */
  readonly dp4a?: Ceiling | null;
  /** FLOP/s of the best subgroup-matrix configuration with f16 inputs, and OP/s of the best with 8-bit inputs. */
  readonly matrixF16?: Ceiling | null;
  readonly matrixI8?: Ceiling | null;
  /** Byte/s of the stream write. */
  readonly write?: Ceiling | null;
  /** Byte/s of the stream triad, two buffers read and one written. */
  readonly triad?: Ceiling | null;
  /** Seconds from one dependent pass to the next within a submit, and from one submit to the next. */
  readonly pass?: Ceiling | null;
  readonly submit?: Ceiling | null;
}

/** Read rate against the bytes that are read again and again, and the caches that it shows. */
export interface CacheSweep {
  /** Byte/s at each working set, smallest first. */
  readonly points: readonly { readonly bytes: number; readonly rate: number }[];
  /** Plateaus from the innermost outwards, memory last; `bytes` is the largest working set that still belongs to one. */
  readonly levels: readonly { readonly bytes: number; readonly rate: number }[];
  /** Largest working set that the last cache still speeds up; null where no cache shows, or the curve never reaches memory. */
  readonly lastLevel: number | null;
}

/** Rate of one kernel against the workgroups that it runs in, and how many keep the GPU busy. */
export interface WidthCurve {
  /** FLOP/s or byte/s, fewest workgroups first. */
  readonly points: readonly { readonly groups: number; readonly rate: number }[];
  /** Workgroups of 256 threads at which more stop helping; null where the curve does not show it. */
  readonly groups: number | null;
}

/** Of multiply-adds, and of a stream read. */
export interface Widths {
  readonly fma?: WidthCurve;
  readonly read?: WidthCurve;
}

/** The way to the GPU and back, for information: no kernel's time contains it. */
export interface HostPath {
  /** Seconds from an empty submit on an idle queue to the news that it is done. */
  readonly roundTrip: Ceiling;
  /** Byte/s into a buffer of the GPU, and from one back into the page. */
  readonly upload: Ceiling | null;
  readonly readback: Ceiling | null;
}

/** One look at the first probe in the course of a run. */
export interface PaceReading extends Ceiling {
  /** Seconds since the run began. */
  readonly at: number;
}

export interface Ceiling {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A point of the plan that has no number, and why. */
export interface LeftPoint {
  readonly id: string;
  readonly reason: 'time' | 'memory' | 'feature' | 'check-failed' | 'compile-failed' | 'device-lost';
  readonly message: string;
}

export interface Run {
  readonly version: 1;
  /** ISO 8601, UTC. */
  readonly when: string;
  readonly adapter: AdapterSummary;
  readonly clock: Clock;
  readonly plan: PlanName;
  /** Seed of the data and of the bootstrap: with it the inputs and the intervals can be made again. */
  readonly seed?: number;
  /** Seconds the run took, warm-up and checks included. */
  readonly elapsed: number;
  readonly kernels: readonly KernelResult[];
  readonly ceilings: Ceilings;
  readonly left: readonly LeftPoint[];
  readonly caches?: CacheSweep;
  readonly widths?: Widths;
  readonly host?: HostPath;
  /** The first probe at the start, in the middle and at the end, in seconds a dispatch: what clocks and heat did meanwhile. */
  readonly pace?: readonly PaceReading[];
  /** Seconds for which the page was hidden and nothing was measured; not in `elapsed`. */
  readonly paused?: number;
}

/** One kind of matrix that a subgroup multiplies in one go: `m` × `k` times `k` × `n`, of this element type into that one. */
export interface SubgroupMatrixConfig {
  readonly component: 'f32' | 'f16' | 'i8';
  readonly result: 'f32' | 'f16' | 'i32';
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** FLOP/s for floating point, OP/s for whole numbers, B/s for kernels that memory bounds, s for launches. */
export type RateUnit = 'FLOP/s' | 'OP/s' | 'B/s' | 's' | 'tokens/s';

/** Sent between timed batches; `done / total` never decreases. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Id of the point in work, and the same in words: "matrix multiply 2048³, f32". */
  readonly id: string;
  readonly words: string;
  readonly phase: 'compile' | 'check' | 'warm-up' | 'sample' | 'paused' | 'finished';
  /** Rate samples of the point so far (seconds for launch), with the unit to print. */
  readonly rates: readonly number[];
  readonly rateUnit: RateUnit;
  readonly elapsed: number;
  /** Seconds left, estimated from the plan's budget. */
  readonly remaining: number;
  /** Results that stand so far, for early numbers on screen. */
  readonly finished: readonly KernelResult[];
}

/** The nine reasons why measuring cannot run; the remedies live in `src/measure/gpu/reasons.ts`. */
export type ReasonCode =
  | 'insecure-context'
  | 'no-api'
  | 'worker-no-api'
  | 'no-adapter'
  | 'software-adapter'
  | 'device-refused'
  | 'no-answer'
  | 'device-lost'
  | 'kernel-failed';

export interface Unavailable {
  readonly kind: 'unavailable';
  readonly reason: ReasonCode;
  /** What happened, for a person. */
  readonly message: string;
  /** What to do about it, for a person. */
  readonly remedy: string;
  /** Technical text to copy into a report. */
  readonly diagnostic: string;
}

export type RunOutcome = { readonly kind: 'finished'; readonly run: Run } | { readonly kind: 'cancelled' } | Unavailable;

/** Answer of a probe: the adapter as it would be measured. A software adapter is available, and says so. */
export type ProbeOutcome = { readonly kind: 'available'; readonly adapter: AdapterSummary; readonly clock: Clock | null } | Unavailable;

/** The face of `workers/measure.worker.ts`; the same verbs on the main thread when a worker has no GPU. */
export interface MeasureApi {
  probe(): Promise<ProbeOutcome>;
  run(options: { plan: PlanName; seed?: number }, onProgress: (progress: Progress) => void | Promise<void>): Promise<RunOutcome>;
  /** Told by the page whenever it is hidden or shown again: a run waits while it is hidden. */
  setVisible(visible: boolean): Promise<void>;
  cancel(): Promise<void>;
}

/** What reading a run answers. */
export type ParsedRun =
  | { readonly ok: true; readonly run: Run }
  /** `path` as in `kernels.3.samples.0`; empty for the whole. */
  | { readonly ok: false; readonly path: string; readonly message: string };
