/**
 * A model's step as an instance that the protocol times like any kernel: one link of its chain is one step. It is judged in
 * two ways: a small model through the very same pipelines, every logit against float64; and the timed model stage by stage,
 * since what its stages were given can be read back.
 */
import type { ModelStep } from '../../run/model-step.ts';
import type { ModelExtents, ModelPoint } from '../../run/model-points.ts';
import type { DeviceTraits, Instance } from '../kernels/instance.ts';
import { joinSteps, type Joined } from './chain.ts';
import { decodeChoices, decodeParts, smallDecode } from './decode.ts';
import { bytesIn, describe } from './describe.ts';
import { inspections } from './inspect.ts';
import type { BuiltChain, StepParts } from './parts.ts';
import { prefillChoices, prefillParts, smallPrompt } from './prefill.ts';
import { activationsOf, weightDtype } from './products.ts';
import { referenceLogits } from './reference.ts';
import type { ModelShape, StepProblem } from './shape.ts';
import { modelSteps } from './steps.ts';

/** One choice of kernels: for the timed model, and for the small one beside it. */
interface Variant {
  readonly name: string;
  readonly parts: (problem: StepProblem) => StepParts;
  readonly small: StepProblem;
}

/** Variants of a step, most promising first, made when called for; empty where a kernel has none that fits. */
export function stepInstances(
  kernel: ModelPoint['kernel'],
  shape: ModelShape,
  asked: ModelExtents,
  traits: DeviceTraits,
  seed: number,
): (() => Instance)[] {
  const { weights, batch, context } = asked;
  const part: ModelShape = { ...shape, layers: asked.layersRun ?? shape.layers, vocab: asked.vocabRun ?? shape.vocab };
  const tokens = kernel === 'model.decode' ? 1 : context;
  const problem: StepProblem = { shape: part, weights, activations: activationsOf(weights, traits), batch, tokens, context, layersHeld: 1, seed };
  return variantsOf(kernel, problem, traits).map((variant) => (): Instance => {
    const build = (layersHeld: number): BuiltChain => modelSteps({ ...problem, layersHeld }, variant.parts(problem));
    const layersHeld = layersThatFit(part.layers, asked.memory, (held) => bytesIn(joined(build(held)).buffers));
    const timed = { ...problem, layersHeld };
    const chain = build(layersHeld);
    const small = modelSteps(variant.small, variant.parts(variant.small));
    const instance = stepInstance(kernel, chain, timed, variant.name);
    return {
      ...instance,
      inspections: inspections(timed, instance.buffers),
      cases: [judgedWhole(stepInstance(kernel, small, variant.small, variant.name), variant.small)],
      model: describe(phases[kernel], shape, timed, chain),
    };
  });
}

const phases: Readonly<Record<ModelPoint['kernel'], ModelStep['phase']>> = { 'model.decode': 'decode', 'model.prefill': 'prefill' };

function variantsOf(kernel: ModelPoint['kernel'], problem: StepProblem, traits: DeviceTraits): Variant[] {
  switch (kernel) {
    case 'model.decode':
      return decodeChoices(problem, traits).map((choice) => ({
        name: choice.variant,
        parts: (of) => decodeParts(of, choice),
        small: smallDecode(problem, choice),
      }));
    case 'model.prefill':
      return prefillChoices(problem, traits).map((choice) => ({
        name: choice.variant,
        parts: (of) => prefillParts(of, choice),
        small: smallPrompt(problem, choice),
      }));
    default:
      return kernel satisfies never;
  }
}

/** As many distinct layers as fit, one at least; each takes as much as the second does. */
function layersThatFit(layers: number, memory: number, bytes: (held: number) => number): number {
  if (layers === 1) return 1;
  const [one, two] = [bytes(1), bytes(2)];
  return Math.max(1, Math.min(layers, 1 + Math.floor((memory - one) / (two - one))));
}

function joined({ steps, fills }: BuiltChain): Joined {
  return joinSteps(steps, fills);
}

/** All but the judge: `cases` and `inspections` are the caller's. */
function stepInstance(kernel: ModelPoint['kernel'], chain: BuiltChain, problem: StepProblem, variant: string): Instance {
  const { shape, weights, activations, batch, tokens, context, layersHeld } = problem;
  const kernels = chain.steps.map((step) => step.kernel);
  return {
    id: `${kernel}/${shape.id}/${weights}/${batch}x${context}`,
    kernel,
    variant: `${variant} ${activations}`,
    dtype: weightDtype[weights],
    shape: { batch, context, layers: shape.layers, held: layersHeld },
    words: `${shape.name}, ${tokens === 1 ? `a token after ${context - 1}` : `a prompt of ${context}`}${batch > 1 ? ` × ${batch}` : ''}, ${weights}`,
    flops: kernels.reduce((sum, { flops }) => sum + flops, 0),
    bytes: kernels.reduce((sum, { bytes }) => sum + bytes, 0),
    rateUnit: 'tokens/s',
    arithmetic: 'fma',
    ...joined(chain),
    output: { buffer: 'logits', matrix: { rows: batch, columns: shape.vocab }, compare: 'rms', tolerance: stepTolerance(problem) },
    // Judged by its inspections.
    oracle: () => ({ ranges: () => [] }),
    cases: [],
  };
}

function judgedWhole(instance: Instance, problem: StepProblem): Instance {
  return {
    ...instance,
    oracle: () => ({
      ranges: () => {
        const [values = new Float64Array(0), ...alternatives] = referenceLogits(problem, instance.buffers);
        return [{ start: 0, values, alternatives }];
      },
    }),
  };
}

/**
 * Relative RMS error of all logits after three layers. Rounding every stored activation to 11 bits in float64 gave 0.5e-3 to 1.0e-3
 * over seven models and formats; f32 on a software adapter 5e-7, to which a GPU's exponentials add.
 */
const stepTolerances = { f32: 1e-4, f16: 5e-3 } as const;

/**
 * Half precision turns over close choices of experts. Those of a last token are told apart; each of an earlier one moved the logits by up to
 * 8e-3 (8 of 128 experts, 64 tokens, three layers), and one of a last token by 0.13.
 */
const routedPromptTolerance = 3e-2;

function stepTolerance({ shape, activations, tokens }: StepProblem): number {
  return activations === 'f16' && tokens > 1 && shape.experts !== null ? routedPromptTolerance : stepTolerances[activations];
}
