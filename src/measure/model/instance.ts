/**
 * A model's step as an instance that the protocol times like any kernel: one link of its chain is one step. It is judged in
 * two ways: a small model through the very same pipelines, every logit against float64; and the timed model stage by stage,
 * since what its stages were given can be read back.
 */
import type { ModelOperator, ModelStep, ModelWeights } from '../../run/model-step.ts';
import { decodeCandidates, type DecodeConfig } from '../kernels/attention-decode.ts';
import { bytesOf, type BufferPlan, type DeviceTraits, type Instance } from '../kernels/instance.ts';
import { joinSteps, type ChainStep } from './chain.ts';
import { decodeSteps, productExtents, type BuiltChain, type DecodeConfigs, type ProductName, type Reach } from './decode.ts';
import { inspections } from './inspect.ts';
import { activationsOf, vectorConfigs, weightDtype, type VectorConfig } from './products.ts';
import { referenceLogits } from './reference.ts';
import type { ModelShape, StepProblem } from './shape.ts';

/** What a plan asks for. */
export interface ModelRequest {
  readonly weights: ModelWeights;
  readonly batch: number;
  readonly context: number;
  /** Bytes that weights, caches and activations may take together. */
  readonly memory: number;
  /** A part of the model, where all of it would take a processor minutes. */
  readonly layersRun?: number;
  readonly vocabRun?: number;
}

/** Variants of a decode step: one choice of workgroups for all its products. Empty where a kernel has none that fits. */
export function decodeInstances(shape: ModelShape, request: ModelRequest, traits: DeviceTraits, seed: number): Instance[] {
  const { weights, batch, context } = request;
  const run: ModelShape = { ...shape, layers: request.layersRun ?? shape.layers, vocab: request.vocabRun ?? shape.vocab };
  const problem: StepProblem = { shape: run, weights, activations: activationsOf(weights, traits), batch, tokens: 1, context, layersHeld: 1, seed };
  const held = (layersHeld: number): StepProblem => ({ ...problem, layersHeld });
  return decodeConfigs(problem, traits).map((configs) => {
    const bytes = (layersHeld: number): number => bytesIn(joined(decodeSteps(held(layersHeld), configs)).buffers);
    const [one, two] = [bytes(1), bytes(2)];
    const layersHeld = Math.max(1, Math.min(run.layers, 1 + Math.floor((request.memory - one) / (two - one))));
    const timed = held(layersHeld);
    const chain = decodeSteps(timed, configs);
    const small = smallProblem(timed, configs);
    return {
      ...stepInstance(chain, timed, configs.variant),
      inspections: inspections(timed, joined(chain).buffers),
      cases: [judgedWhole(stepInstance(decodeSteps(small, configs), small, configs.variant), small)],
      model: describe('decode', shape, timed, chain),
    };
  });
}

/** The first variants of every product that there are as many of, each with the first variant of attention. */
function decodeConfigs({ shape, weights, batch, context, seed }: StepProblem, traits: DeviceTraits): DecodeConfigs[] {
  const { heads, kvHeads, headDim, window } = shape;
  const names = Object.entries(productExtents(shape)) as [ProductName, { n: number; k: number }][];
  const products = new Map(names.map(([name, extents]) => [name, vectorConfigs(weights, { ...extents, batch }, traits, seed)]));
  const reaches: [Reach, DecodeConfig | undefined][] = [
    ['attention', decodeCandidates({ batch, seq: context, heads, kvHeads, headDim }, traits)[0]],
    ['window attention', decodeCandidates({ batch, seq: Math.min(window?.size ?? context, context), heads, kvHeads, headDim }, traits)[0]],
  ];
  const attention = new Map(reaches);
  const count = reaches.some(([, config]) => config === undefined)
    ? 0
    : Math.min(mostVariants, ...[...products.values()].map((configs) => configs.length));
  return Array.from({ length: count }, (_, index) => {
    const chosen = (name: ProductName): VectorConfig => found(products.get(name)?.[index], name);
    const { threads, rows, reduction, ...rest } = chosen('gate·up');
    return {
      variant: `products ${threads} rows ${rows} ${'words' in rest ? `words ${String(rest.words)} ` : ''}${reduction}`,
      product: chosen,
      attention: (reach) => found(attention.get(reach), reach),
    };
  });
}

const mostVariants = 6;

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`no variant of "${name}"`);
  return value;
}

/**
 * The same kinds of layer with the same pipelines: head dimension and queries a group stay; three layers of which two are held,
 * so that their turns show; splits of the cache that end in the middle.
 */
function smallProblem(problem: StepProblem, configs: DecodeConfigs): StepProblem {
  const { shape } = problem;
  const windowed = shape.window !== null && shape.window.size < problem.context;
  return {
    ...problem,
    context: 2 * configs.attention('attention').keys + 7,
    layersHeld: 2,
    shape: {
      ...shape,
      layers: 3,
      hidden: 160,
      heads: (2 * shape.heads) / shape.kvHeads,
      kvHeads: 2,
      inter: 224,
      vocab: 517,
      window: windowed ? { layers: 1, size: configs.attention('window attention').keys + 3 } : null,
    },
  };
}

function joined({ steps, fills }: BuiltChain): ReturnType<typeof joinSteps> {
  return joinSteps(steps, fills);
}

/** All but the judge: `cases` and `inspections` are the caller's. */
function stepInstance(chain: BuiltChain, problem: StepProblem, variant: string): Instance {
  const { shape, weights, activations, batch, context, layersHeld } = problem;
  const kernels = chain.steps.map(({ kernel }) => kernel);
  return {
    id: `model.decode/${shape.id}/${weights}/${batch}x${context}`,
    kernel: 'model.decode',
    variant: `${variant} ${activations}`,
    dtype: weightDtype[weights],
    shape: { batch, context, layers: shape.layers, held: layersHeld },
    words: `${shape.name}, a token after ${context - 1}, ${weights}`,
    flops: kernels.reduce((sum, { flops }) => sum + flops, 0),
    bytes: kernels.reduce((sum, { bytes }) => sum + bytes, 0),
    rateUnit: 'tokens/s',
    arithmetic: 'fma',
    ...joined(chain),
    output: { buffer: 'logits', matrix: { rows: batch, columns: shape.vocab }, compare: 'rms', tolerance: stepTolerances[activations] },
    // Judged by its inspections.
    oracle: () => ({ ranges: () => [] }),
    cases: [],
  };
}

function judgedWhole(instance: Instance, problem: StepProblem): Instance {
  return { ...instance, oracle: () => ({ ranges: () => [{ start: 0, values: referenceLogits(problem, instance.buffers) }] }) };
}

/** Relative RMS error of all logits after three layers: each product rounds once to 11 bits with f16 activations. */
const stepTolerances = { f32: 1e-4, f16: 2e-2 } as const;

function describe(
  phase: ModelStep['phase'],
  whole: ModelShape,
  { shape, weights, batch, tokens, context, layersHeld }: StepProblem,
  chain: BuiltChain,
): ModelStep {
  const { buffers } = joined(chain);
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
    weightBytes: chain.steps.reduce((sum, { kernel }) => sum + weightBytes(kernel.buffers), 0),
    weightBytesHeld: weightBytes(buffers),
    dispatches: chain.steps.reduce((sum, { kernel }) => sum + kernel.stages.length, 0),
    operators: operatorsOf(chain.steps),
  };
}

/** Bytes of matrices: what products call `w`, and their scales. */
function weightBytes(buffers: Instance['buffers']): number {
  return Object.entries(buffers).reduce((sum, [name, plan]) => (/(^|\.)(w|scales)$/.test(name) ? sum + planBytes(plan) : sum), 0);
}

function planBytes({ length, element }: BufferPlan): number {
  return length * bytesOf[element];
}

function bytesIn(buffers: Instance['buffers']): number {
  return Object.values(buffers).reduce((sum, plan) => sum + planBytes(plan), 0);
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
