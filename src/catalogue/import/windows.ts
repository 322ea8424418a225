/** Which layers of a plain transformer see a window, where a pattern, a flag or the family says so. */
import { WrongField, type ConfigFields } from './config-fields.ts';
import type { Family } from './families.ts';
import { names } from './field-names.ts';
import type { Notes } from './notes.ts';

export interface Windows {
  readonly windowed: readonly boolean[];
  readonly window: number;
}

export function readWindows(config: ConfigFields, family: Family, count: number, notes: Notes): Windows {
  const layers = Array.from({ length: count }, (_, index) => index);
  const none: Windows = { windowed: layers.map(() => false), window: 0 };
  if (!config.positive(names.window) || !config.flag('use_sliding_window', true)) return none;
  const window = config.wholeOf(names.window);
  const full = fullLayers(config, family, count);
  if (full === null) {
    const asked = config.flag('use_sliding_window', false) || !config.has('max_window_layers');
    if (asked)
      notes.say(
        'config.window-unplaced',
        `A window of ${window} tokens is given, but not in which layers: every layer is taken to keep the whole context`,
      );
    return none;
  }
  const windowed = layers.map((layer) => !full(layer));
  return { windowed, window: windowed.includes(true) ? window : 0 };
}

type IsFull = (layer: number) => boolean;

/** Null where nothing says which layers have the window. */
function fullLayers(config: ConfigFields, family: Family, count: number): IsFull | null {
  const pattern = config.json['sliding_window_pattern'];
  if (typeof pattern === 'string') {
    if (!/^[LG]{1,1000}$/.test(pattern))
      throw new WrongField(config.at('sliding_window_pattern'), 'expected a number, or letters L and G as in "LLLG"');
    return (layer) => pattern[layer % pattern.length] === 'G';
  }
  if (Array.isArray(pattern)) return (layer) => pattern[layer % pattern.length] !== true;
  for (const key of ['sliding_window_pattern', 'global_attn_every_n_layers', 'global_attention_every_n_layers', 'interleaved_sliding_window_pattern'])
    if (config.has(key)) return each(config.whole(key, { most: 1000 }));
  // Llama 4 marks the layers without rotary positions, which are the ones that see everything.
  const rope = config.list('no_rope_layers');
  if (rope && rope.length === count) return (layer) => rope[layer] === 0;
  if (config.has('max_window_layers') && family.window === 'none') {
    // Qwen2 and Qwen3: the layers from `max_window_layers` on have the window, once it is asked for.
    if (!config.flag('use_sliding_window', false)) return null;
    const from = config.whole('max_window_layers', { least: 0, most: 100_000 });
    return (layer) => layer < from;
  }
  if (family.window === 'none') return null;
  return family.window === 'all' ? () => false : each(family.window.fullEvery);
}

const each =
  (period: number): IsFull =>
  (layer) =>
    (layer + 1) % period === 0;
