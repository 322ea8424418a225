/** Training runs that people know, as a few keys of a training: an accelerator is left to be chosen. */
import type { Training } from './training.ts';

export interface TrainingPreset {
  readonly id: string;
  readonly name: string;
  readonly sets: Pick<Training, 'kind' | 'model'> & Partial<Training>;
  readonly source: string;
}

export const trainingPresets: readonly TrainingPreset[] = [
  {
    id: 'pre-train-dense',
    name: 'Pre-training, dense',
    sets: { kind: 'pre-train', method: 'full', model: 'llama-3.1-405b', precision: 'bf16', sequence: 8192, globalBatch: 2048, tokens: 15.6e12 },
    source: 'Llama 3 405B (arXiv 2407.21783)',
  },
  {
    id: 'pre-train-experts',
    name: 'Pre-training, mixture of experts',
    sets: { kind: 'pre-train', method: 'full', model: 'deepseek-v3', precision: 'fp8', sequence: 4096, globalBatch: 15_360, tokens: 14.8e12 },
    source: 'DeepSeek-V3 (arXiv 2412.19437)',
  },
  {
    id: 'fine-tune-full',
    name: 'Fine-tuning of all weights',
    sets: { kind: 'fine-tune', method: 'full', model: 'llama-3.3-70b', precision: 'bf16', sequence: 4096, tokens: 1e9 },
    source: 'planning figure of this lab',
  },
  {
    id: 'fine-tune-lora',
    name: 'Fine-tuning of adapters',
    sets: { kind: 'fine-tune', method: 'lora', model: 'llama-3.3-70b', precision: 'bf16', sequence: 4096, loraRank: 16, tokens: 1e8 },
    source: 'planning figure of this lab',
  },
];
