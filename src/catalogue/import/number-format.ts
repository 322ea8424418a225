/**
 * The format in which a configuration says that weights are stored. Quantised checkpoints mostly narrow the linear
 * layers; `gpt-oss` and Kimi narrow the routed experts alone.
 */
import { WrongField, type ConfigFields } from './config-fields.ts';

/** Words of the scenario's `weights`. */
export type WeightStorage = 'bf16' | 'fp8' | 'int8' | 'int4' | 'nvfp4' | 'mxfp4';

export interface NumberFormats {
  readonly native: WeightStorage;
  readonly nonExpert: WeightStorage;
}

export function readFormats(config: ConfigFields): NumberFormats {
  const quantisation = config.object('quantization_config');
  if (!quantisation) return { native: 'bf16', nonExpert: 'bf16' };
  const method = quantisation.text('quant_method') ?? '';
  const native = storageOf(method, quantisation);
  const kept = [...(quantisation.list('modules_to_not_convert') ?? []), ...(quantisation.list('ignore') ?? [])].filter(
    (name) => typeof name === 'string',
  );
  const expertsOnly = method === 'mxfp4' || kept.some((name) => /self_attn|attention/.test(name));
  return { native, nonExpert: expertsOnly ? 'bf16' : native };
}

function storageOf(method: string, quantisation: ConfigFields): WeightStorage {
  switch (method) {
    case 'fp8':
    case 'fbgemm_fp8':
      return 'fp8';
    case 'mxfp4':
      return 'mxfp4';
    case 'awq':
    case 'gptq':
      return byBits(quantisation.whole('bits', { least: 2, most: 8 }), quantisation.at('bits'));
    case 'modelopt': {
      const algorithm = quantisation.text('quant_algo') ?? '';
      if (algorithm.includes('NVFP4')) return 'nvfp4';
      if (algorithm.includes('FP8')) return 'fp8';
      throw new WrongField(quantisation.at('quant_algo'), `expected NVFP4 or FP8, got "${algorithm.slice(0, 40)}"`);
    }
    case 'compressed-tensors': {
      const groups = quantisation.object('config_groups');
      const weights =
        groups &&
        Object.keys(groups.json)
          .map((name) => groups.object(name)?.object('weights'))
          .find((found) => found);
      if (!weights) throw new WrongField(quantisation.at('config_groups'), 'expected a group with weights');
      const bits = weights.whole('num_bits', { least: 2, most: 16 });
      if (weights.text('type') !== 'float') return byBits(bits, weights.at('num_bits'));
      if (bits === 8) return 'fp8';
      if (bits === 4) return 'nvfp4';
      throw new WrongField(weights.at('num_bits'), `floats of ${bits} bits are not read`);
    }
    default:
      throw new WrongField(
        quantisation.at('quant_method'),
        `"${method.slice(0, 40)}" is not read; fp8, mxfp4, awq, gptq, modelopt and compressed-tensors are`,
      );
  }
}

function byBits(bits: number, path: string): WeightStorage {
  if (bits === 4) return 'int4';
  if (bits === 8) return 'int8';
  throw new WrongField(path, `weights of ${bits} bits are not read; 4 and 8 are`);
}
