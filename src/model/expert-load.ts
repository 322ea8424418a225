/**
 * What routing brings to one expert-parallel rank on average, when a serving engine balances experts over ranks (by
 * redundant copies or by chance over many layers) and tokens choose independently. Skew widens the interval and the
 * tail, not this mean: over balanced routing it costs ×1.04–1.19 at the median of the published tables.
 */
import type { RankLoad } from './operators/routing.ts';

/** `touched` = E/ep · (1 − (1 − k/E)^tokens), tokens those of the whole expert group. */
export function expectedLoad(tokens: number, topK: number, experts: number, ranks: number): RankLoad {
  const local = experts / ranks;
  const pairs = (tokens * topK) / ranks;
  const touched = local * (1 - (1 - topK / experts) ** tokens);
  return { pairs, touched: Math.min(touched, pairs), largest: pairs / Math.max(touched, 1e-9) };
}
