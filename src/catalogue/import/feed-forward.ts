/** Feed-forward of a configuration: widths of dense blocks and of experts, in the words of each family. */
import type { Model } from '../facts.ts';
import { WrongField, type ConfigFields } from './config-fields.ts';
import type { Family } from './families.ts';
import { widthOfBlock } from './feed-plan.ts';
import { names } from './field-names.ts';
import type { LayerPlan } from './layer-plan.ts';

export type FeedForwardShape = Pick<Model, 'dense' | 'moe' | 'ffnMatrices'>;

/** Activations that are applied to one product, without a gate. */
const ungatedActivations = new Set(['relu2', 'xielu', 'gelu_new', 'relu']);

export function readFeedForward(config: ConfigFields, family: Family, plan: LayerPlan, hidden: number): FeedForwardShape {
  const denseLayers = plan.layers.filter(({ feed }) => feed === 'dense' || feed === 'both');
  const expertLayers = plan.layers.filter(({ feed }) => feed === 'experts' || feed === 'both').length;
  const inter = denseLayers.length === 0 ? 0 : denseWidth(config, family, plan, hidden, expertLayers > 0);
  // LongCat has two dense blocks in each layer.
  const twice = config.has('zero_expert_num') ? 2 : 1;
  const dense = inter === 0 ? { layers: 0, inter: 0 } : { layers: denseLayers.length * twice, inter };
  const activation = config.text('mlp_hidden_act') ?? config.text('hidden_act') ?? '';
  const ffnMatrices = family.ffnMatrices ?? (ungatedActivations.has(activation) ? 2 : 3);
  return { dense, moe: expertLayers === 0 ? null : readExperts(config, family, expertLayers, hidden), ffnMatrices };
}

function denseWidth(config: ConfigFields, family: Family, plan: LayerPlan, hidden: number, besideExperts: boolean): number {
  const blocks = config.list('block_configs');
  if (blocks) {
    const widths = blocks.map((block) => widthOfBlock(block, hidden)).filter((width) => width !== 0);
    if (widths.includes(null)) throw new WrongField(config.at('block_configs'), 'expected blocks with ffn.ffn_mult or ffn.intermediate_size');
    return Math.round(widths.reduce<number>((sum, width) => sum + (width ?? 0), 0) / Math.max(widths.length, 1));
  }
  if (config.hasAny(names.denseInter) && besideExperts) return config.wholeOf(names.denseInter);
  const given = config.json[names.inter.find((key) => config.has(key)) ?? ''];
  if (Array.isArray(given)) return meanWidth(config, given);
  // The children of GPT-2 leave it out where it is four times the hidden size.
  const width = config.wholeOf(names.inter, family.ffnMatrices === 2 || config.hasAny(['n_embd', 'd_model']) ? { orElse: 4 * hidden } : {});
  return doubled(config, plan, adjusted(config, width));
}

/** Gemma 3n: a width for each layer; their sum is what counts. */
function meanWidth(config: ConfigFields, widths: readonly unknown[]): number {
  const wrong = widths.find((width) => !Number.isInteger(width) || (width as number) < 1);
  if (wrong !== undefined) throw new WrongField(config.at('intermediate_size'), 'expected whole numbers');
  return Math.round((widths as readonly number[]).reduce((sum, width) => sum + width, 0) / widths.length);
}

/** LFM2: two thirds of the width, times a factor, rounded up (as in Llama's own code). */
function adjusted(config: ConfigFields, width: number): number {
  if (!config.flag('block_auto_adjust_ff_dim', false)) return width;
  const multiple = config.whole('block_multiple_of', { most: 65_536, orElse: 256 });
  const factor = config.json['block_ffn_dim_multiplier'];
  const wanted = Math.floor(Math.floor((2 * width) / 3) * (typeof factor === 'number' ? factor : 1));
  return Math.ceil(wanted / multiple) * multiple;
}

/** Gemma 4 of the small kind: layers that borrow a cache have a block twice as wide. */
function doubled(config: ConfigFields, plan: LayerPlan, width: number): number {
  if (!config.flag('use_double_wide_mlp', false)) return width;
  const shared = config.whole('num_kv_shared_layers', { least: 0, most: plan.layers.length, orElse: 0 });
  return Math.round(width * (1 + shared / plan.layers.length));
}

function readExperts(config: ConfigFields, family: Family, layers: number, hidden: number): NonNullable<Model['moe']> {
  const experts = config.wholeOf(names.experts, { most: 8192 });
  const asked = config.wholeOf(names.active, { most: 1024 });
  if (asked > experts) throw new WrongField(config.at('num_experts_per_tok'), `${asked} experts of ${experts} cannot be active`);
  // LongCat: some choices fall on experts that do nothing.
  const idle = config.whole('zero_expert_num', { least: 0, most: 8192, orElse: 0 });
  const active = Math.max(Math.round((asked * experts) / (experts + idle)), 1);
  const inter = config.hasAny(names.expertInter) ? config.wholeOf(names.expertInter) : config.wholeOf(names.inter);
  const groups = config.whole('n_group', { most: 1024, orElse: 1 });
  return {
    layers,
    experts,
    active,
    groups: { count: groups, chosen: config.whole('topk_group', { most: groups, orElse: groups }) },
    inter,
    sharedInter: sharedWidth(config, family, inter),
    width: config.wholeOf(['moe_latent_size', 'routed_expert_hidden_size'], { most: 131_072, orElse: hidden }),
  };
}

/** Width of all shared experts together: given, so many of one width, or as many as routed ones are wide. */
function sharedWidth(config: ConfigFields, family: Family, inter: number): number {
  if (family.silentSharedExpert) return inter;
  const count = config.wholeOrNull(names.sharedExperts, { least: 0, most: 64 });
  if (!config.hasAny(names.sharedInter)) return (count ?? 0) * inter;
  const width = config.wholeOf(names.sharedInter, { least: 0 });
  // Step and Ernie write the width of one or of all; where it is that of all, it is a multiple of one.
  return width * (count !== null && count > 1 && width <= inter ? count : count === 0 ? 0 : 1);
}
