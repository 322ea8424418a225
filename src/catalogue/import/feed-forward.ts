/** Feed-forward of a configuration: dense layers, and experts in the dialect of each family. */
import type { Model } from '../facts.ts';
import type { ArchitectureRule } from './architectures.ts';
import { WrongField, type ConfigFields } from './config-fields.ts';
import { readPattern } from './linear-attention.ts';

export type FeedForwardShape = Pick<Model, 'dense' | 'moe' | 'ffnMatrices'>;

/** Gated blocks: gate, up and down. Nemotron's have no gate. */
const ffnMatrices = 3;
const ungated = 2;

export function readFeedForward(config: ConfigFields, rule: ArchitectureRule, layers: number, hidden: number): FeedForwardShape {
  const experts = (
    dense: FeedForwardShape['dense'],
    moe: Omit<NonNullable<Model['moe']>, 'width' | 'layers' | 'groups'>,
    width = hidden,
  ): FeedForwardShape => {
    if (moe.active > moe.experts) throw new WrongField(config.at('num_experts_per_tok'), `${moe.active} experts of ${moe.experts} cannot be active`);
    return { dense, moe: { ...moe, groups: groupsOf(config), layers: layers - dense.layers, width }, ffnMatrices };
  };
  const inter = (): number => config.whole('intermediate_size');
  const none = { layers: 0, inter: 0 };
  switch (rule.experts) {
    case 'none':
      return { dense: { layers, inter: inter() }, moe: null, ffnMatrices };
    case 'mixtral':
    case 'gpt-oss':
      return experts(none, { experts: count(config, ['num_local_experts', 'num_experts']), active: active(config), inter: inter(), sharedInter: 0 });
    case 'qwen': {
      const denseLayers = denseAmong(config, layers);
      return experts(denseLayers === 0 ? none : { layers: denseLayers, inter: inter() }, {
        experts: count(config, ['num_experts', 'n_routed_experts']),
        active: active(config),
        inter: config.whole('moe_intermediate_size'),
        sharedInter: config.whole('shared_expert_intermediate_size', { least: 0, orElse: 0 }),
      });
    }
    case 'deepseek': {
      const denseLayers = config.whole('first_k_dense_replace', { least: 0, most: layers, orElse: 0 });
      // Another frequency would interleave dense layers, which no published checkpoint of these families does.
      config.whole('moe_layer_freq', { most: 1, orElse: 1 });
      const expertInter = config.whole('moe_intermediate_size');
      return experts(
        denseLayers === 0 ? none : { layers: denseLayers, inter: inter() },
        {
          experts: count(config, ['n_routed_experts', 'num_experts']),
          active: active(config),
          inter: expertInter,
          sharedInter: expertInter * config.wholeOf(['n_shared_experts', 'num_shared_experts'], { least: 0, most: 64, orElse: 0 }),
        },
        config.whole('routed_expert_hidden_size', { most: 131_072, orElse: hidden }),
      );
    }
    case 'llama4': {
      // Every n-th layer has experts, and one expert that is always on, as wide as the routed ones.
      const expertLayers = Math.floor(layers / config.whole('interleave_moe_layer_step', { most: layers, orElse: 1 }));
      const denseLayers = layers - expertLayers;
      return experts(denseLayers === 0 ? none : { layers: denseLayers, inter: config.whole('intermediate_size_mlp') }, {
        experts: count(config, ['num_local_experts']),
        active: active(config),
        inter: inter(),
        sharedInter: inter(),
      });
    }
    case 'nemotron': {
      const pattern = readPattern(config, layers);
      const dense = pattern.dense === 0 ? none : { layers: pattern.dense, inter: inter() };
      if (pattern.experts === 0) return { dense, moe: null, ffnMatrices: ungated };
      const { moe } = experts(
        none,
        {
          experts: count(config, ['n_routed_experts', 'num_experts']),
          active: active(config),
          inter: config.whole('moe_intermediate_size'),
          sharedInter:
            config.whole('moe_shared_expert_intermediate_size', { least: 0, orElse: 0 }) *
            config.whole('n_shared_experts', { least: 0, most: 64, orElse: 1 }),
        },
        config.whole('moe_latent_size', { most: 131_072, orElse: hidden }),
      );
      return { dense, moe: moe && { ...moe, layers: pattern.experts }, ffnMatrices: ungated };
    }
    default:
      return rule.experts satisfies never;
  }
}

function count(config: ConfigFields, keys: readonly [string, ...string[]]): number {
  return config.wholeOf(keys, { most: 8192 });
}

/** Groups of neighbouring experts to which a token is held. */
function groupsOf(config: ConfigFields): NonNullable<Model['moe']>['groups'] {
  const count = config.whole('n_group', { most: 1024, orElse: 1 });
  return { count, chosen: config.whole('topk_group', { most: count, orElse: count }) };
}

function active(config: ConfigFields): number {
  return config.wholeOf(['num_experts_per_tok', 'num_experts_per_token', 'experts_per_token'], { most: 1024 });
}

/** Layers without experts: those named, and those that `decoder_sparse_step` skips. */
function denseAmong(config: ConfigFields, layers: number): number {
  const step = config.whole('decoder_sparse_step', { most: layers, orElse: 1 });
  const named = new Set(config.list('mlp_only_layers') ?? []);
  return Array.from({ length: layers }, (_, layer) => layer).filter((layer) => named.has(layer) || (layer + 1) % step !== 0).length;
}
