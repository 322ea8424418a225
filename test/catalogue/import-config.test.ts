import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/catalogue/facts.ts';
import { importConfig, readArchitectures } from '../../src/catalogue/import-config.ts';
import { model } from '../../src/catalogue/models.ts';

/** Configurations written by hand from the published shapes; fields as their families name them. */
const configs: Readonly<Record<string, Record<string, unknown>>> = {
  'llama-3.1-8b': {
    architectures: ['LlamaForCausalLM'], hidden_size: 4096, intermediate_size: 14336, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8,
    vocab_size: 128256, max_position_embeddings: 131072, tie_word_embeddings: false, torch_dtype: 'bfloat16',
  },
  'llama-3.2-1b': {
    architectures: ['LlamaForCausalLM'], hidden_size: 2048, intermediate_size: 8192, num_hidden_layers: 16, num_attention_heads: 32, num_key_value_heads: 8, head_dim: 64,
    vocab_size: 128256, max_position_embeddings: 131072, tie_word_embeddings: true,
  },
  'mistral-7b': {
    architectures: ['MistralForCausalLM'], hidden_size: 4096, intermediate_size: 14336, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8,
    vocab_size: 32768, max_position_embeddings: 32768, sliding_window: null,
  },
  'qwen2.5-7b': {
    architectures: ['Qwen2ForCausalLM'], hidden_size: 3584, intermediate_size: 18944, num_hidden_layers: 28, num_attention_heads: 28, num_key_value_heads: 4,
    vocab_size: 152064, max_position_embeddings: 131072, sliding_window: 131072, use_sliding_window: false, max_window_layers: 28, tie_word_embeddings: false,
  },
  'qwen3-32b': {
    architectures: ['Qwen3ForCausalLM'], hidden_size: 5120, intermediate_size: 25600, num_hidden_layers: 64, num_attention_heads: 64, num_key_value_heads: 8, head_dim: 128,
    vocab_size: 151936, max_position_embeddings: 40960, sliding_window: null, use_sliding_window: false, tie_word_embeddings: false,
  },
  'phi-4': {
    architectures: ['Phi3ForCausalLM'], hidden_size: 5120, intermediate_size: 17920, num_hidden_layers: 40, num_attention_heads: 40, num_key_value_heads: 10,
    vocab_size: 100352, max_position_embeddings: 16384, sliding_window: null, tie_word_embeddings: false,
  },
  'gemma-3-27b': {
    architectures: ['Gemma3ForConditionalGeneration'], vision_config: { hidden_size: 1152 },
    text_config: { hidden_size: 5376, intermediate_size: 21504, num_hidden_layers: 62, num_attention_heads: 32, num_key_value_heads: 16, head_dim: 128, vocab_size: 262208, max_position_embeddings: 131072, sliding_window: 1024 },
  },
  'gemma-2-27b': {
    architectures: ['Gemma2ForCausalLM'], hidden_size: 4608, intermediate_size: 36864, num_hidden_layers: 46, num_attention_heads: 32, num_key_value_heads: 16, head_dim: 128,
    vocab_size: 256000, max_position_embeddings: 8192, sliding_window: 4096,
  },
  'mixtral-8x7b': {
    architectures: ['MixtralForCausalLM'], hidden_size: 4096, intermediate_size: 14336, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8,
    num_local_experts: 8, num_experts_per_tok: 2, vocab_size: 32000, max_position_embeddings: 32768, sliding_window: null, tie_word_embeddings: false,
  },
  'qwen3-30b-a3b': {
    architectures: ['Qwen3MoeForCausalLM'], hidden_size: 2048, intermediate_size: 6144, moe_intermediate_size: 768, num_hidden_layers: 48, num_attention_heads: 32, num_key_value_heads: 4, head_dim: 128,
    num_experts: 128, num_experts_per_tok: 8, decoder_sparse_step: 1, mlp_only_layers: [], vocab_size: 151936, max_position_embeddings: 40960, tie_word_embeddings: false,
  },
  'deepseek-v3': {
    architectures: ['DeepseekV3ForCausalLM'], hidden_size: 7168, intermediate_size: 18432, moe_intermediate_size: 2048, num_hidden_layers: 61, num_attention_heads: 128, num_key_value_heads: 128,
    q_lora_rank: 1536, kv_lora_rank: 512, qk_nope_head_dim: 128, qk_rope_head_dim: 64, v_head_dim: 128, n_routed_experts: 256, n_shared_experts: 1, num_experts_per_tok: 8,
    first_k_dense_replace: 3, moe_layer_freq: 1, vocab_size: 129280, max_position_embeddings: 163840, tie_word_embeddings: false,
    quantization_config: { quant_method: 'fp8', fmt: 'e4m3', weight_block_size: [128, 128] },
  },
  'kimi-k2.5': {
    architectures: ['KimiK25ForConditionalGeneration'], tie_word_embeddings: false,
    text_config: {
      architectures: ['DeepseekV3ForCausalLM'], hidden_size: 7168, intermediate_size: 18432, moe_intermediate_size: 2048, num_hidden_layers: 61, num_attention_heads: 64,
      q_lora_rank: 1536, kv_lora_rank: 512, qk_nope_head_dim: 128, qk_rope_head_dim: 64, v_head_dim: 128, n_routed_experts: 384, n_shared_experts: 1, num_experts_per_tok: 8,
      first_k_dense_replace: 1, vocab_size: 163840, max_position_embeddings: 262144,
      quantization_config: { quant_method: 'compressed-tensors', config_groups: { group_0: { weights: { num_bits: 4, type: 'int', group_size: 32 } } }, ignore: ['lm_head', 're:.*self_attn.*'] },
    },
  },
  'gpt-oss-20b': {
    architectures: ['GptOssForCausalLM'], hidden_size: 2880, intermediate_size: 2880, num_hidden_layers: 24, num_attention_heads: 64, num_key_value_heads: 8, head_dim: 64,
    num_local_experts: 32, num_experts_per_tok: 4, sliding_window: 128, layer_types: Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 'sliding_attention' : 'full_attention')),
    vocab_size: 201088, max_position_embeddings: 131072, tie_word_embeddings: false,
    quantization_config: { quant_method: 'mxfp4', modules_to_not_convert: ['model.layers.*.self_attn', 'model.layers.*.mlp.router', 'model.embed_tokens', 'lm_head'] },
  },
  'glm-4.5': {
    architectures: ['Glm4MoeForCausalLM'], hidden_size: 5120, intermediate_size: 12288, moe_intermediate_size: 1536, num_hidden_layers: 92, num_attention_heads: 96, num_key_value_heads: 8, head_dim: 128,
    n_routed_experts: 160, n_shared_experts: 1, num_experts_per_tok: 8, first_k_dense_replace: 3, vocab_size: 151552, max_position_embeddings: 131072, tie_word_embeddings: false,
  },
  'llama-4-maverick': {
    architectures: ['Llama4ForConditionalGeneration'], tie_word_embeddings: false,
    text_config: {
      hidden_size: 5120, intermediate_size: 8192, intermediate_size_mlp: 16384, num_hidden_layers: 48, num_attention_heads: 40, num_key_value_heads: 8, head_dim: 128,
      num_local_experts: 128, num_experts_per_tok: 1, interleave_moe_layer_step: 2, attention_chunk_size: 8192, vocab_size: 202048, max_position_embeddings: 1048576,
    },
  },
  'minimax-m2.5': {
    architectures: ['MiniMaxM2ForCausalLM'], hidden_size: 3072, intermediate_size: 1536, num_hidden_layers: 62, num_attention_heads: 48, num_key_value_heads: 8, head_dim: 128,
    num_local_experts: 256, num_experts_per_tok: 8, vocab_size: 200064, max_position_embeddings: 196608, tie_word_embeddings: false, quantization_config: { quant_method: 'fp8' },
  },
};

function imported(config: Record<string, unknown>): Model {
  const answer = importConfig(config);
  if (!answer.ok) throw new Error(`${answer.error.path}: ${answer.error.message}`);
  return answer.model;
}

function errorOf(config: Record<string, unknown>): string {
  const answer = importConfig(config);
  return answer.ok ? 'ok' : `${answer.error.path}: ${answer.error.message}`;
}

const llama = configs['llama-3.1-8b'] ?? {};
const without = (config: Record<string, unknown>, key: string): Record<string, unknown> => Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));

describe('importConfig', () => {
  it.each(Object.entries(configs))('reads %s into the shape and counts of the catalogue', (id, config) => {
    const known = model(id);
    if (!known) throw new Error(id);
    const read = imported(config);
    const { heads, headDim, vHeadDim, layers, hidden, vocab, tiedEmbeddings, attention, mla, moe, kvHeads, maxContext, nativePrecision, nonExpertPrecision, kvElementsPerToken, kvFixedElementsPerSequence } = known;
    expect(read).toMatchObject({ heads, headDim, vHeadDim, layers, hidden, vocab, tiedEmbeddings, attention, mla, moe, kvHeads, maxContext, nativePrecision, nonExpertPrecision, kvElementsPerToken, kvFixedElementsPerSequence });
    expect(read.dense.layers * read.dense.inter).toBe(known.dense.layers * known.dense.inter);
    expect(Math.abs(read.parametersTotal / known.parametersTotal - 1)).toBeLessThan(0.001);
    expect(Math.abs(read.parametersActive / known.parametersActive - 1)).toBeLessThan(0.005);
  });

  it('reads sparse attention with its index key', () => {
    const { attention } = imported({ ...configs['deepseek-v3'], architectures: ['DeepseekV32ForCausalLM'], index_topk: 2048, index_head_dim: 128, index_n_heads: 64 });
    expect(attention).toMatchObject({ sparseTopK: 2048, indexElements: 128 });
  });

  it.each([
    [{ quant_method: 'awq', bits: 4 }, 'int4', 'int4'],
    [{ quant_method: 'gptq', bits: 8 }, 'int8', 'int8'],
    [{ quant_method: 'modelopt', quant_algo: 'NVFP4', ignore: ['lm_head'] }, 'nvfp4', 'nvfp4'],
    [{ quant_method: 'modelopt', quant_algo: 'FP8' }, 'fp8', 'fp8'],
    [{ quant_method: 'compressed-tensors', config_groups: { group_0: { weights: { num_bits: 8, type: 'float' } } }, ignore: ['lm_head'] }, 'fp8', 'fp8'],
  ])('reads the format of %j', (quantization_config, native, nonExpert) => {
    expect(imported({ ...llama, quantization_config })).toMatchObject({ nativePrecision: native, nonExpertPrecision: nonExpert });
  });
});

describe('a configuration that cannot be read', () => {
  it.each([
    [{}, 'architectures: expected a list'],
    [{ architectures: ['LlamaForCausalML'] }, 'architectures: "LlamaForCausalML" is not read; the nearest that is: LlamaForCausalLM'],
    [{ architectures: ['toString'] }, 'architectures: "toString" is not read'],
    [without(llama, 'num_hidden_layers'), 'num_hidden_layers: the field is missing'],
    [without(llama, 'vocab_size'), 'vocab_size: the field is missing'],
    [{ ...llama, hidden_size: '4096' }, 'hidden_size: expected a whole number from 1 to 131072, got "4096"'],
    [{ ...llama, num_hidden_layers: -3 }, 'num_hidden_layers: expected a whole number'],
    [{ ...llama, num_hidden_layers: 1e12 }, 'num_hidden_layers: expected a whole number'],
    [{ ...llama, num_key_value_heads: 7 }, 'num_key_value_heads: 7 does not divide num_attention_heads, 32'],
    [{ ...llama, num_attention_heads: 48, num_key_value_heads: 48 }, 'head_dim: the field is missing, and hidden_size 4096 is no multiple of 48 heads'],
    [{ ...llama, tie_word_embeddings: 'yes' }, 'tie_word_embeddings: expected true or false'],
    [{ ...llama, layer_types: ['full_attention'] }, 'layer_types: expected 32 entries'],
    [{ ...llama, layer_types: Array.from({ length: 32 }, () => 'linear_attention') }, 'layer_types: layers of type "linear_attention" are not read yet'],
    [{ ...llama, layer_types: Array.from({ length: 32 }, () => 'sliding_attention') }, 'sliding_window: the field is missing'],
    [{ ...llama, quantization_config: { quant_method: 'mystery' } }, 'quantization_config.quant_method: "mystery" is not read'],
    [{ ...llama, quantization_config: { quant_method: 'awq', bits: 3 } }, 'quantization_config.bits: weights of 3 bits'],
    [{ ...configs['gemma-3-27b'], text_config: { hidden_size: 5376 } }, 'text_config.num_hidden_layers: the field is missing'],
    [without(configs['deepseek-v3'] ?? {}, 'kv_lora_rank'), 'kv_lora_rank: the field is missing'],
    [{ ...configs['deepseek-v3'], num_experts_per_tok: 300 }, 'num_experts_per_tok: 300 experts of 256 cannot be active'],
    [{ ...configs['deepseek-v3'], moe_layer_freq: 2 }, 'moe_layer_freq: expected a whole number from 1 to 1, got 2'],
    [without(configs['mixtral-8x7b'] ?? {}, 'num_local_experts'), 'num_local_experts: the field is missing'],
  ])('%# names the field', (config, message) => {
    expect(errorOf(config)).toContain(message);
  });

  it('never throws, whatever stands in a field', () => {
    const keys = Object.keys({ ...configs['deepseek-v3'], ...configs['gpt-oss-20b'], ...configs['qwen3-30b-a3b'], text_config: 0, use_sliding_window: 0 });
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(configs)), fc.constantFrom(...readArchitectures), fc.constantFrom(...keys), fc.jsonValue(), (config, architecture, key, value) => {
        expect(typeof importConfig({ ...config, architectures: [architecture], [key]: value }).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
