/** A product of experts with the grouping before it, as a model's step chains them, and the judge that it has alone. */
import { byExpert } from '../../src/measure/kernels/layer/by-expert.ts';
import { expertRows } from '../../src/measure/kernels/layer/expert-weights.ts';
import { fillValues } from '../../src/measure/kernels/wgsl/fill-values.ts';
import { gemmExperts, type RoutedShape } from '../../src/measure/kernels/gemm/gemm-experts.ts';
import type { GemmTile } from '../../src/measure/kernels/gemm/gemm.ts';
import type { BufferPlan, FloatType, Instance } from '../../src/measure/kernels/instance.ts';
import { dot } from '../../src/measure/kernels/linear.ts';
import { joinSteps } from '../../src/measure/model/chain.ts';
import type { ModelWeights } from '../../src/run/model-step.ts';

/** Each slot chooses an expert at random, so that some have many slots and some none. */
export function routedProduct(weights: ModelWeights, tile: GemmTile, shape: RoutedShape, dtype: FloatType, seed: number): Instance {
  const { n, k, experts, rows, chosen, sharing } = shape;
  const slots = rows * chosen;
  const wires = { order: 'order', offsets: 'offsets', x: 'x', c: 'c' };
  const grouping = byExpert({ slots, experts }, seed);
  const product = gemmExperts(weights, tile, shape, dtype, seed);
  const joined = joinSteps(
    [
      { name: 'order', kernel: grouping, wires: { ...wires, chosen: 'chosen' }, owner: 'order', kind: 'order', set: 0 },
      { name: 'product', kernel: product, wires: { ...wires, w: 'w', scales: 'scales' }, owner: 'product', kind: 'product', set: 0 },
    ],
    {},
  );
  const plan = (name: string): BufferPlan => joined.buffers[name]!;
  return {
    ...product,
    ...joined,
    oracle: () => ({
      ranges: () => {
        const row = new Float64Array(k);
        const rowOfW = expertRows(weights, { w: plan('w'), scales: plan('scales') }, dtype, k);
        const values = new Float64Array(slots * n);
        fillValues(plan('chosen').fill, 'u32', 0, slots).forEach((expert, slot) => {
          const vector = fillValues(plan('x').fill, dtype, Math.floor(slot / sharing) * k, k);
          for (let column = 0; column < n; column++) {
            rowOfW(expert * n + column, row);
            values[slot * n + column] = dot(row, vector);
          }
        });
        return [{ start: 0, values }];
      },
    }),
  };
}
