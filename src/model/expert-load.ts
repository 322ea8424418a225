/**
 * What routing brings to the expert-parallel rank that finishes last. Inside one layer some experts are asked for more
 * often than others: a batch touches fewer of them than even choices would, and one rank has more to do than the rest.
 */
import { acceleratorsPerServer } from './server.ts';
import { expectedMaximum, type RankLoad } from './operators/routing.ts';

/**
 * Loads of experts follow a gamma distribution of shape `evenness`, and the tokens of each a Poisson distribution around
 * it: untouched are (1 + λ/evenness)^−evenness of them, λ = k·tokens/E; e^−λ for an even router (evenness → ∞).
 * @param tokens those of the whole expert group
 */
export function expectedLoad(tokens: number, topK: number, experts: number, ranks: number, evenness: number): RankLoad {
  const local = experts / ranks;
  const mean = (tokens * topK) / ranks;
  const untouched = (1 + (topK * tokens) / (experts * evenness)) ** -evenness;
  // All ranks wait for the one whose experts are asked for most.
  // Past one server, deployments copy the busiest experts until ranks are even (DeepSeek's EPLB, part of every wide deployment that published figures).
  const skew = ranks > acceleratorsPerServer ? 1 : 1 + expectedMaximum(ranks) / Math.sqrt(local * evenness);
  const pairs = Math.min(mean * skew, tokens * Math.min(topK, local));
  // One token asks for k different experts; the first of them are never shared.
  const touched = Math.min(Math.max(local * (1 - untouched), Math.min(pairs, topK / ranks)), pairs);
  return { pairs, touched, largest: pairs / Math.max(touched, 1e-9) };
}
