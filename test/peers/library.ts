/**
 * The face that every contender shows to the comparison: ours, ONNX Runtime Web, TensorFlow.js and jax-js alike. Outputs
 * stay on the GPU; only `output` reads them, outside of what is timed.
 */
import type { Problem } from './problem.ts';

export interface Library {
  readonly name: string;
  readonly version: string;
  /** The library's own device: what its work is waited for on. */
  readonly device: GPUDevice;
  /** The ways in which this library computes the problem, each on a documented path; none where it has no such operator. */
  ways(problem: Problem): readonly Way[];
  close(): void;
}

export interface Way {
  /** `MatMul`, `MatMul, graph capture` */
  readonly name: string;
  /** Puts the inputs on the GPU and compiles. */
  prepare(): Promise<Prepared>;
}

export interface Prepared {
  /** Issues so many calls, one after another, each on the next set of inputs. */
  call(count: number): Promise<void>;
  /** All entries of the output of a call on the first set of inputs, as the library gives them to its user. */
  output(): Promise<Float32Array>;
  release(): Promise<void>;
}

/** Resolves when everything that was issued on the device is done: the same end for all. */
export function finish(device: GPUDevice): Promise<undefined> {
  return device.queue.onSubmittedWorkDone();
}
