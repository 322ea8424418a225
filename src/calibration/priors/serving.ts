/**
 * What serving adds to the operators, in few numbers: how much of an operator's isolated floor remains inside a
 * captured graph, and each engine's host overheads. Fitted to published closed-loop measurements by
 * `src/validation/fit-serving.ts`, which writes `serving.json`.
 */
import type { EngineOverheads } from '../../model/batching.ts';
import data from './serving.json' with { type: 'json' };

export interface ServingParameters {
  /** Share of an operator's floor, timed alone, that is left when the next launch is prepared behind the last. */
  readonly floorShare: number;
  /** Seconds of a norm, rotary embedding or activation kernel inside a captured graph. */
  readonly smallKernel: number;
  /** Time that reading the weights of experts takes inside a model over that alone. */
  readonly expertShare: number;
  /** Shape of the gamma distribution of loads over the experts of a layer; infinite where all are asked for alike. */
  readonly routingEvenness: number;
  /** Seconds per layer of experts for routing, sorting, launching and combining, whatever the tokens. */
  readonly moeLayer: number;
  /** Seconds that quantising the activations adds to a linear layer, mostly fused into the kernel before it. */
  readonly conversion: number;
  /** Share of an all-reduce's latency, timed alone, that is left where the norm behind it is fused with it. */
  readonly reduceShare: number;
  /** Share of a closed-loop session's requests that arrive at once, at its start. */
  readonly startShare: number;
  /** How much longer returning requests wait than in the request-by-request simulation; 1 is as simulated. */
  readonly grouping: number;
  readonly engines: Readonly<Record<'vllm' | 'sglang' | 'tensorrt-llm', EngineOverheads>>;
}

export const servingParameters: ServingParameters = data;
