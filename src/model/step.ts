/**
 * One forward pass of one pipeline stage's worth of a model on one accelerator: the linear layers, attention, experts
 * and collectives that every token goes through, priced by the operators it is given. Decode and prefill differ in how
 * many tokens share the pass and which attention they need.
 */
import type { Model } from '../catalogue/facts.ts';
import type { Parallel } from '../scenario/scenario.ts';
import { acceleratorsPerServer } from './server.ts';
import { headLinear, launches, linears, localKvHeads, type Linear, type Part } from './geometry.ts';

/** Seconds of each operator on one accelerator, chip and number formats bound. */
export interface Operators {
  gemm(part: Part, m: number, n: number, k: number): number;
  /** One new token for each of `batch` sequences over `context` cached tokens; `window` 0 for all of them. */
  decodeAttention(batch: number, context: number, heads: number, kvHeads: number, headDim: number, window: number): number;
  /** `batch` sequences of `tokens` new tokens over `prefix` cached ones, causal. */
  prefillAttention(batch: number, tokens: number, prefix: number, heads: number, kvHeads: number, headDim: number, window: number): number;
  mlaDecode(batch: number, context: number, heads: number): number;
  mlaPrefill(batch: number, tokens: number, prefix: number, heads: number): number;
  /** Routed experts of one layer for all `tokens` of the expert group, of which `own` lie on this accelerator. */
  experts(tokens: number, own: number, moeTensor: number, moeExpert: number): number;
  /** Bytes read and written beside the matrices (norms, rotary embedding, activation, cache write), `launches` kernels. */
  elementwise(bytes: number, launches: number): number;
  allReduce(accelerators: number, bytes: number): number;
  /** Dispatch and combine of one expert layer: `bytes` leave each accelerator. */
  allToAll(accelerators: number, bytes: number): number;
  /** Every rank's `bytes` to every rank, and the sums of what comes of them back to each. */
  gatherAndScatter(accelerators: number, bytes: number): number;
  /** True where accelerators have links of their own, which kernels that send tokens to their experts need. */
  readonly linked: boolean;
  pointToPoint(bytes: number): number;
}

/** Where a pass spends its time, in seconds. */
export interface PassTerms {
  linear: number;
  experts: number;
  attention: number;
  elementwise: number;
  collectives: number;
}

export const passSeconds = (terms: PassTerms): number => terms.linear + terms.experts + terms.attention + terms.elementwise + terms.collectives;

/** What of a deployment a pass needs, derived once. */
export interface Stage {
  readonly model: Model;
  readonly parallel: Parallel;
  readonly linears: readonly Linear[];
  readonly head: Linear;
  /** Kernels of a pass that carries prompts. */
  readonly launches: number;
  readonly operators: Operators;
  /** What proposes tokens ahead; null without one. */
  readonly draft: Stage | null;
}

export const stage = (model: Model, parallel: Parallel, operators: Operators, draft: Stage | null = null): Stage => ({
  model,
  parallel,
  linears: linears(model, parallel.tensor),
  head: headLinear(model, parallel.tensor),
  launches: launches(model, parallel.tensor),
  operators,
  draft,
});

/** Bytes of one activation between operators: 16 bits. */
const activationBytes = 2;

/** Everything in a pass but attention: `tokens` go through the layers, `sampled` through the output head. */
function sharedTerms(s: Stage, tokens: number, sampled: number): PassTerms {
  const terms = layerTerms(s, tokens);
  terms.linear += headSeconds(s, sampled);
  return terms;
}

/** The output head for `sampled` tokens. */
export const headSeconds = ({ head, operators }: Stage, sampled: number): number => operators.gemm(head.part, sampled, head.n, head.k);

/** All layers without attention. */
export function layerTerms(s: Stage, tokens: number): PassTerms {
  const { model, parallel, linears: list, operators } = s;
  const { tensor, expert, attentionData } = parallel;
  let linear = 0;
  for (const { part, n, k, count } of list) linear += count * operators.gemm(part, tokens, n, k);
  const experts = model.moe ? model.moe.layers * operators.experts(tokens * attentionData, tokens, (tensor * attentionData) / expert, expert) : 0;
  const layers = model.layers;
  // Per layer: two norms with residual, rotary embedding with cache write, activation; each reads and writes its tokens.
  const moved = tokens * activationBytes * (6 * model.hidden + (4 * model.heads * model.headDim) / tensor);
  const elementwise = layers * operators.elementwise(moved, 4);
  return { linear, experts, attention: 0, elementwise, collectives: collectiveSeconds(s, tokens) };
}

/** Collectives of a pass of `tokens`. */
export function collectiveSeconds({ model, parallel, operators }: Stage, tokens: number): number {
  return (
    model.layers * layerCollectives(model, parallel, tokens, operators) +
    (parallel.pipeline - 1) * operators.pointToPoint(tokens * model.hidden * activationBytes)
  );
}

/**
 * Beyond one server, engines run two half batches so that one's exchange hides behind the other's arithmetic. At most
 * this share hides, half of it at `overlapTokens` tokens a rank: a few tokens cannot be halved.
 */
const mostHidden = 0.6;
const overlapTokens = 8;
const visible = (seconds: number, ranks: number, tokens: number): number =>
  ranks > acceleratorsPerServer ? seconds * (1 - (mostHidden * tokens) / (tokens + overlapTokens)) : seconds;

/**
 * How often a token leaves: once per expert chosen on another rank; beyond one server once per server that holds any of
 * them, since its copies are handed on inside (DeepEP). Groups of experts are chosen independently, and experts inside them.
 */
function copiesSent(moe: Model['moe'], ranks: number): number {
  if (moe === null) return 0;
  const {
    active,
    groups: { count, chosen },
  } = moe;
  const servers = ranks / acceleratorsPerServer;
  if (servers <= 1) return Math.min(active, ranks - 1) * (1 - 1 / ranks);
  const perGroup = servers / count;
  // A server with several groups is reached by any of them; one with a part of a group needs that group and one of its experts.
  const reached = perGroup < 1 ? 1 - (1 - chosen / count) ** (1 / perGroup) : (chosen / count) * (1 - (1 - 1 / perGroup) ** (active / chosen));
  return servers * reached;
}

/**
 * Tokens on their way to the experts and back. DeepEP sends each only where its experts are, out in 8 bits and back in 16, but
 * needs links between accelerators (its README: NVLink, and RDMA between servers). Over a host's bus engines gather all
 * tokens everywhere and scatter the sums (vLLM's default all2all backend, `allgather_reducescatter`), and nothing hides it.
 */
function expertExchange(model: Model, ranks: number, tokens: number, bytes: number, operators: Operators): number {
  if (!operators.linked) return operators.gatherAndScatter(ranks, bytes);
  const leaving = bytes * copiesSent(model.moe, ranks);
  return visible(operators.allToAll(ranks, leaving / 2) + operators.allToAll(ranks, leaving), ranks, tokens);
}

/** Collectives of an average layer. TP = 1 without expert parallelism has none. */
function layerCollectives(model: Model, { tensor, attentionData }: Parallel, tokens: number, operators: Operators): number {
  const bytes = tokens * model.hidden * activationBytes;
  const reduce = tensor > 1 ? operators.allReduce(tensor, bytes) : 0;
  if (attentionData === 1) return 2 * reduce;
  const moeShare = (model.moe?.layers ?? 0) / model.layers;
  const exchange = moeShare > 0 ? expertExchange(model, tensor * attentionData, tokens, bytes / tensor, operators) : 0;
  return reduce + moeShare * exchange + (1 - moeShare) * reduce;
}

/**
 * One decode step of `batch` sequences that hold `context` tokens on average. `width` is the tokens per sequence that
 * go through the layers: 1, or the drafted ones plus one when a draft is verified.
 */
export function decodePass(s: Stage, batch: number, context: number, width = 1): PassTerms {
  const terms = sharedTerms(s, batch * width, batch * width);
  terms.attention = decodeAttention(s, batch, context);
  return withDraft(terms, s, batch, context, width);
}

/** The terms with those of the draft added: a pass of its own for each token that it proposes, before the model checks them. */
export function withDraft(terms: PassTerms, { draft }: Stage, batch: number, context: number, width: number): PassTerms {
  const passes = width - 1;
  if (!draft || passes === 0 || batch === 0) return terms;
  const own = decodePass(draft, batch, context);
  return {
    linear: terms.linear + passes * own.linear,
    experts: terms.experts + passes * own.experts,
    attention: terms.attention + passes * own.attention,
    elementwise: terms.elementwise + passes * own.elementwise,
    collectives: terms.collectives + passes * own.collectives,
  };
}

/** Attention of a decode step over all layers. */
export function decodeAttention({ model, parallel, operators }: Stage, batch: number, context: number): number {
  const { fullLayers, windowLayers, window, linearLayers, linearStateBytes, sparseTopK } = model.attention;
  const { decodeContext = 1 } = parallel;
  // A rank that holds a part of the context attends to it with the heads of all that hold the others.
  const heads = (model.heads / parallel.tensor) * decodeContext;
  const reach = Math.ceil((sparseTopK === null ? context : Math.min(context, sparseTopK)) / decodeContext);
  const kvHeads = localKvHeads(model, parallel.tensor);
  let seconds = 0;
  // Queries are gathered before and results summed after, once a layer.
  if (decodeContext > 1) {
    const width = model.mla ? model.mla.kvLoraRank : model.headDim;
    seconds += fullLayers * operators.allReduce(decodeContext, batch * heads * width * activationBytes);
  }
  if (model.mla) seconds += fullLayers * operators.mlaDecode(batch, reach, heads);
  else if (fullLayers > 0) seconds += fullLayers * operators.decodeAttention(batch, reach, heads, kvHeads, model.headDim, 0);
  if (windowLayers > 0) seconds += windowLayers * operators.decodeAttention(batch, Math.min(context, window), heads, kvHeads, model.headDim, window);
  // A linear layer reads and writes its state once per token.
  if (linearLayers > 0) seconds += linearLayers * operators.elementwise((2 * batch * linearStateBytes) / linearLayers / parallel.tensor, 2);
  return seconds;
}

/** A prefill pass over `batch` sequences of `tokens` new tokens each behind `prefix` cached ones. */
export function prefillPass(s: Stage, batch: number, tokens: number, prefix: number): PassTerms {
  const terms = sharedTerms(s, batch * tokens, batch);
  terms.attention = prefillAttention(s, batch, tokens, prefix);
  return terms;
}

/** Attention of a prefill pass over all layers. */
export function prefillAttention({ model, parallel, operators }: Stage, batch: number, tokens: number, prefix: number): number {
  const { fullLayers, windowLayers, window, linearLayers, linearStateBytes } = model.attention;
  const heads = model.heads / parallel.tensor;
  const kvHeads = localKvHeads(model, parallel.tensor);
  let seconds = 0;
  if (model.mla) seconds += fullLayers * operators.mlaPrefill(batch, tokens, prefix, heads);
  else if (fullLayers > 0) seconds += fullLayers * operators.prefillAttention(batch, tokens, prefix, heads, kvHeads, model.headDim, 0);
  if (windowLayers > 0)
    seconds += windowLayers * operators.prefillAttention(batch, tokens, Math.min(prefix, window), heads, kvHeads, model.headDim, window);
  if (linearLayers > 0)
    seconds +=
      linearLayers *
      operators.elementwise((batch * (tokens * 4 * model.hidden * activationBytes + (2 * linearStateBytes) / linearLayers)) / parallel.tensor, 4);
  return seconds;
}

/**
 * A mixed pass: `batch` decoding sequences with `context` tokens each, and a prefill of `prompts` prompts, each with
 * `tokens` new tokens after `prefix` cached ones. Weights are read once for both, so chunked prefill is cheaper than two passes.
 */
export function mixedPass(s: Stage, batch: number, width: number, context: number, prompts: number, tokens: number, prefix: number): PassTerms {
  const terms = sharedTerms(s, batch * width + prompts * tokens, batch * width + prompts);
  terms.attention = decodeAttention(s, batch, context) + prefillAttention(s, prompts, tokens, prefix);
  return withDraft(terms, s, batch, context, width);
}
