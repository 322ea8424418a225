/**
 * Workloads named by use, and the ways to pay. A preset is a few keys of a scenario, so that choosing one is an
 * ordinary edit that can be undone and seen in the link.
 */
import type { Ownership, Scenario } from './scenario.ts';

export interface WorkloadPreset {
  readonly id: string;
  readonly name: string;
  /** As it stands in the sentence: "answering chat, 1k in and 1k out". */
  readonly words: string;
  readonly sets: Pick<Scenario, 'inputTokens' | 'outputTokens' | 'prefixHitRate' | 'concurrency'>;
  readonly source: string;
}

/**
 * Input and output lengths of the public serving benchmarks (1k/1k, 8k/1k, 1k/8k: InferenceX), and of published traces
 * (agentic steps: TraceLab medians, 126k cached prefix, 857 new and 252 output tokens).
 */
export const workloadPresets: readonly WorkloadPreset[] = [
  {
    id: 'chat',
    name: 'Chat',
    words: 'chat',
    sets: { inputTokens: 1024, outputTokens: 1024, prefixHitRate: 0, concurrency: 32 },
    source: 'InferenceX 1k/1k',
  },
  {
    id: 'summary',
    name: 'Summaries',
    words: 'summaries',
    sets: { inputTokens: 8192, outputTokens: 1024, prefixHitRate: 0, concurrency: 32 },
    source: 'InferenceX 8k/1k',
  },
  {
    id: 'reasoning',
    name: 'Reasoning',
    words: 'reasoning',
    sets: { inputTokens: 1024, outputTokens: 8192, prefixHitRate: 0, concurrency: 32 },
    source: 'InferenceX 1k/8k',
  },
  {
    id: 'retrieval',
    name: 'Answers from documents',
    words: 'questions over documents',
    sets: { inputTokens: 4096, outputTokens: 256, prefixHitRate: 0.5, concurrency: 64 },
    source: 'planning figure of this lab',
  },
  {
    id: 'code',
    name: 'Code completion',
    words: 'code completion',
    sets: { inputTokens: 2048, outputTokens: 128, prefixHitRate: 0.7, concurrency: 64 },
    source: 'planning figure of this lab',
  },
  {
    id: 'agent',
    name: 'Agent steps',
    words: 'agent steps',
    sets: { inputTokens: 126857, outputTokens: 252, prefixHitRate: 0.96, concurrency: 16 },
    source: 'TraceLab medians',
  },
  {
    id: 'batch',
    name: 'Overnight batch',
    words: 'an overnight batch',
    sets: { inputTokens: 1024, outputTokens: 512, prefixHitRate: 0, concurrency: 'max' },
    source: 'planning figure of this lab',
  },
];

export interface OwnershipPreset {
  readonly id: string;
  readonly name: string;
  readonly words: string;
  readonly ownership: Ownership;
}

export const ownershipPresets: readonly OwnershipPreset[] = [
  { id: 'rent-on-demand', name: 'Rented on demand', words: 'rented by the hour', ownership: 'rent-on-demand' },
  { id: 'rent-reserved', name: 'Rented for years', words: 'rented for years', ownership: 'rent-reserved' },
  { id: 'own', name: 'Owned', words: 'owned', ownership: 'own' },
  { id: 'price', name: 'At a price of your own', words: 'at your own price', ownership: { usdPerAcceleratorHour: 2 } },
];
