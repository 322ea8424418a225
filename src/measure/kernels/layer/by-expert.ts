/** Slots in the order of the experts that they chose; `shaders/by-expert.wgsl`. */
import source from '../../../../shaders/by-expert.wgsl?raw';
import { fillValues } from '../wgsl/fill-values.ts';
import { type Instance, uniformWords } from '../instance.ts';
import { layerBindings, layerInput, layerInstance, layerOutput } from './layer-kernel.ts';

export interface SlotShape {
  readonly slots: number;
  readonly experts: number;
}

const threads = 256;

/** Alone, each slot chooses an expert at random, so that some have many slots and some none. */
export function byExpert({ slots, experts }: SlotShape, seed: number, output: 'order' | 'offsets' = 'order'): Instance {
  const chosen = layerInput('u32', slots, { kind: 'integers', seed, low: 0, high: experts - 1 });
  return layerInstance({
    shader: 'by-expert',
    source,
    dtype: 'f32',
    constants: { THREADS: threads },
    shape: { slots, experts },
    flops: 0,
    bytes: 4 * (2 * slots + experts + 1),
    bindings: layerBindings(['chosen'], ['order', 'offsets']),
    workgroups: [experts, 1, 1],
    buffers: { chosen, order: layerOutput('u32', slots), offsets: layerOutput('u32', experts + 1) },
    uniforms: { shape: uniformWords(slots) },
    output: { buffer: output, rows: 1, columns: output === 'order' ? slots : experts + 1 },
    expected: () => ordered(fillValues(chosen.fill, 'u32', 0, slots), experts)[output],
  });
}

/** Slots by expert, those of one expert in their own order, and where each expert's begin. */
export function ordered(chosen: Float64Array, experts: number): { readonly order: Float64Array; readonly offsets: Float64Array } {
  const order = Float64Array.from(Array.from(chosen.keys()).sort((a, b) => (chosen[a] as number) - (chosen[b] as number) || a - b));
  const offsets = Float64Array.from({ length: experts + 1 }, (_, expert) => chosen.filter((choice) => choice < expert).length);
  return { order, offsets };
}
