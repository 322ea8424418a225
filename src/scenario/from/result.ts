/**
 * What a benchmark tool measured, in the words of a scenario: model, load and lengths as far as the tool said them, and times in
 * seconds. Nothing is filled in that was not said.
 */
import type { AnchorPoint, Scenario } from '../scenario.ts';

export const tools = ['vllm', 'sglang', 'aiperf', 'genai-perf', 'trtllm-bench', 'inference-perf', 'llama-bench'] as const;
export type ToolId = (typeof tools)[number];

/** Means over the requests, in seconds and per second; what the tool did not print is absent. */
export interface Measured {
  /** (end to end − first token) / (output tokens − 1) */
  readonly timePerOutputToken?: number;
  readonly timeToFirstToken?: number;
  readonly requestLatency?: number;
  readonly outputTokensPerSecond?: number;
  readonly requestsPerSecond?: number;
}

export interface BenchmarkResult {
  readonly tool: ToolId;
  /** What was printed or saved, and by which generation of the tool: `vllm bench serve, saved JSON`. */
  readonly form: string;
  /** First line of this result in the text, counted from 1. */
  readonly line: number;
  /** Keys of a scenario that the tool said. */
  readonly scenario: Partial<Scenario>;
  /** Names as the tool spells them, where the catalogue has none of that name. */
  readonly spelled: { readonly model?: string; readonly accelerator?: string };
  readonly measured: Measured;
  /** The measured times as points of the scenario; empty where no number of requests in flight is known. */
  readonly anchors: readonly AnchorPoint[];
  /** What a reader should know of this result: requests that failed, graphs that were off. */
  readonly notes: readonly string[];
}

/** Something that no reader can read: where, and what was expected. Caught at the one door, `read-results.ts`. */
export class ResultError extends Error {
  override readonly name = 'ResultError';

  constructor(
    readonly line: number,
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
