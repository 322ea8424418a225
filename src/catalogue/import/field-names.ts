/**
 * The names under which configurations know one number. The first are those of huggingface/transformers; the others are
 * of families that brought their own (`params.json` of Mistral, Step, Bailing, Ernie, ChatGLM) and of GPT-2's children.
 */
type Names = readonly [string, ...string[]];

export const names = {
  layers: ['num_hidden_layers', 'n_layers', 'n_layer', 'num_layers'],
  hidden: ['hidden_size', 'dim', 'n_embd', 'd_model', 'model_dim'],
  heads: ['num_attention_heads', 'n_heads', 'n_head', 'num_heads'],
  kvHeads: ['num_key_value_heads', 'n_kv_heads', 'num_kv_heads', 'n_head_kv', 'num_attention_groups', 'multi_query_group_num'],
  headDim: ['head_dim', 'attention_head_dim', 'head_size', 'kv_channels'],
  inter: ['intermediate_size', 'ffn_hidden_size', 'hidden_dim', 'n_inner', 'ffn_dim', 'block_ff_dim'],
  denseInter: ['dense_intermediate_size', 'intermediate_size_mlp'],
  vocab: ['vocab_size', 'padded_vocab_size'],
  /** Layers that draft the next tokens: DeepSeek, GLM and MiMo; Qwen3-Next and Qwen3.5; MiniMax. */
  predictionLayers: ['num_nextn_predict_layers', 'mtp_num_hidden_layers', 'num_mtp_modules'],
  context: ['max_position_embeddings', 'model_max_length', 'max_seq_len', 'max_sequence_length', 'seq_length', 'n_positions', 'n_ctx'],
  experts: ['num_local_experts', 'num_experts', 'n_routed_experts', 'moe_num_experts', 'num_moe_experts'],
  active: [
    'num_experts_per_tok',
    'num_experts_per_token',
    'experts_per_token',
    'num_selected_experts',
    'moe_topk',
    'moe_top_k',
    'moe_k',
    'top_k_experts',
    'moe_router_topk',
  ],
  expertInter: ['moe_intermediate_size', 'expert_ffn_hidden_size', 'moe_ffn_hidden_size', 'expert_hidden_dim', 'expert_intermediate_size'],
  sharedExperts: ['n_shared_experts', 'num_shared_experts', 'num_shared_expert', 'moe_num_shared_experts'],
  sharedInter: [
    'shared_expert_intermediate_size',
    'moe_shared_expert_intermediate_size',
    'shared_intermediate_size',
    'share_expert_dim',
    'share_expert_dims',
  ],
  window: ['sliding_window', 'sliding_window_size', 'attention_chunk_size', 'window_size'],
  linearKernel: ['linear_conv_kernel_dim', 'conv_kernel', 'mamba_d_conv', 'd_conv', 'conv_L_cache'],
} as const satisfies Readonly<Record<string, Names>>;
