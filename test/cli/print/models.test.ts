import { describe, expect, it } from 'vitest';
import { printModels } from '../../../src/cli/print/models.ts';
import type { ModelStep } from '../../../src/run/model-step.ts';
import type { Run } from '../../../src/run/run.ts';

const step: ModelStep = {
  phase: 'decode',
  model: 'llama-3.2-1b',
  name: 'Llama 3.2 1B',
  weights: 'q4',
  batch: 1,
  tokens: 1,
  context: 512,
  layers: 16,
  layersRun: 16,
  layersHeld: 16,
  vocab: 128256,
  vocabRun: 128256,
  weightBytes: 7e8,
  weightBytesHeld: 7e8,
  dispatches: 165,
  operators: [],
};

function runOf(model: ModelStep | undefined, fallback = false): Run {
  const result = {
    id: 'model.decode/llama-3.2-1b/q4/1x512',
    kernel: 'model.decode',
    variant: '',
    dtype: 'i4' as const,
    shape: {},
    flops: 1,
    bytes: 1,
    samples: [],
    median: 0.004,
    low: 0.0039,
    high: 0.0041,
    checks: [],
    badges: [],
  };
  return {
    version: 1,
    when: '2026-11-22T18:00:00Z',
    clock: { kind: 'timestamp', step: 1e-9 },
    plan: 'quick',
    elapsed: 10,
    left: [],
    adapter: { vendor: 'v', architecture: 'a', device: '', description: '', fallback, features: [], limits: {} },
    ceilings: { fmaF32: null, fmaF16: null, read: null, copy: null, dispatch: null },
    kernels: [model === undefined ? result : { ...result, model }],
  };
}

describe('models in a terminal', () => {
  it('names model, step, rate with interval, layers, and both times', () => {
    const text = printModels(runOf(step));
    expect(text).toMatch(/Llama 3\.2 1B, q4 +decode, 512 tokens +250 +244–256 +16 of 16 +0\.00 s +4\.00 ms +−100 %/);
    expect(text).not.toContain('take turns');
  });
  it('says that layers take turns, and never gives a part the model’s name alone', () => {
    const text = printModels(runOf({ ...step, layersRun: 4, layersHeld: 2 }, true));
    expect(text).toContain('Llama 3.2 1B, 4 of its 16 layers, q4');
    expect(text).toContain('2 of 4');
    expect(text).toContain('on the processor');
    expect(text).toContain('take turns');
  });
  it('is empty without a model', () => {
    expect(printModels(runOf(undefined))).toBe('');
  });
});
