/**
 * Which parts of a model an entry of a quantisation list speaks of: exact names by layer, names of blocks, globs and
 * `re:` patterns. Lists name hundreds of norms and routers, which no one counts, beside the few projections that decide.
 */
import type { LayerPlan } from './layer-plan.ts';

export type FormatPart = 'attention' | 'dense' | 'experts';

/** Names of one module of a part as the families write them, after `layers.N.`. */
const written: Readonly<Record<FormatPart, readonly (readonly string[])[]>> = {
  attention: [
    [
      'self_attn.q_proj',
      'self_attn.qkv_proj',
      'self_attn.q_b_proj',
      'attn.wq_b',
      'attention.wq',
      'mixer.q_proj',
      'attention.query_key_value',
      'self_attention.q_proj',
    ],
    ['self_attn.v_proj', 'self_attn.kv_b_proj', 'attn.wkv', 'attention.wv', 'mixer.v_proj', 'self_attention.v_proj'],
    ['self_attn.o_proj', 'attn.wo_b', 'attention.wo', 'mixer.o_proj', 'attention.dense', 'self_attention.o_proj'],
  ],
  dense: [
    ['mlp.gate_proj', 'mlp.up_proj', 'mlp.gate_up_proj', 'feed_forward.gate_proj', 'feed_forward.w1', 'mixer.up_proj', 'ffn.w1'],
    ['mlp.down_proj', 'feed_forward.down_proj', 'feed_forward.w2', 'mixer.down_proj', 'ffn.w2'],
  ],
  experts: [
    [
      'mlp.experts.0.gate_proj',
      'mlp.experts.gate_up_proj',
      'block_sparse_moe.experts.0.w1',
      'feed_forward.experts.gate_up_proj',
      'feed_forward.experts.0.gate_proj',
      'ffn.experts.0.w1',
      'mixer.experts.0.up_proj',
      'moe.experts.0.gate_proj',
    ],
    [
      'mlp.experts.0.down_proj',
      'mlp.experts.down_proj',
      'block_sparse_moe.experts.0.w2',
      'feed_forward.experts.down_proj',
      'feed_forward.experts.0.down_proj',
      'ffn.experts.0.w2',
      'mixer.experts.0.down_proj',
      'moe.experts.0.down_proj',
    ],
  ],
};
const linearAttention = [
  ['linear_attn.in_proj_qkv', 'linear_attn.in_proj_qkvz', 'mixer.in_proj', 'mamba.in_proj', 'self_attn.q_proj'],
  ['linear_attn.out_proj', 'mixer.out_proj', 'mamba.out_proj', 'self_attn.o_proj'],
] as const;
const shared = [
  [
    'mlp.shared_experts.gate_proj',
    'mlp.shared_expert.gate_proj',
    'ffn.shared_experts.w1',
    'mixer.shared_experts.up_proj',
    'feed_forward.shared_expert.gate_proj',
  ],
  [
    'mlp.shared_experts.down_proj',
    'mlp.shared_expert.down_proj',
    'ffn.shared_experts.w2',
    'mixer.shared_experts.down_proj',
    'feed_forward.shared_expert.down_proj',
  ],
] as const;
/** Gemma 4 keeps its experts outside the block that stands beside them. */
const besideDense = [
  ['experts.0.gate_proj', 'experts.gate_up_proj', 'moe.experts.0.gate_proj'],
  ['experts.0.down_proj', 'experts.down_proj', 'moe.experts.0.down_proj'],
] as const;

type Spellings = readonly string[];
type Test = (module: string) => boolean;

/** The modules that decide for a part in one layer, each in all its spellings; empty where the layer has none of it. */
export function modulesOf(part: FormatPart, { layers }: LayerPlan, layer: number): readonly Spellings[] {
  const here = layers[layer];
  if (!here) return [];
  if (part === 'attention') {
    if (here.mixers.some((kind) => kind === 'full' || kind === 'window')) return written.attention;
    return here.mixers.length > 0 ? linearAttention : [];
  }
  if (part === 'experts') return here.feed === 'both' ? besideDense : here.feed === 'experts' ? written.experts : [];
  if (here.feed === 'dense' || here.feed === 'both') return written.dense;
  return here.feed === 'experts' ? shared : [];
}

/** What stands before the layers of a language model; entries about anything else speak of no part of ours. */
const otherTowers = /vision|visual|audio|image|projector|aligner|\bmtp\b|talker|token2wav|patch_embed/i;
/** Patterns longer than this, or that could backtrack without end, are not tried. */
const longestPattern = 300;
const unsafePattern = /\)[*+{]|[*+}]\??[*+{]|\\[1-9]|\(\?[<=!]/;

export class ModuleList {
  /** Literal names by layer; those without a number hold for all. */
  readonly #byLayer = new Map<number, Test[]>();
  readonly #everywhere: string[] = [];
  readonly #patterns: RegExp[] = [];

  constructor(entries: readonly unknown[]) {
    for (const entry of entries) if (typeof entry === 'string' && !otherTowers.test(entry)) this.#add(entry);
  }

  #add(entry: string): void {
    if (entry.startsWith('re:')) {
      const text = entry.slice(3);
      if (text.length > longestPattern || unsafePattern.test(text)) return;
      try {
        // Engines match from the start of a name, as Python's `re.match` does.
        this.#patterns.push(new RegExp(`^(?:${text})`));
      } catch {
        // A pattern that is none excludes nothing there either.
      }
      return;
    }
    const found = /^(?:[\w.]*\.)?(?:layers|h|blocks|block)\.(\d+)(?:\.(.*)|(\*)|(\.\*)?)$/.exec(entry);
    if (found) {
      const layer = Number(found[1]);
      const rest = found[2] === undefined || found[2] === '' ? '*' : found[2];
      const tests = this.#byLayer.get(layer);
      if (tests) tests.push(holder(rest));
      else this.#byLayer.set(layer, [holder(rest)]);
    } else if (entry.includes('*')) {
      this.#patterns.push(new RegExp(`^${entry.split('*').map(escaped).join('.*')}(?:\\..*)?$`));
    } else this.#everywhere.push(entry);
  }

  get empty(): boolean {
    return this.#byLayer.size === 0 && this.#everywhere.length === 0 && this.#patterns.length === 0;
  }

  /** True where the list names this module of the layer, a block that holds it, or all of its kind. */
  names(layer: number, module: string): boolean {
    return (
      (this.#byLayer.get(layer) ?? []).some((test) => test(module)) ||
      this.#everywhere.some((entry) => within(entry, module)) ||
      this.#patterns.some((pattern) => prefixes.some((prefix) => pattern.test(`${prefix}layers.${layer}.${module}`)))
    );
  }
}

/** Paths before `layers` in the checkpoints of language models and of their wrappers. */
const prefixes = ['model.', 'model.language_model.', 'language_model.model.', 'backbone.', ''];

const escaped = (text: string): string => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');

/** `self_attn*` and `self_attn` hold `self_attn.q_proj`; `mlp.gate` does not hold `mlp.gate_proj`. */
function holder(rest: string): Test {
  // One expert stands for all.
  const name = rest.replace(/\.weight$/, '').replace(/\.experts\.\d+\./, '.experts.0.');
  if (!name.includes('*')) return (module) => module === name || module.startsWith(`${name}.`);
  const pattern = new RegExp(`^${name.split('*').map(escaped).join('.*')}(?:\\..*)?$`);
  return (module) => pattern.test(module);
}

/** A bare word names every module that has it as a part of its path. */
function within(entry: string, module: string): boolean {
  const path = `.${module}.`;
  return path.includes(`.${entry}.`);
}
