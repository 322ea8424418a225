/** Names that people use: each means one row or none, and a row is found by its own. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accelerators } from '../../src/catalogue/accelerators.ts';
import { engineFacts } from '../../src/catalogue/engines.ts';
import { models } from '../../src/catalogue/models.ts';
import { aliases, namedKinds, resolveName, suggestedIds, type NamedKind } from '../../src/catalogue/names.ts';
import { sites } from '../../src/catalogue/sites.ts';
import { kvFormats, weightFormats } from '../../src/scenario/scenario.ts';

const ids: Readonly<Record<Exclude<NamedKind, 'key'>, readonly string[]>> = {
  model: models().map(({ id }) => id),
  accelerator: accelerators().map(({ id }) => id),
  site: sites().map(({ id }) => id),
  engine: engineFacts.map(({ id }) => id),
  weights: weightFormats,
  kvCache: kvFormats,
};

describe('a name', () => {
  it.each(Object.entries(ids))('of a %s that is an id is that id', (kind, of) => {
    for (const id of of) expect(resolveName(kind as NamedKind, id)).toEqual({ id });
  });

  it('that a row has in the catalogue is that row', () => {
    for (const { id, name } of accelerators()) expect(resolveName('accelerator', name), name).toEqual({ id });
    for (const { id, name } of models()) expect(resolveName('model', name), name).toEqual({ id });
    for (const { id, name } of engineFacts) expect(resolveName('engine', name), name).toEqual({ id });
  });

  it('of the aliases is the row that it says', () => {
    for (const { kind, name, id } of aliases()) {
      const of = namedKinds.find((each) => each === kind);
      if (of) expect(resolveName(of, name), `${kind} ${name}`).toEqual({ id });
      if (of && of !== 'key') expect(ids[of], `${kind} ${name}`).toContain(id);
    }
  });

  it('stands once among the aliases, and never for a second row, in any spelling of it', () => {
    const seen = new Map<string, string>();
    for (const { kind, name, id } of aliases()) {
      const key = `${kind} ${name.toLowerCase()}`;
      expect(seen.get(key), key).toBeUndefined();
      seen.set(key, id);
    }
    const spelling = fc.tuple(
      fc.constantFrom(...aliases().filter(({ kind }) => kind === 'accelerator' || kind === 'model')),
      fc.constantFrom('-', ' ', '_'),
      fc.boolean(),
    );
    fc.assert(
      fc.property(spelling, ([{ kind, name, id }, joint, upper]) => {
        const spelled = name.replaceAll(/[ _-]/g, joint);
        expect(resolveName(kind as NamedKind, upper ? spelled.toUpperCase() : spelled.toLowerCase())).toEqual({ id });
      }),
    );
  });

  it.each([
    ['accelerator', 'NVIDIA H100 80GB HBM3', 'h100-80-sxm'],
    ['accelerator', 'H100 80GB SXM5', 'h100-80-sxm'],
    ['accelerator', 'NVIDIA H100 80 GB SXM', 'h100-80-sxm'],
    ['accelerator', 'NVIDIA A100-SXM4-80GB', 'a100-80-sxm'],
    ['accelerator', 'AMD Instinct MI300X', 'mi300x'],
    ['accelerator', 'amd mi300x', 'mi300x'],
    ['accelerator', 'RTX4090', 'rtx-4090'],
    ['accelerator', 'NVIDIA GeForce RTX 5090', 'rtx-5090'],
    ['accelerator', 'Intel Gaudi 3', 'gaudi3'],
    ['accelerator', 'Google Cloud TPU v6e', 'tpu-v6e'],
    ['model', 'meta-llama/Llama-3.3-70B-Instruct', 'llama-3.3-70b'],
    ['model', 'meta-llama/Meta-Llama-3.1-8B-Instruct', 'llama-3.1-8b'],
    ['model', 'Qwen/Qwen3-8B', 'qwen3-8b'],
    ['model', 'Qwen 3 8B', 'qwen3-8b'],
    ['model', 'openai/gpt-oss-120b', 'gpt-oss-120b'],
    ['model', 'deepseek-ai/DeepSeek-R1', 'deepseek-r1'],
    ['model', 'deepseek-ai/DeepSeek-V3-0324', 'deepseek-v3'],
    ['model', 'google/gemma-3-27b-it', 'gemma-3-27b'],
    ['model', 'unsloth/Llama-3.2-1B-Instruct', 'llama-3.2-1b'],
    ['engine', 'TRTLLM', 'tensorrt-llm'],
    ['engine', 'TensorRT LLM', 'tensorrt-llm'],
    ['engine', 'VLLM', 'vllm'],
    ['weights', 'float16', 'bf16'],
    ['weights', 'torch.bfloat16', 'bf16'],
    ['weights', 'FP8', 'fp8'],
    ['kvCache', 'fp8_e4m3', 'fp8'],
    ['key', 'gpuMemoryUtilization', 'memoryShare'],
    ['key', '--max-num-seqs', 'maxSequences'],
  ] as const)('%s %j is %s', (kind, name, id) => expect(resolveName(kind, name)).toEqual({ id }));

  it.each([
    ['Qwen/Qwen3-235B-A22B-FP8', 'qwen3-235b-a22b', 'fp8'],
    ['RedHatAI/Meta-Llama-3.1-70B-Instruct-quantized.w8a8', 'llama-3.1-70b', 'int8'],
    ['RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic', 'llama-3.3-70b', 'fp8'],
    ['Qwen/Qwen2.5-72B-Instruct-GPTQ-Int4', 'qwen2.5-72b', 'int4'],
    ['Qwen/Qwen2.5-7B-Instruct-GPTQ-Int8', 'qwen2.5-7b', 'int8'],
    ['nvidia/DeepSeek-R1-FP4', 'deepseek-r1', 'nvfp4'],
  ])('model %j is %s in %s', (name, id, weights) => expect(resolveName('model', name)).toEqual({ id, weights }));

  it.each([
    ['accelerator', 'h200'],
    ['accelerator', 'h100'],
    ['accelerator', 'H100 80GB'],
    ['accelerator', 'A100'],
    ['accelerator', 'AMD H100 SXM5 80GB'],
    ['accelerator', 'NVIDIA MI300X'],
    ['accelerator', 'H100 SXM5 94GB'],
    ['accelerator', 'NVIDIA RTX PRO 6000 Blackwell Workstation Edition'],
    ['accelerator', ''],
    ['accelerator', 'NVIDIA'],
    ['model', 'deepseek-ai/DeepSeek-R1-Distill-Llama-70B'],
    ['model', 'somebody/Llama-3.3-70B-Instruct'],
    ['model', 'Qwen/Llama-3.3-70B-Instruct'],
    ['model', 'Qwen/Qwen3-235B-A22B-Instruct-2507'],
    ['model', 'Qwen/Qwen3-8B-GGUF'],
    ['model', 'llama'],
    ['model', 'constructor'],
    ['engine', 'llama.cpp'],
    ['engine', 'MLX'],
    ['weights', 'fp4'],
    ['weights', 'w8a8'],
    ['kvCache', 'auto'],
    ['key', 'utilisation'],
  ] as const)('%s %j is none, or could be several', (kind, name) => expect(resolveName(kind, name)).toBeNull());

  it('that is none is answered with what it may have meant', () => {
    expect(suggestedIds('accelerator', 'h200')).toEqual(['h200-sxm']);
    expect(suggestedIds('accelerator', 'NVIDIA H200 NVL')).toContain('h200-sxm');
    expect(suggestedIds('model', 'somebody/Llama-3.3-70B-Instruct')[0]).toBe('llama-3.3-70b');
  });
});
