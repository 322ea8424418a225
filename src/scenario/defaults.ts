/** What a scenario means where it says nothing. `model` and `accelerator` have no default in the interface; the page opens on these two. */
import type { Scenario } from './scenario.ts';

export const scenarioDefaults: Omit<Scenario, 'model' | 'accelerator'> = {
  accelerators: null,
  engine: null,
  weights: null,
  kvCache: null,
  parallel: null,
  serving: 'aggregated',
  inputTokens: 1024,
  outputTokens: 1024,
  lengths: null,
  prefixHitRate: 0,
  concurrency: null,
  requestsPerSecond: null,
  batch: null,
  peakToMean: 1,
  spareReplicas: 0,
  session: null,
  speculative: null,
  target: null,
  memoryShare: null,
  maxSequences: null,
  maxContext: null,
  host: 'usual',
  software: null,
  ownership: 'rent-on-demand',
  utilisation: 0.6,
  site: null,
  egress: null,
  anchor: [],
};

/** What the lab opens with: a dense model that people know, on the accelerator that is rented most widely; all else by default. */
export const defaultScenario: Scenario = { model: 'llama-3.3-70b', accelerator: 'h200-sxm', ...scenarioDefaults };

/** Keys in the order in which they are listed, printed and written to links. */
export const scenarioKeys = ['model', 'accelerator', ...Object.keys(scenarioDefaults)] as readonly (keyof Scenario)[];
