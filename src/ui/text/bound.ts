/** What limits an estimate, in words. No DOM. */
import type { BoundBy } from '../../estimate/estimate.ts';

export const boundWords: Readonly<Record<BoundBy, string>> = {
  compute: 'arithmetic',
  'memory-bandwidth': 'memory bandwidth',
  'memory-capacity': 'memory capacity',
  collectives: 'links between chips',
  overhead: 'launch and host overhead',
};

export const boundMeanings: Readonly<Record<BoundBy, string>> = {
  compute: 'the multipliers are the wait',
  'memory-bandwidth': 'reading weights and KV cache is the wait',
  'memory-capacity': 'the KV cache admits no more requests',
  collectives: 'chips wait for each other',
  overhead: 'too little work for each launch',
};
