import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { train, type TrainingInput } from '../../../src/estimate/training/library.ts';
import { trainingEstimate } from '../../../src/estimate/training/train.ts';
import type { TrainingEstimate } from '../../../src/estimate/training/training-estimate.ts';
import { parseTraining } from '../../../src/scenario/parse-training.ts';

function answered(input: object): TrainingEstimate {
  const parsed = parseTraining(input);
  if (!parsed.ok) throw new Error(`${parsed.error.path}: ${parsed.error.message}`);
  return trainingEstimate(parsed.value);
}
const error = (input: unknown) => {
  const parsed = parseTraining(input, 'training');
  return parsed.ok ? null : parsed.error;
};
const llama405 = { kind: 'pre-train', model: 'llama-3.1-405b', accelerator: 'h100-80-sxm', sequence: 8192, globalBatch: 2048, tokens: 15.6e12 };
const deepSeek = {
  kind: 'pre-train',
  model: 'deepseek-v3',
  accelerator: 'h800-sxm',
  accelerators: 2048,
  precision: 'fp8',
  globalBatch: 15_360,
  tokens: 14.8e12,
};
const small = { kind: 'pre-train', model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', accelerators: 64, tokens: 1e11 };

describe('runs that people published', () => {
  it('Llama 3 405B: 38 to 43 % of the peak in a step, 30.84 M H100-hours within 15 %', () => {
    const run = answered({ ...llama405, accelerators: 16_384, parallel: { tensor: 8, pipeline: 16, context: 1 } });
    expect(run.modelFlopsUtilisation?.value).toBeGreaterThan(0.38);
    expect(run.modelFlopsUtilisation?.value).toBeLessThan(0.43);
    expect(Math.abs((run.acceleratorHours?.value ?? 0) / 30.84e6 - 1)).toBeLessThan(0.15);
  });

  it('DeepSeek-V3: 2.664 M H800-hours of pre-training within 15 %', () => {
    const run = answered({ ...deepSeek, parallel: { tensor: 1, pipeline: 16, context: 1, expert: 64, shard: 1 } });
    expect(Math.abs((run.acceleratorHours?.value ?? 0) / 2.664e6 - 1)).toBeLessThan(0.15);
    expect(run.usd).toBeNull();
    expect(run.unknown['usd']).toContain('H800');
  });
});

describe('an answer', () => {
  const run = answered(small);

  it('holds together: terms are the step, tokens and hours follow from it', () => {
    const step = run.secondsPerStep?.value ?? 0;
    expect(Object.values(run.terms ?? {}).reduce((sum: number, each: number) => sum + each, 0)).toBeCloseTo(step, 9);
    expect(run.tokensPerSecondPerAccelerator?.value).toBeCloseTo((1024 * 4096) / step / 64, 6);
    expect((run.acceleratorHours?.value ?? 0) / (run.hours?.value ?? 1)).toBeCloseTo(64, 9);
    const lost = run.lostShare?.value ?? 0;
    expect(run.hours?.value).toBeCloseTo(1e11 / (64 * (run.tokensPerSecondPerAccelerator?.value ?? 1)) / (1 - lost) / 3600, 6);
    const { available = 0, ...memory } = run.memory ?? {};
    expect(Object.values(memory).reduce((sum: number, each: number) => sum + each, 0)).toBeLessThanOrEqual(available);
  });

  it('gives every quantity with its interval around it', () => {
    for (const each of [run.tokensPerSecondPerAccelerator, run.modelFlopsUtilisation, run.hours, run.usd, run.joules, run.gramsCO2e]) {
      if (!each) throw new Error('missing');
      expect(each.low).toBeLessThan(each.value);
      expect(each.high).toBeGreaterThan(each.value);
    }
    expect(run.sources).toContain('TR1');
  });

  it('without tokens has no hours and says so', () => {
    const { hours, usd, unknown } = answered({ ...small, tokens: null });
    expect([hours, usd]).toEqual([null, null]);
    expect(unknown['hours']).toBe('tokens are not given');
  });

  it('is the same from the library, and the same twice', async () => {
    expect(await train(small as TrainingInput)).toEqual(run);
    expect(answered(small)).toEqual(run);
    await expect(train({ ...small, kind: 'pretrain' } as never)).rejects.toThrow('kind');
  });
});

describe('what is left open', () => {
  it('is searched: the fewest accelerators that hold the run, fewer do not', () => {
    const run = answered({ kind: 'fine-tune', model: 'llama-3.3-70b', accelerator: 'h200-sxm' });
    const count = run.accelerators ?? 0;
    expect(count).toBeGreaterThan(1);
    const less = answered({ kind: 'fine-tune', model: 'llama-3.3-70b', accelerator: 'h200-sxm', accelerators: count / 2 });
    expect(less.reason?.code).toBe('memory');
    expect(less.reason?.needs).toBeGreaterThan(less.reason?.has ?? Infinity);
    for (const method of ['lora', 'qlora']) {
      const lean = answered({ kind: 'fine-tune', method, model: 'llama-3.3-70b', accelerator: 'h200-sxm' });
      expect(lean.accelerators).toBeLessThan(count);
    }
  });

  it('meets a deadline, or says how near it comes', () => {
    const run = answered({ ...small, accelerators: null, deadlineHours: 48 });
    expect(run.hours?.value).toBeLessThanOrEqual(48);
    const never = answered({ ...small, accelerators: null, deadlineHours: 0.01 });
    expect(never.reason?.code).toBe('deadline-not-met');
  });

  it('a searched layout is never slower than one that is given', () => {
    const free = answered({ ...llama405, accelerators: 16_384 });
    const given = answered({ ...llama405, accelerators: 16_384, parallel: { tensor: 8, pipeline: 16, context: 1 } });
    expect(free.secondsPerStep?.value).toBeLessThanOrEqual(given.secondsPerStep?.value ?? 0);
  });

  it('refuses arithmetic that the chip does not have, and accelerators that divide nothing', () => {
    expect(answered({ ...small, accelerator: 'a100-80-sxm', precision: 'fp8' }).reason?.code).toBe('no-arithmetic');
    expect(answered({ ...small, globalBatch: 1, accelerators: 61 }).reason?.code).toBe('no-layout');
  });
});

describe('laws', () => {
  const free = fc.record({
    model: fc.constantFrom('llama-3.1-8b', 'qwen3-30b-a3b', 'gpt3-20b'),
    accelerator: fc.constantFrom('h100-80-sxm', 'b200-sxm', 'gb200-nvl72', 'mi300x'),
    accelerators: fc.constantFrom(16, 64, 256),
    sequence: fc.constantFrom(2048, 8192),
  });

  it('more tokens take in proportion longer; a share of paid hours divides them', () => {
    fc.assert(
      fc.property(free, fc.integer({ min: 2, max: 9 }), (fields, times) => {
        const one = answered({ kind: 'pre-train', ...fields, tokens: 1e10 });
        const many = answered({ kind: 'pre-train', ...fields, tokens: times * 1e10 });
        expect((many.hours?.value ?? 0) / (one.hours?.value ?? 1)).toBeCloseTo(times, 6);
        const half = answered({ kind: 'pre-train', ...fields, tokens: 1e10, utilisation: 0.5 });
        expect((half.usd?.value ?? 0) / (one.usd?.value ?? 1)).toBeCloseTo(2, 6);
        expect(half.joules?.value).toBeCloseTo(one.joules?.value ?? 0, -3);
      }),
      { numRuns: 20 },
    );
  });

  it('a free choice is never slower than a fixed one, and adapters never slower than all weights', () => {
    fc.assert(
      fc.property(free, fc.constantFrom('none', 'selective', 'full'), fc.constantFrom(1, 2, 4), (fields, recompute, microBatch) => {
        const open = answered({ kind: 'pre-train', ...fields });
        const fixed = answered({ kind: 'pre-train', ...fields, recompute, microBatch });
        if (fixed.feasible) expect(open.secondsPerStep?.value).toBeLessThanOrEqual((fixed.secondsPerStep?.value ?? 0) * (1 + 1e-9));
        expect(open.modelFlopsUtilisation?.value).toBeLessThan(1);
      }),
      { numRuns: 20 },
    );
  });
});

describe('intervals end at the peak', () => {
  // The fast end of adapters lies past the arithmetic peak by their spread alone.
  const run = answered({ kind: 'fine-tune', method: 'qlora', model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', accelerators: 8, tokens: 1e9 });
  const mfu = run.modelFlopsUtilisation?.value ?? Number.NaN;

  it('rates stop where every FLOP of the datasheet is used', () => {
    expect(run.modelFlopsUtilisation?.high).toBe(1);
    expect(run.modelFlopsPerAccelerator?.high).toBe(989e12);
    expect((run.tokensPerSecondPerAccelerator?.high ?? 0) * mfu).toBeCloseTo(run.tokensPerSecondPerAccelerator?.value ?? 0, 6);
  });

  it('times stop there as well, without a fault', () => {
    const lost = run.lostShare?.value ?? Number.NaN;
    expect(run.secondsPerStep?.low).toBeCloseTo((run.secondsPerStep?.value ?? 0) * mfu, 12);
    expect(run.hours?.low).toBeCloseTo((run.hours?.value ?? 0) * mfu * (1 - lost), 9);
    expect(run.acceleratorHours?.low).toBeCloseTo(8 * (run.hours?.low ?? 0), 9);
  });

  it('an interval inside the peak stays as wide as it is unsure', () => {
    const { modelFlopsUtilisation: inside } = answered({ ...llama405, accelerators: 16_384 });
    expect((inside?.high ?? 0) / (inside?.value ?? 1)).toBeCloseTo((inside?.value ?? 0) / (inside?.low ?? 1), 9);
  });
});

describe('bad input', () => {
  it.each([
    [null, 'wrong-type', 'training'],
    [{}, 'wrong-type', 'training.kind'],
    [{ ...small, kind: 'pretrain' }, 'unknown-id', 'training.kind'],
    [{ ...small, model: 'llama' }, 'unknown-id', 'training.model'],
    [{ ...small, accelerator: 'h100' }, 'unknown-id', 'training.accelerator'],
    [{ ...small, site: 'nowhere' }, 'unknown-id', 'training.site'],
    [{ ...small, tokns: 1 }, 'unknown-field', 'training.tokns'],
    [{ ...small, parallel: { tensr: 2 } }, 'unknown-field', 'training.parallel.tensr'],
    [{ ...small, accelerators: -1 }, 'out-of-range', 'training.accelerators'],
    [{ ...small, sequence: 1.5 }, 'out-of-range', 'training.sequence'],
    [{ ...small, method: 'lora' }, 'inconsistent', 'training.method'],
    [{ ...small, loraRank: 8 }, 'inconsistent', 'training.loraRank'],
    [{ ...small, tokens: null, deadlineHours: 5 }, 'inconsistent', 'training.deadlineHours'],
    [{ ...small, parallel: { tensor: 3 } }, 'inconsistent', 'training.parallel.tensor'],
    [{ ...small, parallel: { pipeline: 64 } }, 'inconsistent', 'training.parallel.pipeline'],
    [{ ...small, parallel: { expert: 2 } }, 'inconsistent', 'training.parallel.expert'],
    [{ ...small, parallel: { tensor: 8, pipeline: 16, context: 1 } }, 'inconsistent', 'training.accelerators'],
    [{ ...small, parallel: { pipeline: 1, virtualPipeline: 2 } }, 'inconsistent', 'training.parallel.virtualPipeline'],
    [{ ...small, parallel: { tensor: 1, pipeline: 1, context: 1, shardRanks: 48 } }, 'inconsistent', 'training.parallel.shardRanks'],
    [{ ...small, parallel: { shard: 4 } }, 'out-of-range', 'training.parallel.shard'],
    [{ ...small, microBatch: 3 }, 'inconsistent', 'training.microBatch'],
  ])('%j is %s at %s', (input, code, path) => {
    expect(error(input)).toMatchObject({ code, path });
  });
});
