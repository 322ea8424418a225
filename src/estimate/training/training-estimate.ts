/** The answer to a training run; fields of the command line's `train`. */
import type { Recompute, TrainingParallel } from '../../scenario/training.ts';
import type { StepTerms } from '../../model/training/step-time.ts';
import type { TrainingMemory } from '../../model/training/memory.ts';
import type { Quantity } from '../../units/quantity.ts';

export const trainingReasons = ['no-arithmetic', 'fact-missing', 'model-incomplete', 'memory', 'no-layout', 'deadline-not-met'] as const;
export type TrainingReasonCode = (typeof trainingReasons)[number];

export interface TrainingReason {
  readonly code: TrainingReasonCode;
  readonly message: string;
  /** Bytes of a device, or hours. */
  readonly needs?: number;
  readonly has?: number;
}

export interface TrainingEstimate {
  readonly feasible: boolean;
  readonly reason?: TrainingReason;
  readonly accelerators: number | null;
  readonly parallel: TrainingParallel | null;
  readonly microBatch: number | null;
  readonly recompute: Recompute | null;
  /** Share of layers in that mode, the others in the next lighter one; only as many as make room where the mode is searched. */
  readonly recomputedLayers: number | null;
  readonly tokensPerSecondPerAccelerator: Quantity | null;
  /** FLOP/s, recomputation left out. */
  readonly modelFlopsPerAccelerator: Quantity | null;
  readonly modelFlopsUtilisation: Quantity | null;
  readonly secondsPerStep: Quantity | null;
  readonly hours: Quantity | null;
  readonly acceleratorHours: Quantity | null;
  readonly usd: Quantity | null;
  readonly joules: Quantity | null;
  readonly gramsCO2e: Quantity | null;
  /** Share of the run that failures and checkpoints take. */
  readonly lostShare: Quantity | null;
  /** Bytes of the fullest device; where none fits, of the layout that lacks least. */
  readonly memory: (TrainingMemory & { readonly available: number }) | null;
  readonly terms: StepTerms | null;
  readonly assumptions: readonly string[];
  readonly sources: readonly string[];
  readonly unknown: Readonly<Record<string, string>>;
  readonly modelVersion: string;
}

export const noTraining: Omit<TrainingEstimate, 'feasible' | 'reason' | 'modelVersion'> = {
  accelerators: null,
  parallel: null,
  microBatch: null,
  recompute: null,
  recomputedLayers: null,
  tokensPerSecondPerAccelerator: null,
  modelFlopsPerAccelerator: null,
  modelFlopsUtilisation: null,
  secondsPerStep: null,
  hours: null,
  acceleratorHours: null,
  usd: null,
  joules: null,
  gramsCO2e: null,
  lostShare: null,
  memory: null,
  terms: null,
  assumptions: [],
  sources: [],
  unknown: {},
};
