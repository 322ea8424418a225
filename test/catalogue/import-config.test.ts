import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/catalogue/facts.ts';
import { importConfig, readArchitectures } from '../../src/catalogue/import-config.ts';
import { model } from '../../src/catalogue/models.ts';

/** Configurations written by hand from the published shapes; fields as their families name them. */
const configs: Readonly<Record<string, Record<string, unknown>>> = {
  'llama-3.1-8b': {
    architectures: ['LlamaForCausalLM'],
    hidden_size: 4096,
    intermediate_size: 14336,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    vocab_size: 128256,
    max_position_embeddings: 131072,
    tie_word_embeddings: false,
    torch_dtype: 'bfloat16',
  },
  'llama-3.2-1b': {
    architectures: ['LlamaForCausalLM'],
    hidden_size: 2048,
    intermediate_size: 8192,
    num_hidden_layers: 16,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    head_dim: 64,
    vocab_size: 128256,
    max_position_embeddings: 131072,
    tie_word_embeddings: true,
  },
  'mistral-7b': {
    architectures: ['MistralForCausalLM'],
    hidden_size: 4096,
    intermediate_size: 14336,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    vocab_size: 32768,
    max_position_embeddings: 32768,
    sliding_window: null,
  },
  'qwen2.5-7b': {
    architectures: ['Qwen2ForCausalLM'],
    hidden_size: 3584,
    intermediate_size: 18944,
    num_hidden_layers: 28,
    num_attention_heads: 28,
    num_key_value_heads: 4,
    vocab_size: 152064,
    max_position_embeddings: 131072,
    sliding_window: 131072,
    use_sliding_window: false,
    max_window_layers: 28,
    tie_word_embeddings: false,
  },
  'qwen3-32b': {
    architectures: ['Qwen3ForCausalLM'],
    hidden_size: 5120,
    intermediate_size: 25600,
    num_hidden_layers: 64,
    num_attention_heads: 64,
    num_key_value_heads: 8,
    head_dim: 128,
    vocab_size: 151936,
    max_position_embeddings: 40960,
    sliding_window: null,
    use_sliding_window: false,
    tie_word_embeddings: false,
  },
  'phi-4': {
    architectures: ['Phi3ForCausalLM'],
    hidden_size: 5120,
    intermediate_size: 17920,
    num_hidden_layers: 40,
    num_attention_heads: 40,
    num_key_value_heads: 10,
    vocab_size: 100352,
    max_position_embeddings: 16384,
    sliding_window: null,
    tie_word_embeddings: false,
  },
  'gemma-3-27b': {
    architectures: ['Gemma3ForConditionalGeneration'],
    vision_config: { hidden_size: 1152 },
    text_config: {
      hidden_size: 5376,
      intermediate_size: 21504,
      num_hidden_layers: 62,
      num_attention_heads: 32,
      num_key_value_heads: 16,
      head_dim: 128,
      vocab_size: 262208,
      max_position_embeddings: 131072,
      sliding_window: 1024,
    },
  },
  'gemma-2-27b': {
    architectures: ['Gemma2ForCausalLM'],
    hidden_size: 4608,
    intermediate_size: 36864,
    num_hidden_layers: 46,
    num_attention_heads: 32,
    num_key_value_heads: 16,
    head_dim: 128,
    vocab_size: 256000,
    max_position_embeddings: 8192,
    sliding_window: 4096,
  },
  'mixtral-8x7b': {
    architectures: ['MixtralForCausalLM'],
    hidden_size: 4096,
    intermediate_size: 14336,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    num_local_experts: 8,
    num_experts_per_tok: 2,
    vocab_size: 32000,
    max_position_embeddings: 32768,
    sliding_window: null,
    tie_word_embeddings: false,
  },
  'qwen3-30b-a3b': {
    architectures: ['Qwen3MoeForCausalLM'],
    hidden_size: 2048,
    intermediate_size: 6144,
    moe_intermediate_size: 768,
    num_hidden_layers: 48,
    num_attention_heads: 32,
    num_key_value_heads: 4,
    head_dim: 128,
    num_experts: 128,
    num_experts_per_tok: 8,
    decoder_sparse_step: 1,
    mlp_only_layers: [],
    vocab_size: 151936,
    max_position_embeddings: 40960,
    tie_word_embeddings: false,
  },
  'deepseek-v3': {
    architectures: ['DeepseekV3ForCausalLM'],
    hidden_size: 7168,
    intermediate_size: 18432,
    moe_intermediate_size: 2048,
    num_hidden_layers: 61,
    num_attention_heads: 128,
    num_key_value_heads: 128,
    q_lora_rank: 1536,
    kv_lora_rank: 512,
    qk_nope_head_dim: 128,
    qk_rope_head_dim: 64,
    v_head_dim: 128,
    n_routed_experts: 256,
    n_shared_experts: 1,
    num_experts_per_tok: 8,
    n_group: 8,
    topk_group: 4,
    first_k_dense_replace: 3,
    moe_layer_freq: 1,
    vocab_size: 129280,
    max_position_embeddings: 163840,
    tie_word_embeddings: false,
    quantization_config: { quant_method: 'fp8', fmt: 'e4m3', weight_block_size: [128, 128] },
  },
  'kimi-k2.5': {
    architectures: ['KimiK25ForConditionalGeneration'],
    tie_word_embeddings: false,
    text_config: {
      architectures: ['DeepseekV3ForCausalLM'],
      hidden_size: 7168,
      intermediate_size: 18432,
      moe_intermediate_size: 2048,
      num_hidden_layers: 61,
      num_attention_heads: 64,
      q_lora_rank: 1536,
      kv_lora_rank: 512,
      qk_nope_head_dim: 128,
      qk_rope_head_dim: 64,
      v_head_dim: 128,
      n_routed_experts: 384,
      n_shared_experts: 1,
      num_experts_per_tok: 8,
      first_k_dense_replace: 1,
      vocab_size: 163840,
      max_position_embeddings: 262144,
      quantization_config: {
        quant_method: 'compressed-tensors',
        config_groups: { group_0: { weights: { num_bits: 4, type: 'int', group_size: 32 } } },
        ignore: ['lm_head', 're:.*self_attn.*'],
      },
    },
  },
  'gpt-oss-20b': {
    architectures: ['GptOssForCausalLM'],
    hidden_size: 2880,
    intermediate_size: 2880,
    num_hidden_layers: 24,
    num_attention_heads: 64,
    num_key_value_heads: 8,
    head_dim: 64,
    num_local_experts: 32,
    num_experts_per_tok: 4,
    sliding_window: 128,
    layer_types: Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 'sliding_attention' : 'full_attention')),
    vocab_size: 201088,
    max_position_embeddings: 131072,
    tie_word_embeddings: false,
    quantization_config: {
      quant_method: 'mxfp4',
      modules_to_not_convert: ['model.layers.*.self_attn', 'model.layers.*.mlp.router', 'model.embed_tokens', 'lm_head'],
    },
  },
  'glm-4.5': {
    architectures: ['Glm4MoeForCausalLM'],
    hidden_size: 5120,
    intermediate_size: 12288,
    moe_intermediate_size: 1536,
    num_hidden_layers: 92,
    num_attention_heads: 96,
    num_key_value_heads: 8,
    head_dim: 128,
    n_routed_experts: 160,
    n_shared_experts: 1,
    num_experts_per_tok: 8,
    first_k_dense_replace: 3,
    vocab_size: 151552,
    max_position_embeddings: 131072,
    tie_word_embeddings: false,
  },
  'llama-4-maverick': {
    architectures: ['Llama4ForConditionalGeneration'],
    tie_word_embeddings: false,
    text_config: {
      hidden_size: 5120,
      intermediate_size: 8192,
      intermediate_size_mlp: 16384,
      num_hidden_layers: 48,
      num_attention_heads: 40,
      num_key_value_heads: 8,
      head_dim: 128,
      num_local_experts: 128,
      num_experts_per_tok: 1,
      interleave_moe_layer_step: 2,
      attention_chunk_size: 8192,
      vocab_size: 202048,
      max_position_embeddings: 1048576,
    },
  },
  'minimax-m2.5': {
    architectures: ['MiniMaxM2ForCausalLM'],
    hidden_size: 3072,
    intermediate_size: 1536,
    num_hidden_layers: 62,
    num_attention_heads: 48,
    num_key_value_heads: 8,
    head_dim: 128,
    num_local_experts: 256,
    num_experts_per_tok: 8,
    vocab_size: 200064,
    max_position_embeddings: 196608,
    tie_word_embeddings: false,
    quantization_config: { quant_method: 'fp8' },
  },
};

const k3Full = [...Array.from({ length: 23 }, (_, i) => 4 * (i + 1)), 93];
/** Layers with a constant state beside those with attention; formats are left out. */
const hybrids: Readonly<Record<string, Record<string, unknown>>> = {
  'qwen3-next-80b-a3b': {
    architectures: ['Qwen3NextForCausalLM'],
    hidden_size: 2048,
    intermediate_size: 5120,
    moe_intermediate_size: 512,
    shared_expert_intermediate_size: 512,
    num_hidden_layers: 48,
    num_attention_heads: 16,
    num_key_value_heads: 2,
    head_dim: 256,
    linear_num_key_heads: 16,
    linear_num_value_heads: 32,
    linear_key_head_dim: 128,
    linear_value_head_dim: 128,
    linear_conv_kernel_dim: 4,
    full_attention_interval: 4,
    num_experts: 512,
    num_experts_per_tok: 10,
    decoder_sparse_step: 1,
    mlp_only_layers: [],
    vocab_size: 151936,
    max_position_embeddings: 262144,
    tie_word_embeddings: false,
  },
  'qwen3.5-27b': {
    architectures: ['Qwen3_5ForConditionalGeneration'],
    tie_word_embeddings: false,
    text_config: {
      hidden_size: 5120,
      intermediate_size: 17408,
      num_hidden_layers: 64,
      num_attention_heads: 24,
      num_key_value_heads: 4,
      head_dim: 256,
      attn_output_gate: true,
      vocab_size: 248320,
      max_position_embeddings: 262144,
      linear_num_key_heads: 16,
      linear_num_value_heads: 48,
      linear_key_head_dim: 128,
      linear_value_head_dim: 128,
      linear_conv_kernel_dim: 4,
      layer_types: Array.from({ length: 64 }, (_, i) => (i % 4 === 3 ? 'full_attention' : 'linear_attention')),
    },
  },
  'nemotron-3-nano-30b-a3b': {
    architectures: ['NemotronHForCausalLM'],
    hidden_size: 2688,
    intermediate_size: 1856,
    num_hidden_layers: 52,
    hybrid_override_pattern: 'MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME',
    num_attention_heads: 32,
    num_key_value_heads: 2,
    head_dim: 128,
    mamba_num_heads: 64,
    mamba_head_dim: 64,
    ssm_state_size: 128,
    n_groups: 8,
    conv_kernel: 4,
    n_routed_experts: 128,
    n_shared_experts: 1,
    num_experts_per_tok: 6,
    moe_intermediate_size: 1856,
    moe_shared_expert_intermediate_size: 3712,
    vocab_size: 131072,
    max_position_embeddings: 262144,
    tie_word_embeddings: false,
  },
  'nemotron-h-56b': {
    architectures: ['NemotronHForCausalLM'],
    hidden_size: 8192,
    intermediate_size: 32768,
    num_hidden_layers: 118,
    layers_block_type: [...Array<string>(54).fill('mamba'), ...Array<string>(10).fill('attention'), ...Array<string>(54).fill('mlp')],
    num_attention_heads: 64,
    num_key_value_heads: 8,
    attention_head_dim: 128,
    mamba_num_heads: 256,
    mamba_head_dim: 64,
    ssm_state_size: 256,
    n_groups: 8,
    conv_kernel: 4,
    vocab_size: 131072,
    max_position_embeddings: 8192,
    tie_word_embeddings: false,
  },
  'kimi-k3': {
    architectures: ['KimiK3ForConditionalGeneration'],
    tie_word_embeddings: false,
    text_config: {
      hidden_size: 7168,
      intermediate_size: 33792,
      moe_intermediate_size: 3072,
      routed_expert_hidden_size: 3584,
      num_hidden_layers: 93,
      num_attention_heads: 96,
      q_lora_rank: 1536,
      kv_lora_rank: 512,
      qk_nope_head_dim: 128,
      qk_rope_head_dim: 64,
      v_head_dim: 128,
      mla_use_output_gate: true,
      num_experts: 896,
      num_experts_per_token: 16,
      num_shared_experts: 2,
      first_k_dense_replace: 1,
      vocab_size: 163840,
      max_position_embeddings: 1048576,
      linear_attn_config: {
        num_heads: 96,
        head_dim: 128,
        short_conv_kernel_size: 4,
        use_full_rank_gate: true,
        full_attn_layers: k3Full,
        kda_layers: Array.from({ length: 93 }, (_, i) => i + 1).filter((i) => !k3Full.includes(i)),
      },
    },
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
const without = (config: Record<string, unknown>, key: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));

describe('importConfig', () => {
  it.each(Object.entries(configs))('reads %s into the shape and counts of the catalogue', (id, config) => {
    const known = model(id);
    if (!known) throw new Error(id);
    const read = imported(config);
    const {
      heads,
      headDim,
      vHeadDim,
      layers,
      hidden,
      vocab,
      tiedEmbeddings,
      attention,
      mla,
      moe,
      kvHeads,
      maxContext,
      nativeFormat,
      nonExpertFormat,
      kvElementsPerToken,
      kvFixedElementsPerSequence,
    } = known;
    expect(read).toMatchObject({
      heads,
      headDim,
      vHeadDim,
      layers,
      hidden,
      vocab,
      tiedEmbeddings,
      attention,
      mla,
      moe,
      kvHeads,
      maxContext,
      nativeFormat,
      nonExpertFormat,
      kvElementsPerToken,
      kvFixedElementsPerSequence,
    });
    expect(read.dense.layers * read.dense.inter).toBe(known.dense.layers * known.dense.inter);
    expect(Math.abs(read.parametersTotal / known.parametersTotal - 1)).toBeLessThan(0.001);
    expect(Math.abs(read.parametersActive / known.parametersActive - 1)).toBeLessThan(0.005);
  });

  it.each(Object.entries(hybrids))('reads the constant state of %s, and counts its matrices', (id, config) => {
    const known = model(id);
    if (!known) throw new Error(id);
    const read = imported(config);
    const { heads, headDim, vHeadDim, layers, hidden, attention, mla, moe, ffnMatrices, kvHeads, kvElementsPerToken, kvFixedElementsPerSequence } =
      known;
    expect(read).toMatchObject({
      heads,
      headDim,
      vHeadDim,
      layers,
      hidden,
      attention,
      mla,
      moe,
      ffnMatrices,
      kvHeads,
      kvElementsPerToken,
      kvFixedElementsPerSequence,
    });
    expect(read.dense.layers * read.dense.inter).toBe(known.dense.layers * known.dense.inter);
    expect(Math.abs(read.parametersTotal / known.parametersTotal - 1)).toBeLessThan(0.001);
    expect(Math.abs(read.parametersActive / known.parametersActive - 1)).toBeLessThan(0.01);
  });

  it('a cache of constant state does not grow with the context', () => {
    const read = imported(hybrids['qwen3-next-80b-a3b'] ?? {});
    const full = imported({ ...hybrids['qwen3-next-80b-a3b'], full_attention_interval: 1 });
    expect(read.kvElementsPerToken * 4).toBe(full.kvElementsPerToken);
    expect(full.attention).toMatchObject({ linearLayers: 0, linearStateBytes: 0 });
  });

  it('reads sparse attention with its index key', () => {
    const { attention } = imported({
      ...configs['deepseek-v3'],
      architectures: ['DeepseekV32ForCausalLM'],
      index_topk: 2048,
      index_head_dim: 128,
      index_n_heads: 64,
    });
    expect(attention).toMatchObject({ sparseTopK: 2048, indexElements: 128 });
  });

  it.each([
    [{ quant_method: 'awq', bits: 4 }, 'int4', 'int4'],
    [{ quant_method: 'gptq', bits: 8 }, 'int8', 'int8'],
    [{ quant_method: 'modelopt', quant_algo: 'NVFP4', ignore: ['lm_head'] }, 'nvfp4', 'nvfp4'],
    [{ quant_method: 'modelopt', quant_algo: 'FP8' }, 'fp8', 'fp8'],
    [
      { quant_method: 'compressed-tensors', config_groups: { group_0: { weights: { num_bits: 8, type: 'float' } } }, ignore: ['lm_head'] },
      'fp8',
      'fp8',
    ],
  ])('reads the format of %j', (quantization_config, native, nonExpert) => {
    expect(imported({ ...llama, quantization_config })).toMatchObject({ nativeFormat: native, nonExpertFormat: nonExpert });
  });
});

describe('a configuration that cannot be read', () => {
  it.each([
    [{}, 'architectures: expected a list'],
    [
      { architectures: ['LlamaForCausalML'] },
      'architectures: "LlamaForCausalML" is not known (the nearest that is: LlamaForCausalLM), and the file has no shape',
    ],
    [{ architectures: ['toString'] }, 'architectures: "toString" is not known'],
    [{ model_type: 'constructor' }, 'architectures: "constructor" is not known'],
    [
      { architectures: ['T5ForConditionalGeneration'], is_encoder_decoder: true, d_model: 8, num_layers: 2 },
      'is_encoder_decoder: models that encode first',
    ],
    [without(llama, 'num_hidden_layers'), 'num_hidden_layers: the field is missing'],
    [without(llama, 'vocab_size'), 'vocab_size: the field is missing'],
    [{ ...llama, hidden_size: '4096' }, 'hidden_size: expected a whole number from 1 to 131072, got "4096"'],
    [{ ...llama, num_hidden_layers: -3 }, 'num_hidden_layers: expected a whole number'],
    [{ ...llama, num_hidden_layers: 1e12 }, 'num_hidden_layers: expected a whole number'],
    [{ ...llama, num_key_value_heads: 7 }, 'num_key_value_heads: 7 does not divide num_attention_heads, 32'],
    [
      { ...llama, num_attention_heads: 48, num_key_value_heads: 48 },
      'head_dim: the field is missing, and hidden_size 4096 is no multiple of 48 heads',
    ],
    [{ ...llama, tie_word_embeddings: 'yes' }, 'tie_word_embeddings: expected true or false'],
    [{ ...llama, layer_types: ['full_attention'] }, 'layer_types: expected 32 entries'],
    [
      { ...llama, layer_types: Array.from({ length: 32 }, () => 'linear_attention') },
      'layer_types: layers of type "linear_attention" need the sizes of their state',
    ],
    [{ ...llama, layer_types: Array.from({ length: 32 }, () => 'hyena') }, 'layer_types: layers of type "hyena" are not priced'],
    [{ ...llama, layer_types: Array.from({ length: 32 }, () => 'sliding_attention') }, 'sliding_window: the field is missing'],
    [{ ...llama, quantization_config: { quant_method: 'mystery' } }, 'quantization_config.quant_method: "mystery" is no number format that is read'],
    [{ ...llama, quantization_config: { quant_method: 'awq', bits: 0 } }, 'quantization_config.bits: expected a whole number'],
    [{ ...llama, quantization_config: { quant_method: 'modelopt' } }, 'quantization_config.quant_algo: the field is missing'],
    [{ ...llama, quantization_config: { quant_algo: 'MIXED_PRECISION' } }, 'quantization_config.quantized_layers: the field is missing'],
    [
      { ...llama, quantization_config: { quant_method: 'compressed-tensors', config_groups: {} } },
      'quantization_config.config_groups: expected a group',
    ],
    [{ ...configs['gemma-3-27b'], text_config: { hidden_size: 5376 } }, 'text_config.num_hidden_layers: the field is missing'],
    [without(configs['deepseek-v3'] ?? {}, 'kv_lora_rank'), 'kv_lora_rank: the field is missing'],
    [{ ...configs['deepseek-v3'], num_experts_per_tok: 300 }, 'num_experts_per_tok: 300 experts of 256 cannot be active'],
    [without(configs['mixtral-8x7b'] ?? {}, 'num_local_experts'), 'num_local_experts: the field is missing'],
    [{ architectures: ['DeepseekV4ForCausalLM'] }, 'num_hidden_layers: the field is missing'],
    [without(hybrids['nemotron-3-nano-30b-a3b'] ?? {}, 'hybrid_override_pattern'), 'hybrid_override_pattern: the field is missing'],
    [
      { ...hybrids['nemotron-3-nano-30b-a3b'], hybrid_override_pattern: 'M'.repeat(51) + 'X' },
      'hybrid_override_pattern: layers of kind "X" are not read',
    ],
    [{ ...hybrids['nemotron-3-nano-30b-a3b'], hybrid_override_pattern: 'ME*' }, 'hybrid_override_pattern: expected 52 entries'],
    [without(hybrids['qwen3-next-80b-a3b'] ?? {}, 'linear_num_value_heads'), 'linear_num_value_heads: the field is missing'],
    [{ ...configs['deepseek-v3'], architectures: ['KimiLinearForCausalLM'] }, 'linear_attn_config: the field is missing'],
    [
      { ...configs['deepseek-v3'], architectures: ['KimiLinearForCausalLM'], linear_attn_config: { kda_layers: [1], full_attn_layers: [2] } },
      'linear_attn_config.kda_layers: 1 delta and 1 full layers are not the 61',
    ],
  ])('%# names the field', (config, message) => {
    expect(errorOf(config)).toContain(message);
  });

  it('never throws, whatever stands in a field', () => {
    const keys = Object.keys({
      ...configs['deepseek-v3'],
      ...configs['gpt-oss-20b'],
      ...configs['qwen3-30b-a3b'],
      ...hybrids['nemotron-3-nano-30b-a3b'],
      ...hybrids['qwen3-next-80b-a3b'],
      linear_attn_config: 0,
      text_config: 0,
      use_sliding_window: 0,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(configs), ...Object.values(hybrids)),
        fc.constantFrom(...readArchitectures()),
        fc.constantFrom(...keys),
        fc.jsonValue(),
        (config, architecture, key, value) => {
          expect(typeof importConfig({ ...config, architectures: [architecture], [key]: value }).ok).toBe('boolean');
        },
      ),
      { numRuns: 500 },
    );
  });
});
