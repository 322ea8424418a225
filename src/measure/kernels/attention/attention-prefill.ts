/** Causal attention over a whole prompt: two ways to cut it, both tried for a shape. */
import { prefillInstance } from './attention-prefill-problem.ts';
import { likelyRowsPrefills, rowsPrefillFits, rowsPrefillSpace, rowsProgram, type RowsPrefill } from './attention-prefill-rows.ts';
import { likelyTiledPrefills, tiledPrefillFits, tiledPrefillSpace, tiledProgram, type TiledPrefill } from './attention-prefill-tiled.ts';
import type { AttentionShape } from './attention.ts';
import type { FloatType } from '../gemm/gemm.ts';
import type { DeviceTraits, Instance } from '../instance.ts';
import { searchOrder } from '../search-order.ts';

export type PrefillConfig = TiledPrefill | RowsPrefill;

/** The likely ones by turns of each kind, so that however few are tried, both ways are; then the rest of both search spaces. */
export function prefillCandidates(shape: AttentionShape, dtype: FloatType, traits: DeviceTraits, seed = 1): PrefillConfig[] {
  const rows = likelyRowsPrefills(shape);
  const tiled = likelyTiledPrefills(dtype);
  const likely = rows.flatMap((config, at) => [...tiled.slice(at, at + 1), config]);
  const fits = (config: PrefillConfig): boolean =>
    'rows' in config ? rowsPrefillFits(config, shape, dtype, traits) : tiledPrefillFits(config, shape, dtype, traits);
  return searchOrder<PrefillConfig>(likely, [...tiledPrefillSpace, ...rowsPrefillSpace], fits, seed);
}

export function attentionPrefill(config: PrefillConfig, shape: AttentionShape, dtype: FloatType, seed: number): Instance {
  return prefillInstance('rows' in config ? rowsProgram(config) : tiledProgram(config), shape, dtype, seed);
}
