/** Gemma 3n and the small Gemma 4: a small embedding for each layer, looked up and mixed in; and low-rank side paths. */
import type { ConfigFields } from './config-fields.ts';

export interface SideParameters {
  /** Tables that are read one row at a time. */
  readonly lookedUp: number;
  /** Matrices that every token multiplies with. */
  readonly multiplied: number;
}

export function perLayerEmbeddings(config: ConfigFields, layers: number, hidden: number): SideParameters {
  const width = config.whole('hidden_size_per_layer_input', { least: 0, most: 65_536, orElse: 0 });
  const rank = config.whole('laurel_rank', { least: 0, most: 65_536, orElse: 0 });
  const sidePaths = layers * 2 * hidden * rank;
  if (width === 0) return { lookedUp: 0, multiplied: sidePaths };
  const vocab = config.whole('vocab_size_per_layer_input');
  // One projection for all layers, then a gate and a projection in each.
  const multiplied = hidden * layers * width + layers * 2 * hidden * width;
  return { lookedUp: vocab * layers * width, multiplied: multiplied + sidePaths };
}
