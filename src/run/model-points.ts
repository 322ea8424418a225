/**
 * Which models a plan runs without their weights. Ladders go from the model that is asked for down to smaller ones, so that a
 * slow adapter still shows one; a processor runs a named part of the smallest.
 */
import type { ModelWeights } from './model-step.ts';
import type { KernelDtype, PlanName } from './run.ts';

export interface ModelExtents {
  /** Catalogue id. */
  readonly model: string;
  readonly weights: ModelWeights;
  readonly batch: number;
  /** Tokens that each sequence attends to, its newest included; for a prompt its length. */
  readonly context: number;
  /** Bytes for weights, caches and activations together. */
  readonly memory: number;
  /** Only so many layers and words, on a processor. */
  readonly layersRun?: number;
  readonly vocabRun?: number;
}

export interface ModelPoint {
  readonly kernel: 'model.decode' | 'model.prefill';
  readonly dtype: KernelDtype;
  readonly ladder: readonly ModelExtents[];
}

const MiB = 2 ** 20;

/** Inside the lab's limit of 1 GiB on the GPU; a phone may close a page that takes half of one. */
const memory = { gpu: 896 * MiB, handheld: 288 * MiB } as const;

/** The point of the quick plan comes first: the headline. */
export function modelPoints(
  plan: PlanName,
  { software, handheld = false }: { readonly software: boolean; readonly handheld?: boolean },
): ModelPoint[] {
  const limit = { memory: handheld ? memory.handheld : memory.gpu };
  const decode = (...ladder: Omit<ModelExtents, 'weights' | 'memory'>[]): ModelPoint => ({
    kernel: 'model.decode',
    dtype: 'i4',
    ladder: ladder.map((extents) => ({ ...extents, weights: 'q4', ...limit })),
  });
  const alone = (model: string): Omit<ModelExtents, 'weights' | 'memory'> => ({ model, batch: 1, context: 512 });
  if (software) return [decode({ ...alone('qwen3-0.6b'), context: 128, layersRun: 1, vocabRun: 2048 })];
  const headline = decode(alone(handheld ? 'qwen3-0.6b' : 'llama-3.2-1b'), alone('qwen3-0.6b'), { ...alone('qwen3-0.6b'), layersRun: 4 });
  if (plan === 'quick') return [headline];
  return [
    headline,
    ...['llama-3.2-3b', 'llama-3.1-8b', 'qwen3-8b'].map((model) => decode(alone(model))),
    decode({ ...alone('llama-3.2-1b'), batch: 8 }),
    decode({ ...alone('llama-3.2-1b'), context: 8192 }),
  ];
}
