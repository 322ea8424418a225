/** The feed-forward half of a layer: a gated block, or those of the experts that a router chooses for each row. */
import { byExpert } from '../kernels/layer/by-expert.ts';
import { combine, route } from '../kernels/layer/route.ts';
import { swiglu } from '../kernels/layer/swiglu.ts';
import { unitOf, type ChainBuilder, type StepParts } from './parts.ts';
import type { ModelShape, StepProblem } from './shape.ts';

/** From the normed rows `n2` to the branch `down`, with the weights of the layer held as `set`. */
export function feedForward(chain: ChainBuilder, problem: StepProblem, parts: StepParts, set: number): void {
  const { shape, activations, batch, tokens } = problem;
  const rows = batch * tokens;
  if (shape.experts !== null) {
    routedBlocks(chain, problem, parts, shape.experts, set);
    return;
  }
  chain.product('gate·up', 'n2', 'gate·up', `${set}.up`, rows, set);
  const gate = chain.once('gate', (own) => swiglu({ rows, n: shape.inter, clamped: shape.clampedGate }, activations, own));
  chain.add('gate', gate, { x: 'gate·up', y: 'gated' }, `${set}.gate`, set);
  chain.product('down', 'gated', 'down', `${set}.down`, rows, set);
}

/** Biases of the router and the experts are added by what reads their results next. */
function routedBlocks(chain: ChainBuilder, problem: StepProblem, parts: StepParts, experts: NonNullable<ModelShape['experts']>, set: number): void {
  const { shape, activations, batch, tokens } = problem;
  const { hidden, inter, clampedGate, biases } = shape;
  const { count, chosen } = experts;
  const rows = batch * tokens;
  const slots = rows * chosen;
  const bias = biases.experts ? { experts: count } : undefined;
  chain.product('router', 'n2', 'scores', `${set}.router`, rows, set);
  const choice = chain.once('route', (own) => route({ rows, experts: count, chosen, biased: biases.experts }, activations, own));
  chain.add('route', choice, { scores: 'scores', chosen: 'chosen', shares: 'shares' }, `${set}.route`, set);
  if (parts.grouped) {
    const order = chain.once('order', (own) => byExpert({ slots, experts: count }, own));
    chain.add('order', order, { chosen: 'chosen', order: 'order', offsets: 'offsets' }, `${set}.order`, set);
  }
  chain.experts('gate·up', 'n2', 'gate·up', `${set}.up`, rows, chosen, set);
  const gate = chain.once('gate', (own) =>
    swiglu({ rows: slots, n: inter, clamped: clampedGate, ...(bias === undefined ? {} : { bias }) }, activations, own),
  );
  chain.add('gate', gate, { x: 'gate·up', chosen: 'chosen', y: 'gated' }, `${set}.gate`, set);
  chain.experts('down', 'gated', 'by expert', `${set}.down`, rows, 1, set);
  const sum = chain.once('combine', (own) =>
    combine({ rows, chosen, n: hidden, ...(bias === undefined ? {} : { bias: { ...bias, scale: 1 / unitOf(problem, inter) } }) }, activations, own),
  );
  chain.add('combine', sum, { e: 'by expert', shares: 'shares', chosen: 'chosen', y: 'down' }, `${set}.combine`, set);
}
