/**
 * What the kernels between the products of a layer have in common (norm, rope, gate, look-up, sampling): one dispatch, whole
 * outputs that are judged entry by entry in float64. Alone they run in tests; in a model's step they are links of its chain.
 */
import { expand } from '../wgsl/preprocess.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { tolerances, type Binding, type BufferPlan, type Fill, type Instance } from '../instance.ts';

export interface LayerKernel {
  /** Shader file without its ending, and its text. */
  readonly shader: string;
  readonly source: string;
  readonly dtype: FloatType;
  readonly constants: Readonly<Record<string, number | boolean>>;
  readonly shape: Readonly<Record<string, number>>;
  readonly flops: number;
  readonly bytes: number;
  readonly bindings: readonly Binding[];
  readonly workgroups: readonly [number, number, number];
  readonly buffers: Readonly<Record<string, BufferPlan>>;
  readonly uniforms: Readonly<Record<string, Uint32Array<ArrayBuffer>>>;
  readonly output: { readonly buffer: string; readonly rows: number; readonly columns: number };
  /** The whole output in float64. */
  expected(): Float64Array;
}

export function layerInstance(kernel: LayerKernel): Instance {
  const { shader, dtype, shape, output, buffers } = kernel;
  const whole = buffers[output.buffer]?.element === 'u32';
  return {
    id: `layer.${shader}/${Object.values(shape).join('x')}/${dtype}`,
    kernel: 'layer',
    variant: shader,
    dtype,
    shape,
    words: shader,
    flops: kernel.flops,
    bytes: kernel.bytes,
    rateUnit: 'B/s',
    stages: [
      {
        shader,
        code: expand(`${shader}.wgsl`, kernel.source, {
          enable: usesElem(kernel) && dtype === 'f16' ? ['f16'] : [],
          alias: usesElem(kernel) ? { Elem: dtype } : {},
          constants: kernel.constants,
        }),
        bindings: kernel.bindings,
        workgroups: kernel.workgroups,
      },
    ],
    buffers,
    uniforms: kernel.uniforms,
    output: whole
      ? { buffer: output.buffer, matrix: null, compare: 'entries', tolerance: 0 }
      : { buffer: output.buffer, matrix: { rows: output.rows, columns: output.columns }, compare: 'rms', tolerance: tolerances[dtype] },
    oracle: () => ({ ranges: () => [{ start: 0, values: kernel.expected() }] }),
    cases: [],
  };
}

/** Whole-number kernels have no element type. */
function usesElem({ source }: LayerKernel): boolean {
  return /^(?!\s*\/\/).*\bElem\b/m.test(source);
}

/** Activations and weights of a kernel that runs alone: seeded, and the same for every link. */
export function layerInput(element: BufferPlan['element'], length: number, fill: Fill): BufferPlan {
  return { element, length, fill, rotates: false };
}

export function layerOutput(element: BufferPlan['element'], length: number): BufferPlan {
  return { element, length, fill: { kind: 'poison' }, rotates: false };
}

/** Bindings in order: inputs, outputs, a uniform named `shape`, and inputs that only some models have. */
export function layerBindings(inputs: readonly string[], outputs: readonly string[], optional: readonly string[] = []): Binding[] {
  const reads = (buffer: string): Binding => ({ type: 'read-only-storage', buffer });
  return [
    ...inputs.map(reads),
    ...outputs.map((buffer): Binding => ({ type: 'storage', buffer })),
    { type: 'uniform', buffer: 'shape' },
    ...optional.map(reads),
  ];
}
