import { describe, expect, it } from 'vitest';
import { engineOn } from '../../src/catalogue/engines.ts';
import { heldInBenchmarks } from '../../src/catalogue/held-requests.ts';

describe('how benchmark scripts hold requests back', () => {
  it('SGLang on Blackwell looks every 10 steps, from 16 users on every 30, and not with attention data parallelism', () => {
    expect(heldInBenchmarks('sglang', 'blackwell', 1, 15)).toEqual({ kind: 'every', passes: 10 });
    expect(heldInBenchmarks('sglang', 'blackwell', 1, 16)).toEqual({ kind: 'every', passes: 30 });
    expect(heldInBenchmarks('sglang', 'blackwell', 8, 64)).toBeNull();
    expect(heldInBenchmarks('sglang', 'hopper', 1, 64)).toBeNull();
    expect(heldInBenchmarks('sglang', null, 1, 64)).toBeNull();
  });

  it('TensorRT-LLM waits for all ranks wherever it runs, where there are several', () => {
    expect(heldInBenchmarks('tensorrt-llm', 'hopper', 8, 1)).toEqual({ kind: 'together', passes: 60 });
    expect(heldInBenchmarks('tensorrt-llm', 'hopper', 1, 64)).toBeNull();
  });

  it('vLLM holds nobody back', () => {
    expect(heldInBenchmarks('vllm', 'blackwell', 8, 64)).toBeNull();
  });
});

describe('what a release changed for first tokens', () => {
  const board = { name: 'H200', memoryBytes: 141e9 };
  it.each([
    ['vllm', '2025-12', 0, true],
    ['vllm', '2026-01', 1, true],
    ['sglang', '2024-11', 0, true],
    ['sglang', '2024-12', 1, true],
    ['tensorrt-llm', '2025-08', 0, false],
    ['tensorrt-llm', '2025-09', 1, true],
  ] as const)('%s in %s', (id, month, ahead, eager) => {
    expect(engineOn(id, board, month)).toMatchObject({ ahead, eager });
  });
});
