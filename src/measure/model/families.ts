/**
 * What a model's family adds to the plain layer, and the catalogue does not say: norms, biases, sinks, a gate of its own. Each with
 * the report or the code that says so; a family that is not named here has none of them.
 */

export interface Biases {
  readonly qkv: boolean;
  readonly output: boolean;
  /** Of the router and of both products of an expert. */
  readonly experts: boolean;
}

export interface Family {
  /** Queries and keys are normed head by head. */
  readonly qkNorm: boolean;
  readonly biases: Biases;
  /** Each head has a logit that joins the sum of its weights and brings no value. */
  readonly sinks: boolean;
  /** The gate is bounded, and one is added to what it gates. */
  readonly clampedGate: boolean;
}

export const plainFamily: Family = { qkNorm: false, biases: { qkv: false, output: false, experts: false }, sinks: false, clampedGate: false };

const families: readonly { readonly prefix: string; readonly family: Family }[] = [
  // arXiv 2505.09388, section 2: norms of queries and keys in place of the biases of Qwen2.
  { prefix: 'qwen3', family: { ...plainFamily, qkNorm: true } },
  // arXiv 2407.10671, section 2.2.1, and 2412.15115, section 2: biases of queries, keys and values; the other products have none.
  { prefix: 'qwen2', family: { ...plainFamily, biases: { qkv: true, output: false, experts: false } } },
  // arXiv 2508.10925, section 2.2: a learned bias in the denominator of each head's softmax, and a SwiGLU with clamps and a residual connection;
  // openai/gpt-oss, gpt_oss/torch/model.py: biases of qkv, out, gate, mlp1 and mlp2, none of the unembedding.
  { prefix: 'gpt-oss', family: { qkNorm: false, biases: { qkv: true, output: true, experts: true }, sinks: true, clampedGate: true } },
];

export function familyOf(id: string): Family {
  return families.find(({ prefix }) => id.startsWith(prefix))?.family ?? plainFamily;
}
