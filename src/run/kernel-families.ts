/**
 * The kernel families of a run: what each is called, which group it is shown in, what judges it, which operator class its timings
 * are fitted as, and its code in a link. One row a family, in the order in which groups and families are listed; what builds a
 * family's kernels is `measure/kernels/suite.ts`, which plans name it are `plans.ts` and its neighbours.
 */
import type { RateUnit } from './run.ts';

/** Classes whose timings are fitted to five numbers. */
export type OperatorClass = 'gemm' | 'gemv' | 'attention.prefill' | 'attention.decode';

export interface KernelFamily {
  /** `KernelResult.kernel`, or its beginning up to a dot. */
  readonly id: string;
  readonly group: string;
  readonly name: string;
  /** What such a kernel is judged by. */
  readonly unit: RateUnit;
  readonly operatorClass?: OperatorClass;
  /** Place in links of version 1, whose order is fixed for ever; families without one go by their name. */
  readonly linkCode?: number;
}

export const kernelFamilies: readonly KernelFamily[] = [
  { id: 'model.decode', group: 'Whole models', name: 'Decode step', unit: 'tokens/s' },
  { id: 'model.prefill', group: 'Whole models', name: 'Prompt', unit: 'tokens/s' },
  { id: 'peak.fma', group: 'Peaks', name: 'Multiply-add peak', unit: 'FLOP/s', linkCode: 0 },
  { id: 'peak.dp4a', group: 'Peaks', name: 'Integer dot-product peak', unit: 'OP/s' },
  { id: 'peak.sgm', group: 'Peaks', name: 'Matrix-unit peak', unit: 'FLOP/s' },
  { id: 'peak.width', group: 'Peaks', name: 'Workgroups that fill arithmetic', unit: 'FLOP/s' },
  { id: 'mem.read', group: 'Memory', name: 'Stream read', unit: 'B/s', linkCode: 1 },
  { id: 'mem.write', group: 'Memory', name: 'Stream write', unit: 'B/s' },
  { id: 'mem.copy', group: 'Memory', name: 'Stream copy', unit: 'B/s', linkCode: 2 },
  { id: 'mem.triad', group: 'Memory', name: 'Stream triad', unit: 'B/s' },
  { id: 'mem.sweep', group: 'Memory', name: 'Working-set sweep', unit: 'B/s' },
  { id: 'mem.width', group: 'Memory', name: 'Workgroups that fill memory', unit: 'B/s' },
  { id: 'launch.dispatch', group: 'Launches', name: 'Launch to launch', unit: 's', linkCode: 3 },
  { id: 'launch.pass', group: 'Launches', name: 'Pass to pass', unit: 's' },
  { id: 'launch.submit', group: 'Launches', name: 'Submit to submit', unit: 's' },
  { id: 'gemm', group: 'Matrix multiply', name: 'Matrix multiply', unit: 'FLOP/s', operatorClass: 'gemm', linkCode: 4 },
  { id: 'gemm.f16a16', group: 'Matrix multiply', name: 'Matrix multiply, f16 sums', unit: 'FLOP/s', operatorClass: 'gemm' },
  { id: 'gemm.sgm', group: 'Matrix multiply', name: 'Matrix multiply on matrix units', unit: 'FLOP/s', operatorClass: 'gemm' },
  { id: 'gemm.i8', group: 'Matrix multiply', name: 'Matrix multiply, 8 bits', unit: 'OP/s', operatorClass: 'gemm' },
  { id: 'gemm.w4a16', group: 'Matrix multiply', name: 'Matrix multiply, 4-bit weights', unit: 'FLOP/s', operatorClass: 'gemm' },
  { id: 'gemm.w8a16', group: 'Matrix multiply', name: 'Matrix multiply, 8-bit weights', unit: 'FLOP/s', operatorClass: 'gemm' },
  { id: 'gemm.experts', group: 'Matrix multiply', name: 'Matrix multiply, routed experts', unit: 'FLOP/s', operatorClass: 'gemm' },
  { id: 'gemm.w4a8', group: 'Matrix multiply', name: 'Matrix multiply, 4-bit weights and 8-bit activations', unit: 'OP/s', operatorClass: 'gemm' },
  { id: 'gemv', group: 'Matrix-vector', name: 'Matrix-vector', unit: 'B/s', operatorClass: 'gemv', linkCode: 5 },
  { id: 'gemv.q8', group: 'Matrix-vector', name: 'Matrix-vector, 8-bit weights', unit: 'B/s', operatorClass: 'gemv' },
  { id: 'gemv.q4', group: 'Matrix-vector', name: 'Matrix-vector, 4-bit weights', unit: 'B/s', operatorClass: 'gemv' },
  { id: 'gemv.q4a8', group: 'Matrix-vector', name: 'Matrix-vector, 4-bit weights and 8-bit activations', unit: 'B/s', operatorClass: 'gemv' },
  { id: 'gemv.experts', group: 'Matrix-vector', name: 'Matrix-vector, routed experts', unit: 'B/s', operatorClass: 'gemv' },
  { id: 'attention.prefill', group: 'Attention', name: 'Attention, prompt', unit: 'FLOP/s', operatorClass: 'attention.prefill', linkCode: 6 },
  { id: 'attention.prefill.sgm', group: 'Attention', name: 'Attention, prompt, on matrix units', unit: 'FLOP/s', operatorClass: 'attention.prefill' },
  { id: 'attention.decode', group: 'Attention', name: 'Attention, decode', unit: 'B/s', operatorClass: 'attention.decode', linkCode: 7 },
  { id: 'layer', group: 'Between the products', name: 'Norm, rope, gate and draw', unit: 'B/s' },
];

/** The family with the longest id that the kernel's name is or begins with; null for one of a later version. */
export function kernelFamily(kernel: string): KernelFamily | null {
  let found: KernelFamily | null = null;
  for (const family of kernelFamilies) {
    if ((kernel === family.id || kernel.startsWith(`${family.id}.`)) && family.id.length > (found?.id.length ?? 0)) found = family;
  }
  return found;
}

/** Ids of the families that links of version 1 have a code for, by that code. */
export const linkedFamilies: readonly string[] = kernelFamilies
  .filter(({ linkCode }) => linkCode !== undefined)
  .sort((a, b) => (a.linkCode ?? 0) - (b.linkCode ?? 0))
  .map(({ id }) => id);
