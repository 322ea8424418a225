/**
 * Several kernels as one: each is the very instance that is timed alone, with its buffers renamed so that one kernel's output
 * is the next one's input. The joined instance goes through the same protocol as any other; one link of its chain is one
 * whole step of a model, in one pass.
 */
import { inputSeed, type BufferPlan, type Fill, type Instance, type Stage } from '../kernels/instance.ts';

export interface ChainStep {
  /** What it does in the model: `q·k·v`. */
  readonly name: string;
  readonly kernel: Instance;
  /** The kernel's own names of buffers that it shares with other steps, and what the chain calls them. */
  readonly wires: Readonly<Record<string, string>>;
  /** Prefix of its inputs that are not shared: weights, one set for each of these. */
  readonly owner: string;
  /** Prefix of its scratch and its parameters, which all steps of one kind use in turn. */
  readonly kind: string;
  /** Seeds the owner's weights. */
  readonly set: number;
}

export interface Joined {
  readonly stages: readonly Stage[];
  readonly buffers: Readonly<Record<string, BufferPlan>>;
  readonly uniforms: Readonly<Record<string, Uint32Array<ArrayBuffer>>>;
}

/** `fills`: what shared buffers hold first, where that is not what the kernel that writes them says. */
export function joinSteps(steps: readonly ChainStep[], fills: Readonly<Record<string, Fill>>): Joined {
  const buffers: Record<string, BufferPlan> = {};
  const uniforms: Record<string, Uint32Array<ArrayBuffer>> = {};
  const stages = steps.flatMap((step) => {
    for (const [own, plan] of Object.entries(step.kernel.buffers)) {
      const name = nameOf(step, own);
      const known = buffers[name];
      if (known !== undefined && (known.length !== plan.length || known.element !== plan.element))
        throw new Error(`${step.name}: "${name}" is ${known.element}[${known.length}] and ${plan.element}[${plan.length}]`);
      // What a kernel writes is poisoned first, whoever reads it.
      if (known === undefined || plan.fill.kind === 'poison')
        buffers[name] = { ...plan, fill: fills[name] ?? fillOf(step, own, plan), rotates: false };
    }
    for (const [own, words] of Object.entries(step.kernel.uniforms)) uniforms[nameOf(step, own)] = words;
    return step.kernel.stages.map((stage) => ({
      ...stage,
      bindings: stage.bindings.map((binding) => ({ ...binding, buffer: nameOf(step, binding.buffer) })),
    }));
  });
  return { stages, buffers, uniforms };
}

function nameOf(step: ChainStep, own: string): string {
  const plan = step.kernel.buffers[own];
  return step.wires[own] ?? (plan === undefined || plan.fill.kind === 'poison' ? `${step.kind}.${own}` : `${step.owner}.${own}`);
}

function fillOf(step: ChainStep, own: string, { fill }: BufferPlan): Fill {
  return 'seed' in fill && step.wires[own] === undefined ? { ...fill, seed: inputSeed(fill.seed, 0, step.set) } : fill;
}
