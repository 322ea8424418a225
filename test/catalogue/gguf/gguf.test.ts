import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGguf } from '../../../src/catalogue/fetch-gguf-reader.ts';
import type { GgufConfig } from '../../../src/catalogue/gguf/gguf-config.ts';
import { importConfig, type ImportedModel } from '../../../src/catalogue/import-config.ts';
import { weightBytes } from '../../../src/model/memory.ts';
import { nativeFormat, partFormats } from '../../../src/model/number-formats.ts';
import { bytesOf, ggufFile, smallMetadata, smallTensors, types, type Metadata, type Tensor } from './make-gguf.ts';

const read = (metadata: Metadata = smallMetadata, tensors: readonly Tensor[] = smallTensors): Promise<GgufConfig> =>
  readGguf([bytesOf(ggufFile(metadata, tensors))]);

async function configOf(metadata: Metadata = smallMetadata, tensors: readonly Tensor[] = smallTensors): Promise<Readonly<Record<string, unknown>>> {
  const answer = await read(metadata, tensors);
  if (!answer.ok) throw new Error(`${answer.error.path}: ${answer.error.message}`);
  return answer.config;
}

function modelOf(config: Readonly<Record<string, unknown>>): Extract<ImportedModel, { ok: true }> {
  const imported = importConfig(config);
  if (!imported.ok) throw new Error(`${imported.error.path}: ${imported.error.message}`);
  return imported;
}

const without = (key: string): Metadata => Object.fromEntries(Object.entries(smallMetadata).filter(([name]) => name !== key));
const single = { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 };

describe('a GGUF header as a configuration', () => {
  test('is what its keys and its tensors say', async () => {
    expect(await configOf()).toEqual({
      _name_or_path: 'Small',
      model_type: 'llama',
      num_hidden_layers: 2,
      hidden_size: 256,
      vocab_size: 1000,
      intermediate_size: 512,
      max_position_embeddings: 8192,
      tie_word_embeddings: false,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      head_dim: 64,
      v_head_dim: 64,
      sliding_window: null,
      num_kv_shared_layers: 0,
      gguf: {
        // 2 · (2 · 256² + 2 · 256 · 128 + 3 · 256 · 512) in the blocks, 2 · 256,000 at the ends.
        parameters: 1_691_648,
        parts: {
          head: { type: 'Q4_K', bits: 5.531 },
          // A Q4_K block holds 256 weights in 144 bytes, a Q6_K block in 210: one sixth of attention is Q6_K.
          attention: { type: 'Q4_K', bits: 4.844 },
          dense: { type: 'Q4_K', bits: 4.844 },
        },
      },
    });
  });

  test('counts each weight, and takes the memory of the file', async () => {
    const { model, assumptions } = modelOf(await configOf());
    expect(model.parametersTotal).toBe(1_691_648);
    expect([model.nativeFormat, model.maxContext]).toEqual(['int4', 8192]);
    expect(assumptions.map(({ id }) => id)).toEqual(['config.gguf']);
    expect(assumptions[0]?.words).toContain('attention 4.8');
    const blocks = { 12: 144 / 256, 14: 210 / 256 } as Readonly<Record<number, number>>;
    const bytes = smallTensors
      .filter(([, shape]) => shape.length > 1)
      .reduce((sum, [, [rows = 0, columns = 0], type]) => sum + rows * columns * (blocks[type] ?? Number.NaN), 0);
    expect(weightBytes(model, partFormats(model, nativeFormat(model)), single)).toBeWithinPercent(bytes, 0.05);
    // In another format it takes what that takes.
    expect(weightBytes(model, partFormats(model, 'fp8'), single)).toBe(1_691_648 - 512_000 + 2 * 512_000);
  });

  test('without an output of its own the embedding is the head', async () => {
    const tied = smallTensors.filter(([name]) => name !== 'output.weight');
    const config = await configOf(smallMetadata, tied);
    expect(config['tie_word_embeddings']).toBe(true);
    expect(modelOf(config).model.parametersTotal).toBe(1_691_648 - 256_000);
  });

  test('16 and 8 bits are what they are; 5 and 6 are priced as 8, and said so', async () => {
    const stored = async (type: number): Promise<readonly [string, readonly string[]]> => {
      const { model, assumptions } = modelOf(
        await configOf(
          smallMetadata,
          smallTensors.map(([name, shape]) => [name, shape, type]),
        ),
      );
      return [model.nativeFormat, assumptions.map(({ id }) => id)];
    };
    expect(await stored(types.BF16)).toEqual(['bf16', ['config.gguf']]);
    expect(await stored(types.F32)).toEqual(['bf16', ['config.gguf']]);
    expect(await stored(types.Q8_0)).toEqual(['int8', ['config.gguf']]);
    expect(await stored(types.Q5_K)).toEqual(['int8', ['config.bits-rounded', 'config.gguf']]);
    expect(await stored(types.MXFP4)).toEqual(['mxfp4', ['config.gguf']]);
  });

  test('experts, their dense blocks before them, and what is shared', async () => {
    const metadata: Metadata = {
      ...Object.fromEntries(Object.entries(smallMetadata).map(([key, value]) => [key.replace('llama.', 'glm4moe.'), value])),
      'general.architecture': 'glm4moe',
      'glm4moe.block_count': 3,
      'glm4moe.nextn_predict_layers': 1,
      'glm4moe.expert_count': 8,
      'glm4moe.expert_used_count': 2,
      'glm4moe.expert_group_count': 4,
      'glm4moe.expert_group_used_count': 2,
      'glm4moe.attention.key_length': 64,
    };
    const down = (suffix: string, ...shape: number[]): Tensor => [`blk.1.ffn_down${suffix}.weight`, shape, types.Q4_K];
    const tensors: Tensor[] = [
      ...smallTensors.filter(([name]) => !name.startsWith('blk.1.ffn')),
      ['blk.1.ffn_gate_inp.weight', [256, 8], types.F32],
      ['blk.1.ffn_gate_exps.weight', [256, 128, 8], types.Q4_K],
      ['blk.1.ffn_up_exps.weight', [256, 128, 8], types.Q4_K],
      down('_exps', 128, 256, 8),
      ['blk.1.ffn_gate_shexp.weight', [256, 256], types.Q8_0],
      ['blk.1.ffn_up_shexp.weight', [256, 256], types.Q8_0],
      down('_shexp', 256, 256),
      // The block that drafts is none of the model's own.
      ['blk.2.ffn_down.weight', [999, 256], types.F32],
      ['blk.2.nextn.eh_proj.weight', [512, 256], types.F32],
    ];
    const config = await configOf(metadata, tensors);
    expect(config).toMatchObject({
      model_type: 'glm4_moe',
      num_hidden_layers: 2,
      num_experts: 8,
      num_experts_per_tok: 2,
      moe_intermediate_size: 128,
      shared_expert_intermediate_size: 256,
      mlp_layer_types: ['dense', 'sparse'],
      n_group: 4,
      topk_group: 2,
    });
    const { moe, dense, parametersTotal } = modelOf(config).model;
    expect(dense).toEqual({ layers: 1, inter: 512 });
    expect(moe).toMatchObject({ layers: 1, experts: 8, active: 2, inter: 128, sharedInter: 256, groups: { count: 4, chosen: 2 } });
    // 512,000 at the ends, 2 · 196,608 of attention, 3 · 256 · 512, 8 · 3 · 256 · 128, 3 · 256 · 256, and the router.
    expect(parametersTotal).toBe(512_000 + 393_216 + 393_216 + 786_432 + 196_608 + 2048);
  });

  test.each([
    ['of before the latent cache', { 'attention.key_length': 96, 'attention.value_length': 64 }],
    ['of now', { 'attention.key_length': 544, 'attention.value_length': 512, 'attention.key_length_mla': 96, 'attention.value_length_mla': 64 }],
  ])('latent attention, in files %s', async (_, widths) => {
    const own = { ...widths, 'attention.kv_lora_rank': 512, 'attention.q_lora_rank': 0, 'rope.dimension_count': 32 };
    const metadata: Metadata = {
      ...Object.fromEntries(Object.entries(smallMetadata).map(([key, value]) => [key.replace('llama.', 'deepseek2.'), value])),
      'general.architecture': 'deepseek2',
      ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`deepseek2.${key}`, value])),
    };
    expect(await configOf(metadata)).toMatchObject({
      model_type: 'deepseek_v3',
      kv_lora_rank: 512,
      qk_rope_head_dim: 32,
      qk_nope_head_dim: 64,
      v_head_dim: 64,
    });
  });

  test('a window, with the blocks that have it', async () => {
    const config = await configOf({
      ...smallMetadata,
      'llama.attention.sliding_window': 128,
      'llama.attention.sliding_window_pattern': [true, false],
    });
    expect(modelOf(config).model.attention).toMatchObject({ fullLayers: 1, windowLayers: 1, window: 128 });
  });

  test('a count that differs from the tensors is said', async () => {
    const gated: Tensor[] = [0, 1].map((block) => [`blk.${block}.attn_gate.weight`, [256, 256], types.Q4_K]);
    const { assumptions } = modelOf(await configOf(smallMetadata, [...smallTensors, ...gated]));
    expect(assumptions.find(({ id }) => id === 'config.gguf-count')?.words).toBe(
      'The file holds 0.00182 billion parameters, and its shape as it is read comes to 0.00169 billion',
    );
  });

  test('a model that is split has the tensors of all its files', async () => {
    const half = smallTensors.length / 2;
    const answer = await readGguf([
      bytesOf(ggufFile({ ...smallMetadata, 'split.count': 2 }, smallTensors.slice(0, half))),
      bytesOf(ggufFile({ 'split.no': 1 }, smallTensors.slice(half))),
    ]);
    expect(answer).toEqual(await read());
  });

  const stateful = { ...smallMetadata, 'llama.ssm.state_size': 16 };
  test.each<[string, Metadata, readonly Tensor[], RegExp]>([
    ['general.architecture', without('general.architecture'), smallTensors, /the key is missing/],
    ['llama.block_count', without('llama.block_count'), smallTensors, /the key is missing/],
    ['llama.attention.head_count', { ...smallMetadata, 'llama.attention.head_count': -4 }, smallTensors, /whole number, got -4/],
    ['llama.attention.head_count', { ...smallMetadata, 'llama.attention.head_count': 'four' }, smallTensors, /got "four"/],
    ['llama.attention.head_count_kv', { ...smallMetadata, 'llama.attention.head_count_kv': [2, 4] }, smallTensors, /differs from block to block/],
    ['llama.ssm.state_size', stateful, smallTensors, /state of constant size.*paste the config\.json/],
    ['llama.attention.key_length_swa', { ...smallMetadata, 'llama.attention.key_length_swa': 32 }, smallTensors, /two widths/],
    ['llama.expert_count', { ...smallMetadata, 'llama.expert_count': 8, 'llama.expert_used_count': 2 }, smallTensors, /no tensor that holds them/],
    ['general.type', { ...smallMetadata, 'general.type': 'adapter' }, smallTensors, /of type "adapter"/],
    ['general.type', { 'general.architecture': 'clip' }, smallTensors, /the part for images/],
    ['token_embd.weight', smallMetadata, smallTensors.slice(1), /no whole language model/],
    ['output.weight', smallMetadata, [...smallTensors.slice(0, 2), ['output.weight', [256, 1000], 77]], /type 77, which is newer/],
    [
      'blk.0.ffn_down.weight',
      smallMetadata,
      [...smallTensors, ['blk.0.ffn_down_exps.weight', [128, 256, 8], types.Q4_K]],
      /a dense block beside experts/,
    ],
  ])('%s is named where it is wrong', async (path, metadata, tensors, message) => {
    const answer = await read(metadata, tensors);
    expect(answer).toMatchObject({ ok: false, error: { path } });
    if (!answer.ok) expect(answer.error.message).toMatch(message);
  });
});

describe('a GGUF file', () => {
  test('is read to the end of its header alone, however large it is', async () => {
    const file = bytesOf(ggufFile(smallMetadata, smallTensors), 40e9);
    expect(await readGguf([file])).toEqual(await read());
    expect(file.asked.reduce((sum, [from, to]) => sum + to - from, 0)).toBeLessThan(5e6);
  });

  test('may have a header longer than one piece', async () => {
    const tokens = Array.from({ length: 150_000 }, (_, index) => `a longer word of the vocabulary, number ${index}`);
    const file = bytesOf(ggufFile({ ...smallMetadata, 'tokenizer.ggml.tokens': tokens }, smallTensors));
    expect(file.size).toBeGreaterThan(6e6);
    expect(await readGguf([file])).toEqual(await read());
  });

  const whole = ggufFile(smallMetadata, smallTensors);

  test('that is cut off anywhere says so, and is never half a model', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: whole.length - 1 }), async (length) => {
        await expect(readGguf([bytesOf(whole.slice(0, length))])).rejects.toThrow(/ends within its header/);
      }),
      { numRuns: 40 },
    );
  });

  test('whose bytes are damaged is an error in words, or a header', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = whole.slice();
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const answer = await readGguf([bytesOf(damaged)]).catch((error: unknown) => error);
        if (answer instanceof Error) expect(answer.message).toMatch(/\w/);
        else expect(answer).toHaveProperty('ok');
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['a picture', new Uint8Array(2000).fill(7)],
  ])('is not %s', async (_, bytes) => {
    await expect(readGguf([bytesOf(bytes)])).rejects.toThrow(/not a valid gguf|ends within its header/);
  });
});
