/**
 * What serving adds to the operators, in few numbers: how much of an operator's isolated floor remains inside a
 * captured graph, and what the host takes. Fitted to published closed-loop measurements by `src/validation/fit-serving.ts`,
 * which writes `serving.json`. Engines have none of their own: facts set them apart (limits, the order of prompts, what
 * they fuse, how they keep the cache). Fitted engine by engine, host and prompts came out alike but for what a request
 * takes (7 to 11 µs), and a prompt in SGLang was a tenth cheaper and in vLLM a tenth dearer than its operators on the word of one model.
 */
import type { EngineOverheads } from '../../model/batching.ts';
import type { Host } from '../../scenario/scenario.ts';
import { memo } from '../../stats/memo.ts';
import data from './serving.json' with { type: 'json' };

export interface ServingParameters extends EngineOverheads {
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
  /** `perPass` and `perRequest` where people serve: every token of every request streamed over HTTP, logs as they come. */
  readonly usualPass: number;
  readonly usualRequest: number;
  /** ln of what a month of software brought, before it settled (`software-age.ts`): on AMD, and in TensorRT-LLM. */
  readonly amdMonth: number;
  readonly trtMonth: number;
}

/** The same with the host's part as people serve, or as tuned benchmark scripts do, which stream every few tokens and log nothing. */
export const onHost = (serving: ServingParameters, host: Host): ServingParameters =>
  host === 'benchmark' ? serving : usual([serving], '', () => ({ ...serving, perPass: serving.usualPass, perRequest: serving.usualRequest }));

/** The same object each time, since what is bound to it is kept. */
const usual = memo<ServingParameters>(1);

export const servingParameters: ServingParameters = data;
