/** The cost of one dependent dispatch, pass and submit: the same kernel, alone in each. */
import source from '../../../../shaders/launch.wgsl?raw';
import { expand } from '../wgsl/preprocess.ts';
import { poisonWord } from '../wgsl/fill-values.ts';
import type { Instance } from '../instance.ts';

const threads = 64;

export function launch(link: 'dispatch' | 'pass' | 'submit' = 'dispatch'): Instance {
  return {
    id: `launch.${link}/1`,
    kernel: `launch.${link}`,
    variant: `dependent, one group of ${threads}`,
    dtype: 'f32',
    shape: { groups: 1 },
    words: `${link} launch`,
    ...(link === 'dispatch' ? {} : { link }),
    flops: 0,
    bytes: 8 * threads,
    rateUnit: 's',
    stages: [
      {
        shader: 'launch',
        code: expand('launch.wgsl', source, { enable: [], alias: {}, constants: { THREADS: threads } }),
        bindings: [{ type: 'storage', buffer: 'counters' }],
        workgroups: [1, 1, 1],
      },
    ],
    buffers: { counters: { element: 'u32', length: threads, fill: { kind: 'poison' }, rotates: false } },
    uniforms: {},
    output: { buffer: 'counters', matrix: null, compare: 'entries', tolerance: 0 },
    // Every dispatch counts: after a chain, each counter is the fill's word and the number of dispatches.
    oracle: (_set, links = 1) => ({ ranges: () => [{ start: 0, values: new Float64Array(threads).fill((poisonWord + links) >>> 0) }] }),
    cases: [],
  };
}
