/** The next token, drawn on the GPU from the logits; `shaders/sample.wgsl` and `shaders/sample-reduce.wgsl`. */
import reduceSource from '../../../../shaders/sample-reduce.wgsl?raw';
import source from '../../../../shaders/sample.wgsl?raw';
import { mix32 } from '../../../stats/random.ts';
import { expand } from '../wgsl/preprocess.ts';
import { fillValues, poisonWord } from '../wgsl/fill-values.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, inputSeed, uniformWords, type Instance } from '../instance.ts';
import { layerInput, layerOutput } from './layer-kernel.ts';

export interface SampleShape {
  readonly rows: number;
  readonly vocab: number;
  /** Tokens of a row's buffer, of which the first is written. */
  readonly stride: number;
}

const threads = 256;
const reduceThreads = 64;
/** Words that a workgroup scans: sixteen a thread. */
const partWords = 16 * threads;

export function sample(shape: SampleShape, dtype: FloatType, seed: number): Instance {
  const { rows, vocab, stride } = shape;
  const parts = Math.ceil(vocab / partWords);
  const logits = layerInput(dtype, rows * vocab, { kind: 'reals', seed: inputSeed(seed, 0, 0) });
  return {
    id: `layer.sample/${rows}x${vocab}/${dtype}`,
    kernel: 'layer',
    variant: 'sample',
    dtype,
    shape: { ...shape },
    words: 'sample',
    flops: 4 * rows * vocab,
    bytes: bytesOf[dtype] * rows * vocab,
    rateUnit: 'B/s',
    stages: [
      {
        shader: 'sample',
        code: expand('sample.wgsl', source, { enable: dtype === 'f16' ? ['f16'] : [], alias: { Elem: dtype }, constants: { THREADS: threads } }),
        bindings: [
          { type: 'read-only-storage', buffer: 'logits' },
          { type: 'read-only-storage', buffer: 'steps' },
          { type: 'storage', buffer: 'best' },
          { type: 'uniform', buffer: 'shape' },
        ],
        workgroups: [parts, rows, 1],
      },
      {
        shader: 'sample-reduce',
        code: expand('sample-reduce.wgsl', reduceSource, { enable: [], alias: {}, constants: { THREADS: reduceThreads } }),
        bindings: [
          { type: 'read-only-storage', buffer: 'best' },
          { type: 'storage', buffer: 'tokens' },
          { type: 'storage', buffer: 'steps' },
          { type: 'uniform', buffer: 'rows' },
        ],
        workgroups: [Math.ceil(rows / reduceThreads), 1, 1],
      },
    ],
    buffers: {
      logits,
      // Counts from the poison word, so that writing the outputs' fill again starts it anew.
      steps: layerOutput('u32', rows),
      best: layerOutput('u32', 2 * rows * parts),
      tokens: layerInput('u32', rows * stride, { kind: 'arithmetic', base: vocab, step: 0 }),
    },
    uniforms: { shape: uniformWords(vocab, parts, seed), rows: uniformWords(rows, parts, stride) },
    output: { buffer: 'tokens', matrix: null, compare: 'entries', tolerance: 0 },
    oracle: (_set, links = 1) => ({
      ranges: () => {
        const values = new Float64Array(rows * stride).fill(vocab);
        for (let row = 0; row < rows; row++) {
          const own = fillValues(logits.fill, dtype, row * vocab, vocab);
          values[row * stride] = bestWord(own.map((logit, word) => logit + noise(seed, poisonWord + links - 1, row, word)));
        }
        return [{ start: 0, values }];
      },
    }),
    cases: [],
  };
}

/** The Gumbel noise of a word in a row's draw number `step`, in float64. */
export function noise(seed: number, step: number, row: number, word: number): number {
  const stream = mix32(mix32((seed + step) >>> 0) + row);
  const bits = mix32((mix32(word) + stream) >>> 0);
  return -Math.log(-Math.log1p(-((bits >>> 8) + 0.5) * 2 ** -24));
}

function bestWord(scores: Float64Array): number {
  return scores.reduce((best, score, word) => (score > (scores[best] as number) ? word : best), 0);
}
