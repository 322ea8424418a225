/**
 * Links that are out. Each opens for ever with what it says; what it leaves out has the defaults of its version, which stand elsewhere.
 * A line is only ever added: where a key is renamed, the old one goes on being read.
 */
import { describe, expect, it } from 'vitest';
import { scenarioFromQuery } from '../../src/scenario/query.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const golden: readonly (readonly [query: string, says: Partial<Scenario>])[] = [
  ['v=1&model=llama-3.3-70b&accelerator=h200-sxm&accelerators=2&weights=fp8', { model: 'llama-3.3-70b', accelerators: 2, weights: 'fp8' }],
  [
    'v=1&model=qwen3-32b&accelerator=mi300x&accelerators=4&engine=vllm&kvCache=fp8&parallel.tensor=4&parallel.pipeline=1&parallel.expert=1&parallel.attentionData=1&concurrency=64',
    {
      model: 'qwen3-32b',
      accelerator: 'mi300x',
      accelerators: 4,
      engine: 'vllm',
      kvCache: 'fp8',
      parallel: { tensor: 4, pipeline: 1, expert: 1, attentionData: 1 },
      concurrency: 64,
    },
  ],
  [
    'v=1&model=deepseek-v3&accelerator=h200-sxm&inputTokens=8192&outputTokens=512&prefixHitRate=0.5&requestsPerSecond=5&ownership=own&site=cassava-lagos',
    { inputTokens: 8192, outputTokens: 512, prefixHitRate: 0.5, requestsPerSecond: 5, ownership: 'own', site: 'cassava-lagos' },
  ],
  [
    'v=1&model=llama-3.1-8b&accelerator=h200-sxm&ownership.usdPerAcceleratorHour=2&utilisation=0.5&egress.usdPerGigabyte=0.09',
    { ownership: { usdPerAcceleratorHour: 2 }, utilisation: 0.5, egress: { usdPerGigabyte: 0.09 } },
  ],
  [
    'v=1&model=llama-3.1-8b&accelerator=h200-sxm&ownership.own.years=4&ownership.own.costOfCapital=0.1',
    { ownership: { own: { years: 4, costOfCapital: 0.1 } } },
  ],
  [
    'v=1&model=llama-3.1-8b&accelerator=h200-sxm&anchor.0.concurrency=32&anchor.0.timePerOutputToken=0.012&anchor.1.concurrency=64&anchor.1.outputTokensPerSecond=4000',
    {
      anchor: [
        { concurrency: 32, timePerOutputToken: 0.012 },
        { concurrency: 64, outputTokensPerSecond: 4000 },
      ],
    },
  ],
  [
    'v=1&model=llama-3.1-8b&accelerator.name=4090&accelerator.class=nvidia-workstation&accelerator.memoryBytes=24000000000&accelerator.memoryBandwidth=1008000000000&accelerator.peak.bf16=165000000000000',
    { accelerator: { name: '4090', class: 'nvidia-workstation', memoryBytes: 24e9, memoryBandwidth: 1.008e12, peak: { bf16: 165e12 } } },
  ],
  // Of before links said their version.
  ['model=llama-3.3-70b&accelerator=h100-80-sxm&concurrency=max', { model: 'llama-3.3-70b', accelerator: 'h100-80-sxm', concurrency: 'max' }],
];

describe('links that are out', () => {
  it.each(golden)('%s', (query, says) => {
    const { scenario, problems } = scenarioFromQuery(new URLSearchParams(query));
    expect(problems).toEqual([]);
    expect(scenario).toMatchObject(says);
  });
});
