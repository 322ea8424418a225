/** How the published sources ran what they measured, which their rows do not repeat. */
import type { Host, Session } from '../scenario/scenario.ts';

export interface SourceFacts {
  readonly host: Host;
  /** Closed loops of the source; null: steady state. */
  readonly session: Session | null;
  /** True where a mean time to first token holds stalls of the server, which no load explains. */
  readonly stalls: boolean;
}

/** All users start at once, and ten times as many requests are sent as are in flight. */
const tenEach: Session = { requestsPerUser: 10 };

/**
 * Sources that serve as people do: ML.ENERGY streams every token of every request through vLLM's server with its default logs, and
 * takes the mean while the batch is full (arXiv 2505.06371, section 3). The others are scripts of vendors and of InferenceX, which
 * stream every tenth to thirtieth token or none, and log nothing.
 */
const asPeopleDo = 'ML.ENERGY leaderboard v3';

/** One first token in a hundred came after 1 to 80 s where the median came after 0.1 s, from four users on: kernels compiled as they came. */
const dashboard = 'InferenceX (test fixtures of the dashboard API)';

export const sourceFacts = (source: string): SourceFacts =>
  source === asPeopleDo ? { host: 'usual', session: null, stalls: false } : { host: 'benchmark', session: tenEach, stalls: source === dashboard };
