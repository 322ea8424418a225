/** Causal attention over a whole prompt: two ways to cut it, both tried for a shape. */
import { prefillInstance } from './attention-prefill-problem.ts';
import { rowsPrefills, rowsProgram, type RowsPrefill } from './attention-prefill-rows.ts';
import { tiledPrefills, tiledProgram, type TiledPrefill } from './attention-prefill-tiled.ts';
import type { AttentionShape } from './attention.ts';
import type { FloatType } from './gemm.ts';
import type { DeviceTraits, Instance } from './instance.ts';

export type PrefillConfig = TiledPrefill | RowsPrefill;

/** By turns one of each kind, so that however few are tried, both ways are. */
export function prefillCandidates(shape: AttentionShape, dtype: FloatType, traits: DeviceTraits): PrefillConfig[] {
  const tiled = tiledPrefills(shape, dtype, traits);
  const rows = rowsPrefills(shape, dtype, traits);
  return Array.from({ length: Math.max(tiled.length, rows.length) }, (_, at) => [tiled[at], rows[at]])
    .flat()
    .filter((config) => config !== undefined);
}

export function attentionPrefill(config: PrefillConfig, shape: AttentionShape, dtype: FloatType, seed: number): Instance {
  return prefillInstance('rows' in config ? rowsProgram(config) : tiledProgram(config), shape, dtype, seed);
}
