/**
 * What serving adds to the operators, in few numbers: how much of an operator's isolated floor remains inside a
 * captured graph, what the host takes, and what sets engines apart. Fitted to published closed-loop measurements by
 * `src/validation/fit-serving.ts`, which writes `serving.json`.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { EngineOverheads } from '../../model/batching.ts';
import data from './serving.json' with { type: 'json' };

/**
 * What engines share because the rows do not tell it apart: fitted engine by engine it came to 0.46–0.53 ms a pass, 1.9–2.0 ms a prompt
 * and 10–14 ms in front, no better in sample, and missed more of what was held out.
 */
type HostOverheads = Pick<EngineOverheads, 'perPass' | 'perPrompt' | 'frontEnd'>;
export type OwnOverheads = Omit<EngineOverheads, keyof HostOverheads>;

export interface ServingParameters extends HostOverheads {
  /** Share of an operator's floor, timed alone, that is left when the next launch is prepared behind the last. */
  readonly floorShare: number;
  /** Seconds of a norm, rotary embedding or activation kernel inside a captured graph. */
  readonly smallKernel: number;
  /** Time that reading the weights of experts takes inside a model over that alone. */
  readonly expertShare: number;
  /** Shape of the gamma distribution of loads over the experts of a layer; infinite where all are asked for alike. */
  readonly routingEvenness: number;
  /** Weights per second that a core widens to 16 bits inside an expert's product, where no unit takes them as they are stored. */
  readonly unpackRate: number;
  /** Seconds per layer of experts for routing, sorting, launching and combining, whatever the tokens. */
  readonly moeLayer: number;
  /** Seconds that quantising the activations adds to a linear layer. */
  readonly conversion: number;
  /** Share of an all-reduce's latency, timed alone, that is left inside a captured graph. */
  readonly reduceShare: number;
  /** Share of both that is left where one kernel reduces, norms and quantises (`fusesReduction`). */
  readonly fusedShare: number;
  /** Share of a closed-loop session's requests that arrive at once, at its start. */
  readonly startShare: number;
  readonly engines: Readonly<Record<EngineFacts['id'], OwnOverheads>>;
}

export const servingParameters: ServingParameters = data;

/** All overheads of one engine. */
export function overheadsOf(serving: ServingParameters, engine: EngineFacts['id']): EngineOverheads {
  const { perPass, perPrompt, frontEnd, engines } = serving;
  return { perPass, perPrompt, frontEnd, ...engines[engine] };
}
