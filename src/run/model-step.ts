/**
 * What a run says about a whole model: one step of a catalogue model (decode, or a chunk of a prompt) chained from the lab's
 * kernels, with random weights made on the GPU and a real KV cache. Nothing is downloaded, and no weight is trained: the
 * shapes, the bytes and the order of the work are the model's, the answers are not.
 *
 * Such results have the ids `model.decode/<model>/<weights>/<batch>x<context>` and
 * `model.prefill/<model>/<weights>/<batch>x<tokens>`; their `median` is seconds a step, so that tokens per second are
 * `model.tokens / median` (low and high turned over). What the run's own kernels predict for the step is worked out by
 * `modelChecks` in `src/calibration/model-check.ts`.
 */

/** How the weights are stored; activations are f16 where the device has it, f32 otherwise. */
export type ModelWeights = 'f32' | 'f16' | 'q8' | 'q4';

export interface ModelStep {
  readonly phase: 'decode' | 'prefill';
  /** Catalogue id and name. */
  readonly model: string;
  readonly name: string;
  readonly weights: ModelWeights;
  readonly batch: number;
  /** Tokens that one step makes (decode: one a sequence) or reads (prefill: the chunk). */
  readonly tokens: number;
  /** Tokens that each sequence attends to, its newest included: the same in every step of a chain. */
  readonly context: number;
  /**
   * Layers of the model; of these, how many a step runs, and how many distinct ones memory holds. Where it holds fewer than
   * run, they take turns. Where fewer run than the model has (a processor), the rate is that of the part, not of the model.
   */
  readonly layers: number;
  readonly layersRun: number;
  readonly layersHeld: number;
  /** Words of the vocabulary, and how many the output head has here. */
  readonly vocab: number;
  readonly vocabRun: number;
  /** Bytes of weights that one step reads, and that are held. */
  readonly weightBytes: number;
  readonly weightBytesHeld: number;
  readonly dispatches: number;
  /** The kernels of one step. */
  readonly operators: readonly ModelOperator[];
}

/** One kind of dispatch in a step. */
export interface ModelOperator {
  /** Family as in `KernelResult.kernel`, or `layer` for those that only move activations (norm, rope, gate, sampling). */
  readonly kernel: string;
  /** What it does in the model: `q·k·v`, `attention`, `output head`. */
  readonly name: string;
  /** Type of the weights or of the cache that it reads, as results of its family name it. */
  readonly dtype: 'f32' | 'f16' | 'i8' | 'i4';
  /** How often a step runs it, in how many dispatches each time. */
  readonly count: number;
  readonly dispatches: number;
  /** Of one time. */
  readonly flops: number;
  readonly bytes: number;
}
