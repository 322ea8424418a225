/** What a choice of the scenario is called, apart from what it is set to: "Change KV cache", "Undo: weights". No DOM. */
import type { Scenario } from '../../scenario/scenario.ts';

/** Those whose key does not read as words, or not as the ones on the page. */
const names: Readonly<Partial<Record<keyof Scenario, string>>> = {
  accelerators: 'number of accelerators',
  kvCache: 'KV cache',
  parallel: 'parallelism',
  serving: 'prefill and decode',
  lengths: 'spread of lengths',
  prefixHitRate: 'cached input',
  concurrency: 'users at once',
  speculative: 'draft tokens',
  target: 'latency limit',
  memoryShare: 'share of memory',
  maxSequences: 'most sequences at once',
  maxContext: 'longest sequence',
  host: 'how it is served',
  software: 'month of the software',
  batch: 'batch by a deadline',
  peakToMean: 'peak over the mean',
  session: 'length of the session',
  ownership: 'way to pay',
  utilisation: 'share of paid hours that serve',
  site: 'place',
  egress: 'price of answers that leave',
  anchor: 'measured points',
};

/** Others by their key, a word for each capital: `inputTokens` is "input tokens". */
export function choiceName(key: keyof Scenario): string {
  return names[key] ?? key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** One choice by its name, several by their number. */
export function choiceNames(keys: readonly (keyof Scenario)[]): string {
  const [only] = keys;
  return keys.length === 1 && only !== undefined ? choiceName(only) : `${keys.length} choices`;
}
