/**
 * What the fields of a configuration leave unsaid, by family (`model_type`): conventions that live in the code of
 * huggingface/transformers 5.18 (src/transformers/models/<family>/) or in the modelling files that a repository brings. A
 * family that is not here, or not known at all, has the conventions of most: full attention in every layer, gated blocks.
 */

export interface Family {
  /** Layers with a window where no list says so: none, all with `sliding_window`, or one in so many full. */
  readonly window: 'none' | 'all' | { readonly fullEvery: number };
  /** Queries bring a gate for the output of attention, as wide as it. */
  readonly gatedAttention: boolean;
  /** Matrices of a feed-forward block: gate, up and down, or two without a gate; null where the activation says it. */
  readonly ffnMatrices: 2 | 3 | null;
  /** One expert that is always on, as wide as the routed ones, though no field says so. */
  readonly silentSharedExpert: boolean;
}

const usual: Family = { window: 'none', gatedAttention: false, ffnMatrices: null, silentSharedExpert: false };
const every = (fullEvery: number): Partial<Family> => ({ window: { fullEvery } });
const all: Partial<Family> = { window: 'all' };
const ungated: Partial<Family> = { ffnMatrices: 2 };
const gatedAttention: Partial<Family> = { gatedAttention: true };

const conventions: Readonly<Record<string, Partial<Family>>> = {
  mistral: all,
  ministral: all,
  ministral3: all,
  mixtral: all,
  phi3: all,
  phimoe: all,
  starcoder2: { ...all, ...ungated },
  gemma2: every(2),
  gemma3_text: every(6),
  gemma3n_text: every(5),
  gemma4_text: every(6),
  cohere2: every(4),
  cohere2_moe: every(4),
  gpt_oss: every(2),
  llama4_text: { ...every(4), silentSharedExpert: true },
  olmo3: every(4),
  exaone4: every(4),
  exaone_moe: every(4),
  afmoe: { ...every(4), ...gatedAttention },
  qwen3_next: gatedAttention,
  qwen3_5_text: gatedAttention,
  qwen3_5_moe_text: gatedAttention,
  nemotron: ungated,
  nemotron_h: ungated,
  arcee: ungated,
  apertus: ungated,
  bitnet: { ffnMatrices: 3 },
  gpt2: ungated,
  gpt_neo: ungated,
  gpt_bigcode: ungated,
  gpt_neox: ungated,
  gptj: ungated,
  falcon: ungated,
  bloom: ungated,
  opt: ungated,
  mpt: ungated,
  phi: ungated,
};

/** Wrappers and their text parts, and families under a second name. */
const alias: Readonly<Record<string, string>> = {
  gemma3: 'gemma3_text',
  gemma3n: 'gemma3n_text',
  gemma4: 'gemma4_text',
  gemma4_unified: 'gemma4_text',
  gemma4_unified_text: 'gemma4_text',
  llama4: 'llama4_text',
  qwen3_5: 'qwen3_5_text',
  qwen3_5_moe: 'qwen3_5_moe_text',
};

/** A family's own name for what has several: text parts count as what they are. */
export const canonicalFamily = (type: string): string => alias[type] ?? type;

export function familyOf(type: string): Family {
  const name = canonicalFamily(type);
  return { ...usual, ...(Object.hasOwn(conventions, name) ? conventions[name] : undefined) };
}
