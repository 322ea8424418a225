/** The two kernels that are never timed: `fill` makes the data, `check-product` condenses a result for the judge. */
import checkSource from '../../../../shaders/check-product.wgsl?raw';
import fillSource from '../../../../shaders/fill.wgsl?raw';
import { expand } from './preprocess.ts';
import { poisonWord } from './fill-values.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, grid, uniformWords, type BufferPlan, type ElementType, type Fill, type Stage } from '../instance.ts';

export interface ServiceStage extends Stage {
  readonly uniform: Uint32Array<ArrayBuffer>;
}

const fillThreads = 256;
/** Enough threads for any GPU; longer buffers are filled in turns. */
const mostFillGroups = 16_384;

/** Bindings: the buffer as `words`, then the uniform. */
export function fillStage(plan: BufferPlan, set: number): ServiceStage {
  const words = Math.ceil((plan.length * bytesOf[plan.element]) / 4);
  const groups = Math.min(mostFillGroups, Math.max(1, Math.ceil(words / fillThreads)));
  return {
    shader: 'fill',
    code: expand('fill.wgsl', fillSource, { enable: [], alias: {}, constants: { THREADS: fillThreads } }),
    bindings: [
      { type: 'storage', buffer: 'words' },
      { type: 'uniform', buffer: 'params' },
    ],
    workgroups: [groups, 1, 1],
    uniform: fillUniform(rotateFill(plan.fill, set), words, groups * fillThreads, plan.element),
  };
}

/** The same data under the seed of another rotation set, as `inputSeed` gives it. */
function rotateFill(fill: Fill, set: number): Fill {
  return 'seed' in fill ? { ...fill, seed: (fill.seed + Math.imul(set, 0x85ebca6b)) >>> 0 } : fill;
}

function fillUniform(fill: Fill, words: number, threads: number, element: ElementType): Uint32Array<ArrayBuffer> {
  const head = [words, threads] as const;
  const type = element === 'f16' ? 1 : 0;
  switch (fill.kind) {
    case 'reals':
      return uniformWords(...head, 0, type, fill.seed, 0, 1, 0);
    case 'integers':
      return uniformWords(...head, element === 'u32' || element === 'i32' ? 5 : 1, type, fill.seed, fill.low, fill.high - fill.low + 1, 0);
    case 'arithmetic':
      return uniformWords(...head, 2, type, fill.base, 0, 1, fill.step);
    case 'words':
      return uniformWords(...head, 4, type, fill.seed, 0, 1, 0);
    case 'poison':
      return uniformWords(...head, 3, type, poisonWord, 0, 1, 0);
    default:
      return fill satisfies never;
  }
}

/** Bindings: the matrix, three vectors as vec4 a column, three sums as vec4 a row, the uniform. */
export function checkProductStage(rows: number, columns: number, element: FloatType | 'i32'): ServiceStage {
  return {
    shader: 'check-product',
    code: expand('check-product.wgsl', checkSource, {
      enable: element === 'f16' ? ['f16'] : [],
      alias: { Elem: element },
      constants: { THREADS: 64 },
    }),
    bindings: [
      { type: 'read-only-storage', buffer: 'c' },
      { type: 'read-only-storage', buffer: 'r' },
      { type: 'storage', buffer: 'y' },
      { type: 'uniform', buffer: 'params' },
    ],
    workgroups: grid(rows),
    uniform: uniformWords(rows, columns),
  };
}
