/**
 * TensorFlow.js on WebGPU. Eager, no f16; results are disposed of at once, so that its buffer manager reuses their memory, and
 * small inputs are kept from its CPU path.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import '@tensorflow/tfjs-backend-webgpu';
import { only, permuted } from '../arrays.ts';
import type { Library, Prepared, Way } from '../library.ts';
import type { Problem } from '../problem.ts';

export async function openTensorFlow(): Promise<Library> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js found no WebGPU');
  await tf.ready();
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const backend = tf.backend() as WebGPUBackend;
  return { name: 'TensorFlow.js', version: tf.version_core, device: backend.device, ways: (problem) => waysOf(backend, problem), close: () => undefined };
}

function waysOf(backend: WebGPUBackend, problem: Problem): Way[] {
  const { point } = problem;
  if (point.dtype !== 'f32') return [];
  const given = (name: string, set: number): Float32Array => problem.input(name, set);
  switch (point.kernel) {
    case 'gemm': {
      const { m, n, k } = only(point.ladder);
      return [way(backend, problem, 'matMul', { a: [m, k], b: [k, n] }, given, ({ a, b }) => tf.matMul(a, b))];
    }
    case 'gemv': {
      const { n, k } = only(point.ladder);
      return [
        way(backend, problem, 'matMul, weights transposed', { w: [n, k], x: [1, k] }, given, ({ w, x }) => tf.matMul(x, w, false, true)),
        way(backend, problem, 'matMul, weights first', { w: [n, k], x: [k, 1] }, given, ({ w, x }) => tf.matMul(w, x)),
      ];
    }
    case 'attention.prefill': {
      const { seq, heads, kvHeads, headDim } = only(point.ladder);
      const group = heads / kvHeads;
      const shapes = { q: [kvHeads, group * seq, headDim], k: [kvHeads, seq, headDim], v: [kvHeads, seq, headDim], mask: [seq, seq] };
      const byHead = (name: string, set: number): Float32Array =>
        name === 'mask' ? causalMask(seq) : permuted(problem.input(name, set), [seq, name === 'q' ? heads : kvHeads, headDim], [1, 0, 2]);
      const attend = ({ q, k, v, mask }: Inputs<keyof typeof shapes>): tf.Tensor => {
        const scores = tf.reshape(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(headDim)), [kvHeads, group, seq, seq]);
        return tf.matMul(tf.reshape(tf.softmax(tf.add(scores, mask)), [kvHeads, group * seq, seq]), v);
      };
      return [way(backend, problem, 'matMul, softmax, matMul', shapes, byHead, attend, (output) => permuted(output, [heads, seq, headDim], [1, 0, 2]))];
    }
    case 'attention.decode': {
      const { seq, heads, kvHeads, headDim } = only(point.ladder);
      const shapes = { q: [kvHeads, heads / kvHeads, headDim], k: [kvHeads, seq, headDim], v: [kvHeads, seq, headDim] };
      const attend = ({ q, k, v }: Inputs<keyof typeof shapes>): tf.Tensor => tf.matMul(tf.softmax(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(headDim))), v);
      return [way(backend, problem, 'matMul, softmax, matMul', shapes, given, attend)];
    }
    default:
      return [];
  }
}

/** 0 where a query sees a key, and what no score reaches where it does not. */
function causalMask(seq: number): Float32Array {
  return Float32Array.from({ length: seq * seq }, (_, at) => (at % seq <= Math.floor(at / seq) ? 0 : -1e9));
}

type Inputs<Name extends string> = Record<Name, tf.Tensor>;

function way<Name extends string>(
  backend: WebGPUBackend,
  { sets }: Problem,
  name: string,
  shapes: Readonly<Record<Name, number[]>>,
  given: (name: NoInfer<Name>, set: number) => Float32Array,
  compute: (inputs: Inputs<NoInfer<Name>>) => tf.Tensor,
  arranged = (output: Float32Array): Float32Array => output,
): Way {
  const names = Object.keys(shapes) as Name[];
  return {
    name,
    async prepare(): Promise<Prepared> {
      const tensors = Array.from({ length: sets }, (_, set) => Object.fromEntries(names.map((key) => [key, tf.tensor(given(key, set), shapes[key])])) as Inputs<Name>);
      for (const set of tensors) tf.dispose(tf.tidy(() => compute(set)));
      let next = 0;
      return {
        async call(count) {
          for (let index = 0; index < count; index++) {
            tf.dispose(tf.tidy(() => compute(tensors[next] as Inputs<Name>)));
            next = (next + 1) % sets;
          }
          // What is left of a batch of 15 dispatches that it submits together.
          backend.endComputePassEncoder();
          backend.submitQueue();
        },
        async output() {
          const result = tf.tidy(() => compute(tensors[0] as Inputs<Name>));
          const values = arranged(Float32Array.from(await result.data()));
          tf.dispose(result);
          return values;
        },
        release: async () => tf.dispose(tensors.flatMap((set) => Object.values<tf.Tensor>(set))),
      };
    },
  };
}
