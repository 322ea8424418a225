/** A run with whole models beside its kernels; invented numbers of the size that a laptop GPU has. */
import type { ModelStep } from '../../src/run/model-step.ts';
import type { KernelResult, Run } from '../../src/run/run.ts';
import { run } from './fake-run.ts';

const read = 360e9,
  launch = 6e-6;

/** A matrix-vector product of 4-bit weights that takes its bytes at 85 % of the stream, after a launch. */
function product(bytes: number): KernelResult {
  const median = launch + bytes / (0.85 * read);
  return {
    id: `gemv.q4/${bytes}/i4`,
    kernel: 'gemv.q4',
    variant: '64 rows 4',
    dtype: 'i4',
    shape: { batch: 1, n: 4096, k: bytes / 2304 },
    flops: 4 * bytes,
    bytes,
    samples: [median],
    median,
    low: median * 0.99,
    high: median * 1.01,
    checks: [],
    badges: [],
  };
}

/** A step whose kernels say `bytes` at that speed, and which takes `slower` times as long. */
function model(name: string, id: string, layers: number, bytes: number, slower: number, more: Partial<ModelStep> = {}): KernelResult {
  const each = bytes / (layers * 4);
  const step: ModelStep = {
    phase: 'decode',
    model: id,
    name,
    weights: 'q4',
    batch: 1,
    tokens: 1,
    context: 512,
    layers,
    layersRun: layers,
    layersHeld: layers,
    vocab: 128256,
    vocabRun: 128256,
    weightBytes: bytes,
    weightBytesHeld: bytes,
    dispatches: layers * 10,
    operators: [
      { kernel: 'gemv.q4', name: 'q·k·v', dtype: 'i4', count: layers * 4, dispatches: 1, flops: 4 * each, bytes: each },
      { kernel: 'layer', name: 'norm', dtype: 'f16', count: layers * 6, dispatches: 1, flops: 0, bytes: 1e4 },
    ],
    ...more,
  };
  const median = slower * step.tokens * (layers * 4 * (launch + each / (0.85 * read)) + layers * 6 * launch);
  return {
    id: `model.${step.phase}/${id}/q4/${step.batch}x${step.phase === 'decode' ? step.context : step.tokens}`,
    kernel: `model.${step.phase}`,
    variant: 'chain',
    dtype: 'i4',
    shape: { batch: step.batch, context: step.context },
    flops: 4 * bytes,
    bytes,
    samples: [median],
    median,
    low: median * 0.985,
    high: median * 1.015,
    checks: [],
    badges: [],
    model: step,
  };
}

export const modelRun: Run = {
  ...run,
  kernels: [
    ...run.kernels,
    ...[2e6, 8e6, 3e7, 1e8].map(product),
    model('Llama 3.2 1B Instruct', 'llama-3.2-1b', 16, 0.7e9, 1.06),
    model('Llama 3.1 8B Instruct', 'llama-3.1-8b', 32, 4.5e9, 1.04, { layersHeld: 20 }),
    model('Qwen3 4B', 'qwen3-4b', 36, 2.3e9, 1.12),
    model('Llama 3.1 8B Instruct', 'llama-3.1-8b', 32, 4.5e9, 0.003, { phase: 'prefill', tokens: 512 }),
  ],
};

/** A processor runs two layers of sixteen and a part of the output head. */
export const partRun: Run = {
  ...run,
  adapter: { ...run.adapter, fallback: true },
  kernels: [...run.kernels, model('Llama 3.2 1B Instruct', 'llama-3.2-1b', 16, 0.7e9, 1.3, { layersRun: 2, layersHeld: 2, vocabRun: 4096 })],
};
