/** jax-js under `jit`, its documented fast path. Arrays are moved into a call unless a reference is taken. */
import { type Array as JaxArray, defaultDevice, DType, getWebGPUDevice, init, jit, nn, numpy as np } from '@jax-js/jax';
import { only, permuted } from '../arrays.ts';
import type { Library, Prepared, Way } from '../library.ts';
import type { Problem } from '../problem.ts';

/** Calls in flight: enough to keep the GPU busy, few enough for their results to fit. */
const depth = 8;

export async function openJax(version: string): Promise<Library> {
  if (!(await init('webgpu')).includes('webgpu')) throw new Error('jax-js found no WebGPU');
  defaultDevice('webgpu');
  return { name: 'jax-js', version, device: getWebGPUDevice(), ways: waysOf, close: () => undefined };
}

function waysOf(problem: Problem): Way[] {
  const { point } = problem;
  const given = (name: string, set: number): Float32Array<ArrayBuffer> => problem.input(name, set);
  switch (point.kernel) {
    case 'gemm': {
      const { m, n, k } = only(point.ladder);
      return [way(problem, 'matmul', { a: [m, k], b: [k, n] }, given, ({ a, b }) => np.matmul(a, b))];
    }
    case 'gemv': {
      const { n, k } = only(point.ladder);
      return [way(problem, 'matmul', { w: [n, k], x: [k] }, given, ({ w, x }) => np.matmul(w, x))];
    }
    case 'attention.prefill': {
      const { batch, seq, heads, kvHeads, headDim } = only(point.ladder);
      const shapes = { q: [batch, seq, heads, headDim], k: [batch, seq, kvHeads, headDim], v: [batch, seq, kvHeads, headDim] };
      return [way(problem, 'dotProductAttention', shapes, given, ({ q, k, v }) => nn.dotProductAttention(q, k, v, { isCausal: true }))];
    }
    case 'attention.decode': {
      const { batch, seq, heads, kvHeads, headDim } = only(point.ladder);
      const shapes = { q: [batch, 1, heads, headDim], k: [batch, seq, kvHeads, headDim], v: [batch, seq, kvHeads, headDim] };
      const byToken = (name: string, set: number): Float32Array<ArrayBuffer> =>
        name === 'q' ? problem.input(name, set) : permuted(problem.input(name, set), [batch, kvHeads, seq, headDim], [0, 2, 1, 3]);
      return [way(problem, 'dotProductAttention', shapes, byToken, ({ q, k, v }) => nn.dotProductAttention(q, k, v))];
    }
    default:
      return [];
  }
}

type Inputs<Name extends string> = Record<Name, JaxArray>;

function way<Name extends string>(
  { sets, point }: Problem,
  name: string,
  shapes: Readonly<Record<Name, number[]>>,
  given: (name: NoInfer<Name>, set: number) => Float32Array<ArrayBuffer>,
  compute: (inputs: Inputs<NoInfer<Name>>) => JaxArray,
): Way {
  const names = Object.keys(shapes) as Name[];
  return {
    name: `${name}, jit`,
    async prepare(): Promise<Prepared> {
      const call = jit((...values: JaxArray[]) => compute(Object.fromEntries(names.map((key, at) => [key, values[at]])) as Inputs<Name>));
      const arrays = Array.from({ length: sets }, (_, set) =>
        names.map((key) => {
          const values = np.array(given(key, set)).reshape(shapes[key]);
          return point.dtype === 'f16' ? values.astype(DType.Float16) : values;
        }),
      );
      const run = (set: number): JaxArray => call(...(arrays[set] ?? []).map((value) => value.ref));
      let next = 0;
      const first = run(0);
      await first.blockUntilReady();
      first.dispose();
      return {
        async call(count) {
          // A result that nobody waits for is never computed: each is waited for, but only `depth` calls later.
          const waiting: Promise<void>[] = [];
          for (let index = 0; index < count; index++) {
            const result = run(next);
            waiting.push(result.blockUntilReady().then(() => result.dispose()));
            if (waiting.length > depth) await waiting.shift();
            next = (next + 1) % sets;
          }
          await Promise.all(waiting);
        },
        async output() {
          const result = run(0);
          return Float32Array.from((await (point.dtype === 'f16' ? result.astype(DType.Float32) : result).data()) as Float32Array);
        },
        async release() {
          arrays.flat().forEach((value) => value.dispose());
          call.dispose();
        },
      };
    },
  };
}
