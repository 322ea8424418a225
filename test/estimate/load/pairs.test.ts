import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';

type Fields = Readonly<Record<string, unknown>>;

const one = { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 };
const base: Fields = { model: 'llama-3.1-8b', accelerator: 'h100-80-sxm' };

/** Every optional key with a value that is not its default and moves the answer on its own. */
const optional: Fields = {
  accelerators: 8,
  engine: 'sglang',
  weights: 'fp8',
  kvCache: 'fp8',
  parallel: { ...one, tensor: 2 },
  serving: { prefill: { accelerators: 2, parallel: one }, decode: { accelerators: 4, parallel: one } },
  inputTokens: 3000,
  outputTokens: 300,
  prefixHitRate: 0.5,
  concurrency: 24,
  requestsPerSecond: 1.5,
  batch: { outputTokens: 3e7, hours: 2 },
  peakToMean: 2,
  spareReplicas: 1,
  session: { requestsPerUser: 4 },
  speculative: { draftTokens: 3, acceptance: 0.7, draft: 'llama-3.2-1b' },
  target: { timePerOutputToken: 0.0065 },
  memoryShare: 0.8,
  maxSequences: 16,
  maxContext: 65_536,
  software: '2025-06',
  ownership: 'own',
  utilisation: 0.4,
  site: 'cassava-lagos',
  egress: { usdPerGigabyte: 0.09 },
  anchor: [{ concurrency: 24, timePerOutputToken: 0.02 }],
};

/** What keys need beside them to mean something. */
const needs: Fields = { peakToMean: { requestsPerSecond: 2 }, session: { concurrency: 16 } };

function answer(fields: Fields): string | null {
  const parsed = parseScenario(fields);
  if (!parsed.ok) {
    expect(parsed.error.code, JSON.stringify(fields)).toBe('inconsistent');
    return null;
  }
  return JSON.stringify(estimateScenario(parsed.value));
}

const keys = Object.keys(optional);
const pairs = keys.flatMap((a, index) => keys.slice(index + 1).map((b) => [a, b] as const));

describe('what is given', () => {
  it.each(keys)('moves the answer: %s', (key) => {
    const before = { ...base, ...(needs[key] as Fields | undefined) };
    const with_ = answer({ ...before, [key]: optional[key] });
    expect(with_).not.toBeNull();
    expect(with_).not.toBe(answer(before));
  });

  it.each(pairs)('is refused by name or moves the answer beside another: %s, %s', (a, b) => {
    const before = { ...base, ...(needs[a] as Fields | undefined), ...(needs[b] as Fields | undefined) };
    const both = answer({ ...before, [a]: optional[a], [b]: optional[b] });
    if (both === null) return;
    // A scenario without one of them may itself be refused: then the other cannot be compared.
    for (const [kept, dropped] of [
      [a, b],
      [b, a],
    ] as const) {
      const without = answer({ ...before, [kept]: optional[kept] });
      if (without !== null) expect(both, `${dropped} is ignored beside ${kept}`).not.toBe(without);
    }
  });
});
