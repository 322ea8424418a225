/**
 * What llama.cpp calls an architecture (`MODEL_ARCH_NAMES`, gguf-py 0.19.0), as the `model_type` under which the conventions of its
 * family are known. Names that differ by a hyphen or not at all are not listed; one that nobody knows is read by its shape.
 */
const types: Readonly<Record<string, string>> = {
  'command-r': 'cohere',
  deepseek2: 'deepseek_v3',
  'exaone-moe': 'exaone_moe',
  gemma3: 'gemma3_text',
  gemma3n: 'gemma3n_text',
  gemma4: 'gemma4_text',
  'glm-dsa': 'glm_moe_dsa',
  glm4moe: 'glm4_moe',
  gptneox: 'gpt_neox',
  'hunyuan-dense': 'hunyuan_v1_dense',
  'hunyuan-moe': 'hunyuan_v1_moe',
  llama4: 'llama4_text',
  mimo2: 'mimo_v2_flash',
  mistral3: 'ministral3',
  phi2: 'phi',
  qwen2moe: 'qwen2_moe',
  qwen2vl: 'qwen2_vl_text',
  qwen3moe: 'qwen3_moe',
  qwen3vl: 'qwen3_vl_text',
  qwen3vlmoe: 'qwen3_vl_moe_text',
  starcoder: 'gpt_bigcode',
  step35: 'step3p5',
};

/** Mixtral's files call themselves llama. */
export function modelType(architecture: string, experts: boolean): string {
  if (architecture === 'llama') return experts ? 'mixtral' : 'llama';
  return Object.hasOwn(types, architecture) ? (types[architecture] ?? architecture) : architecture.replaceAll('-', '_');
}
