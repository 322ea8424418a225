/** What a simulation advances: the servers, the clients that send to them, and what has come of it so far. */
import { seeded } from '../../stats/random.ts';
import type { Integrals } from './integrals.ts';
import type { BatchingRules, CacheRoom, PassTimes } from './rules.ts';
import { Server } from './server.ts';
import { Source, type Answers, type SourceOptions } from './source.ts';
import type { Workload } from './workload.ts';

export interface Play {
  /** False when nothing is left to do. */
  advance(): boolean;
  /** Seconds on the clock that is furthest behind. */
  readonly now: number;
  readonly answers: Answers;
  /** Sums over the ranks whose memory the requests hold while they decode. */
  readonly integrals: Integrals;
  readonly sent: number;
  readonly refused: number;
  readonly inSystem: number;
  /** Most requests in the system at any answer. */
  readonly peak: number;
  readonly preemptions: number;
}

/** How one rank works. */
export interface RankRules {
  readonly rules: BatchingRules;
  readonly room: CacheRoom;
  readonly times: PassTimes;
}

/** One rank that computes prompts and decodes. */
export function rankPlay({ rules, room, times }: RankRules, workload: Workload, seed: number, options: SourceOptions): Play {
  const source = new Source(workload, seeded(seed), rules.frontEnd, options);
  const server = new Server(rules, room, times, source);
  source.start(server);
  return {
    advance: () => server.advance(),
    get now() {
      return server.now;
    },
    answers: source.answers,
    integrals: server.integrals,
    get sent() {
      return source.sent;
    },
    get refused() {
      return source.refused;
    },
    get inSystem() {
      return server.inSystem;
    },
    get peak() {
      return source.peak;
    },
    get preemptions() {
      return server.preemptions;
    },
  };
}
