import { describe, expect, it } from 'vitest';
import { attentionWords } from '../../src/catalogue/model-attention.ts';
import { incompleteModels, model, models } from '../../src/catalogue/models.ts';
import { kvElementsPerToken, kvFixedElements, parameterCount } from '../../src/catalogue/parameter-count.ts';

describe('models', () => {
  it('reads a dense model', () => {
    expect(model('llama-3.3-70b')).toMatchObject({
      layers: 80,
      hidden: 8192,
      heads: 64,
      kvHeads: 8,
      headDim: 128,
      vHeadDim: 128,
      vocab: 128256,
      tiedEmbeddings: false,
      nativeFormat: 'bf16',
      nonExpertFormat: 'bf16',
      dense: { layers: 80, inter: 28672 },
      moe: null,
      mla: null,
      attention: { kind: 'gqa', fullLayers: 80, windowLayers: 0, linearLayers: 0, sparseTopK: null },
    });
  });

  it('reads a mixture of experts with latent attention', () => {
    expect(model('deepseek-v3')).toMatchObject({
      kvHeads: 1,
      vHeadDim: 128,
      nativeFormat: 'fp8',
      attention: { kind: 'mla', fullLayers: 61 },
      mla: { qLoraRank: 1536, kvLoraRank: 512, nopeDim: 128, ropeDim: 64 },
      dense: { layers: 3, inter: 18432 },
      moe: { layers: 58, experts: 256, active: 8, inter: 2048, sharedInter: 2048, width: 7168 },
    });
  });

  it('reads narrowed experts, windows, sparse selection and latent experts', () => {
    expect(model('gpt-oss-120b')).toMatchObject({
      nativeFormat: 'mxfp4',
      nonExpertFormat: 'bf16',
      attention: { fullLayers: 18, windowLayers: 18, window: 128 },
    });
    expect(model('deepseek-v3.2')?.attention).toMatchObject({ sparseTopK: 2048, indexElements: 128 });
    expect(model('kimi-k3')?.moe?.width).toBe(3584);
    expect(attentionWords('qwen3-next-80b-a3b')?.linear).toContain('delta net');
  });

  it('lists a model whose shape nobody published, and what it lacks', () => {
    expect(incompleteModels().map(({ id }) => id)).toEqual(['deepseek-v4.1-flash', 'kimi-k3.1-pro']);
    expect(incompleteModels()[0]?.missing).toContain('heads');
    expect(model('kimi-k3.1-pro')).toBeUndefined();
    expect(models()).toHaveLength(72);
  });

  it('caches as many bytes as published', () => {
    // bf16: Llama 70B 327,680; DeepSeek-V3 70,272 (arXiv 2412.19437: 512 + 64 elements over 61 layers); GLM-4.5 376,832.
    expect(2 * (model('llama-3.3-70b')?.kvElementsPerToken ?? 0)).toBe(327_680);
    expect(2 * (model('deepseek-v3')?.kvElementsPerToken ?? 0)).toBe(70_272);
    expect(2 * (model('glm-4.5')?.kvElementsPerToken ?? 0)).toBe(376_832);
  });
});

/** Shapes that a `Model` does not hold in full; each with its reason. */
const exceptions: Readonly<Record<string, string>> = {
  'deepseek-v4-flash': 'grouped output projection and compressed keys are not in the shape',
  'deepseek-v4-pro': 'grouped output projection and compressed keys are not in the shape',
  'deepseek-v3.2': 'indexer matrices are not in the shape',
  'glm-5': 'indexer matrices are not in the shape',
  'glm-5.1': 'indexer matrices are not in the shape',
  'glm-5.2': 'indexer matrices are not in the shape',
  'mimo-v2-flash': 'window layers have 8 KV heads, full ones 4',
  'gemma-4-26b-a4b': 'full layers have heads of 512 with keys equal to values',
  'gemma-4-31b': 'full layers have heads of 512 with keys equal to values',
};
const plain = models().filter((shape) => shape.attention.linearLayers === 0 && exceptions[shape.id] === undefined);

describe('parameterCount', () => {
  it.each(plain.map((shape) => [shape.id, shape] as const))('gives the catalogue’s counts for %s', (_, shape) => {
    const count = parameterCount(shape);
    expect(Math.abs(count.total / shape.parametersTotal - 1)).toBeLessThan(0.005);
    expect(Math.abs(count.active / shape.parametersActive - 1)).toBeLessThan(0.01);
  });

  it('covers most of the catalogue, dense, experts and latent', () => {
    expect(plain.length).toBeGreaterThan(40);
    expect(plain.some((shape) => shape.moe && shape.mla)).toBe(true);
  });
});

describe('the KV cache', () => {
  it.each(
    models()
      .filter((shape) => exceptions[shape.id] === undefined)
      .map((shape) => [shape.id, shape] as const),
  )('follows from the shape of %s', (_, shape) => {
    expect(kvElementsPerToken(shape)).toBe(shape.kvElementsPerToken);
    expect(kvFixedElements(shape)).toBe(shape.kvFixedElementsPerSequence);
  });
});
