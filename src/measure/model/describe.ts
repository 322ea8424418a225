/** What a result says about a model's step: what is held, what is read, and which kernels run how often. */
import type { ModelOperator, ModelStep } from '../../run/model-step.ts';
import { touchedExperts } from '../kernels/layer/expert-weights.ts';
import { bytesOf, type BufferPlan, type Instance } from '../kernels/instance.ts';
import { joinSteps, type ChainStep } from './chain.ts';
import type { BuiltChain } from './parts.ts';
import type { ModelShape, StepProblem } from './shape.ts';

export function describe(
  phase: ModelStep['phase'],
  whole: ModelShape,
  { shape, weights, batch, tokens, context, layersHeld }: StepProblem,
  { steps, fills }: BuiltChain,
): ModelStep {
  return {
    phase,
    model: whole.id,
    name: whole.name,
    weights,
    batch,
    tokens: batch * tokens,
    context,
    layers: whole.layers,
    layersRun: shape.layers,
    layersHeld,
    vocab: whole.vocab,
    vocabRun: shape.vocab,
    weightBytes: steps.reduce((sum, { kernel }) => sum + weightBytes(kernel.buffers) * shareRead(kernel), 0),
    weightBytesHeld: weightBytes(joinSteps(steps, fills).buffers),
    dispatches: steps.reduce((sum, { kernel }) => sum + kernel.stages.length, 0),
    operators: operatorsOf(steps),
  };
}

/** Bytes of all buffers together. */
export function bytesIn(buffers: Instance['buffers']): number {
  return Object.values(buffers).reduce((sum, plan) => sum + planBytes(plan), 0);
}

/** Bytes of matrices: what products call `w` (`b` where it is stored by columns), and their scales. */
function weightBytes(buffers: Instance['buffers']): number {
  return Object.entries(buffers).reduce((sum, [name, plan]) => (/(^|\.)(w|b|scales)$/.test(name) ? sum + planBytes(plan) : sum), 0);
}

/** Of the experts' weights, what one step reads; of all others, everything. For a few rows at most: two may choose the same expert. */
function shareRead({ kernel, shape }: Instance): number {
  const { slots = 1, experts = 1, rows = 1, chosen = 1 } = shape;
  if (kernel === 'gemm.experts') return touchedExperts(rows, chosen, experts) / experts;
  return kernel === 'gemv.experts' ? Math.min(1, slots / experts) : 1;
}

function planBytes({ length, element }: BufferPlan): number {
  return length * bytesOf[element];
}

function operatorsOf(steps: readonly ChainStep[]): ModelOperator[] {
  const operators = new Map<string, ModelOperator>();
  for (const { name, kernel } of steps) {
    const { kernel: family, dtype, flops, bytes, stages } = kernel;
    const known = operators.get(name);
    operators.set(name, { kernel: family, name, dtype, count: (known?.count ?? 0) + 1, dispatches: stages.length, flops, bytes });
  }
  return [...operators.values()];
}
