/** How long a model call takes: by its lengths, as a scenario's estimate says, or as calls were seen to take. */
import type { Duration } from '../scenario/task.ts';

export type CallTime =
  | {
      readonly kind: 'lengths';
      /** s of a call whatever its lengths: queue, front end. */
      readonly fixed: number;
      /** s per token that is not in the cache. */
      readonly perNewToken: number;
      /** s per output token after the first. */
      readonly perOutputToken: number;
    }
  | { readonly kind: 'seen'; readonly seconds: Duration }
  | { readonly kind: 'unknown' };

/** Time to first token, in seconds, of a call that has to read so many new tokens. */
export const firstTokenSeconds = (time: CallTime, newTokens: number): number =>
  time.kind === 'lengths' ? time.fixed + time.perNewToken * newTokens : 0;

/** Seconds from the first output token to the last. */
export const outputSeconds = (time: CallTime, outputTokens: number): number =>
  time.kind === 'lengths' ? time.perOutputToken * Math.max(outputTokens - 1, 0) : 0;
