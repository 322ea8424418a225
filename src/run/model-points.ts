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

type Asked = Omit<ModelExtents, 'weights' | 'memory'>;

/** The headline of a run comes first: one token of the model that most visitors' GPUs hold whole. */
export function modelPoints(
  plan: PlanName,
  { software, handheld = false }: { readonly software: boolean; readonly handheld?: boolean },
): ModelPoint[] {
  const point =
    (kernel: ModelPoint['kernel']) =>
    (...ladder: Asked[]): ModelPoint => ({
      kernel,
      dtype: 'i4',
      ladder: ladder.map((extents) => ({ ...extents, weights: 'q4', memory: handheld ? memory.handheld : memory.gpu })),
    });
  const [decode, prefill] = [point('model.decode'), point('model.prefill')];
  const one = (model: string, context = 512): Asked => ({ model, batch: 1, context });
  const part = (context: number): Asked => ({ ...one('qwen3-0.6b', context), layersRun: 1, vocabRun: 2048 });
  if (software) return plan === 'quick' ? [decode(part(128))] : [decode(part(128)), prefill(part(32))];
  const smallest = [one('qwen3-0.6b'), { ...one('qwen3-0.6b'), layersRun: 4 }];
  const headline = handheld ? decode(...smallest) : decode(one('llama-3.2-1b'), ...smallest);
  const prompt = prefill(...[512, 256, 128].map((context) => one(handheld ? 'qwen3-0.6b' : 'llama-3.2-1b', context)));
  if (plan === 'quick' || handheld) return [headline, prompt];
  const others = ['llama-3.2-3b', 'llama-3.1-8b', 'qwen3-8b', 'gpt-oss-20b', 'qwen3-30b-a3b'];
  return [
    headline,
    prompt,
    ...others.map((model) => decode(one(model))),
    decode({ ...one('llama-3.2-1b'), batch: 8 }),
    decode(one('llama-3.2-1b', 8192)),
    prefill(...[512, 256, 128].map((context) => one('llama-3.1-8b', context))),
    // Without f16 a layer of gpt-oss, its words and a prompt of 128 take more than the lab's limit.
    ...['gpt-oss-20b', 'qwen3-30b-a3b'].map((model) => prefill(...[512, 256, 128, 64].map((context) => one(model, context)))),
  ];
}
