/**
 * The architectures whose `config.json` is understood, and what their configurations leave unsaid. Defaults are those
 * of the configuration classes in huggingface/transformers (Apache-2.0).
 */

export interface ArchitectureRule {
  /** `tie_word_embeddings` when the field is missing. */
  readonly tied: boolean;
  readonly attention: 'gqa' | 'mla';
  /** How experts are described: not at all, in the way of a family, or chosen by which fields are there. */
  readonly experts: 'none' | 'mixtral' | 'qwen' | 'deepseek' | 'gpt-oss' | 'llama4' | 'nemotron';
  /** Which layers have a window when `layer_types` does not say: none, all with `sliding_window`, or one in so many full. */
  readonly window: 'none' | 'all' | { readonly fullEvery: number };
  /** Layers with a constant state beside those with attention. */
  readonly linear: 'none' | 'delta-net' | 'kimi-delta' | 'mamba';
}

const dense = { tied: false, attention: 'gqa', experts: 'none', window: 'none', linear: 'none' } as const satisfies ArchitectureRule;
const deepseek = { ...dense, attention: 'mla', experts: 'deepseek' } as const satisfies ArchitectureRule;

export const architectureRules: Readonly<Record<string, ArchitectureRule>> = {
  LlamaForCausalLM: dense,
  MistralForCausalLM: { ...dense, window: 'all' },
  Mistral3ForConditionalGeneration: { ...dense, window: 'all' },
  Ministral3ForCausalLM: { ...dense, window: 'all' },
  Qwen2ForCausalLM: dense,
  Qwen3ForCausalLM: dense,
  Phi3ForCausalLM: { ...dense, window: 'all' },
  Gemma2ForCausalLM: { ...dense, tied: true, window: { fullEvery: 2 } },
  Gemma3ForCausalLM: { ...dense, tied: true, window: { fullEvery: 6 } },
  Gemma3ForConditionalGeneration: { ...dense, tied: true, window: { fullEvery: 6 } },
  MixtralForCausalLM: { ...dense, experts: 'mixtral', window: 'all' },
  MiniMaxM2ForCausalLM: { ...dense, experts: 'mixtral' },
  Qwen2MoeForCausalLM: { ...dense, experts: 'qwen' },
  Qwen3MoeForCausalLM: { ...dense, experts: 'qwen' },
  GptOssForCausalLM: { ...dense, experts: 'gpt-oss', window: { fullEvery: 2 } },
  Llama4ForConditionalGeneration: { ...dense, experts: 'llama4', window: { fullEvery: 4 } },
  Llama4ForCausalLM: { ...dense, experts: 'llama4', window: { fullEvery: 4 } },
  Glm4MoeForCausalLM: { ...dense, experts: 'deepseek' },
  DeepseekV2ForCausalLM: deepseek,
  DeepseekV3ForCausalLM: deepseek,
  DeepseekV32ForCausalLM: deepseek,
  GlmMoeDsaForCausalLM: deepseek,
  KimiK2ForCausalLM: deepseek,
  KimiK25ForConditionalGeneration: deepseek,
  Qwen3NextForCausalLM: { ...dense, experts: 'qwen', linear: 'delta-net' },
  Qwen3_5ForConditionalGeneration: { ...dense, linear: 'delta-net' },
  Qwen3_5MoeForConditionalGeneration: { ...dense, experts: 'qwen', linear: 'delta-net' },
  KimiLinearForCausalLM: { ...deepseek, linear: 'kimi-delta' },
  KimiK3ForConditionalGeneration: { ...deepseek, linear: 'kimi-delta' },
  NemotronHForCausalLM: { ...dense, experts: 'nemotron', linear: 'mamba' },
};

/** Known by name and refused with what is missing, rather than as unknown. */
export const unexpressed: Readonly<Record<string, string>> = {
  DeepseekV4ForCausalLM:
    'its attention over compressed tokens, with low-rank queries and grouped outputs, is not among the layers that are priced; the catalogue has deepseek-v4-flash and deepseek-v4-pro, whose attention weights are counted too high',
};
