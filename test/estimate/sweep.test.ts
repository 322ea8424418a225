import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { sweep, type Sweep } from '../../src/estimate/views/sweep.ts';
import { paretoIntervals } from '../../src/estimate/views/sweep-intervals.ts';
import { sweepFields } from '../../src/estimate/views/sweep-fields.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

const one = { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 };
const base = { model: 'llama-3.1-8b', accelerator: 'h200-sxm', accelerators: 1, parallel: one };

function swept(input: unknown, options = {}): Sweep {
  const answer = sweep(input, options);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}
const errorOf = (input: unknown): unknown => {
  const answer = sweep(input);
  return answer.ok ? null : answer.error;
};

describe('sweep', () => {
  it('answers a scenario without lists as one point', () => {
    const { points, pareto, keys } = swept(base);
    expect(keys).toEqual([]);
    expect(points).toHaveLength(1);
    expect(pareto).toEqual([0]);
  });

  it('takes every combination, the last key fastest', () => {
    const { points, keys } = swept({ ...base, concurrency: [1, 64], inputTokens: [128, 1024, 4096] });
    expect(keys).toEqual(['concurrency', 'inputTokens']);
    expect(points.map(({ point }) => [point['concurrency'], point['inputTokens']])).toEqual([
      [1, 128],
      [1, 1024],
      [1, 4096],
      [64, 128],
      [64, 1024],
      [64, 4096],
    ]);
  });

  it.each(sweepFields)('gives %s as the estimate does', (field) => {
    for (const more of [{}, { parallel: null }, { engine: 'vllm', ownership: 'own', prefixHitRate: 0.5 }]) {
      const { points } = swept({ ...base, ...more, concurrency: [1, 37, 'max'], outputTokens: [1, 300] }, { x: field, y: field });
      for (const { point, x } of points) {
        const parsed = parseScenario({ ...base, ...more, ...point });
        if (!parsed.ok) throw new Error(parsed.error.message);
        const expected = estimateScenario(parsed.value)[field]?.value ?? null;
        if (expected === null) expect(x).toBeNull();
        else expect(x).toBeWithinPercent(expected, 1e-7);
      }
    }
  });

  it('finds the Pareto set: fewer in flight are quicker and dearer', () => {
    const { points, pareto } = swept({ ...base, concurrency: [64, 1, 8] });
    expect(pareto.map((index) => points[index]?.point['concurrency'])).toEqual([1, 8, 64]);
  });

  it('gives the Pareto set the intervals of its estimates', () => {
    const input = { ...base, concurrency: [64, 1, 8], parallel: { ...one, tensor: [1] } };
    const answer = swept(input);
    const intervals = paretoIntervals(input, answer);
    expect(intervals).toHaveLength(3);
    const estimate = estimateScenario({ ...scenarioDefaults, ...base, concurrency: 1 });
    expect(intervals[0]?.x).toEqual([estimate.timePerOutputToken?.low, estimate.timePerOutputToken?.high]);
    expect(intervals[0]?.y).toEqual([estimate.usdPerMillionOutputTokens?.low, estimate.usdPerMillionOutputTokens?.high]);
  });

  it('sweeps whole arrangements, their parts, chips and models', () => {
    expect(swept({ ...base, accelerators: null, parallel: [one, { ...one, tensor: 2 }] }).points.map((point) => point.feasible)).toEqual([
      true,
      true,
    ]);
    expect(swept({ ...base, accelerators: 4, parallel: { ...one, tensor: [1, 2, 4] } }).keys).toEqual(['parallel.tensor']);
    expect(swept({ ...base, accelerator: ['h200-sxm', 'mi300x'], model: ['llama-3.1-8b', 'qwen3-8b'] }).points).toHaveLength(4);
  });

  it('takes a list of anchors as a value and a list of lists as a sweep', () => {
    const anchor = [{ concurrency: 8, timePerOutputToken: 0.01 }];
    expect(swept({ ...base, anchor }).points).toHaveLength(1);
    expect(swept({ ...base, anchor: [[], anchor] }).keys).toEqual(['anchor']);
  });

  it('says of a combination that it does not go together or does not fit, and answers the others', () => {
    const { points } = swept({ ...base, parallel: { ...one, tensor: [1, 3] } });
    expect(points.map((point) => [point.feasible, point.reason?.code])).toEqual([
      [true, undefined],
      [false, 'inconsistent'],
    ]);
    const long = swept({ ...base, inputTokens: [1024, 9_000_000] });
    expect(long.points[1]).toMatchObject({ feasible: false, reason: { code: 'context-too-long' }, x: null, y: null });
    expect(long.pareto).toEqual([0]);
  });

  it('names the place of a wrong value', () => {
    expect(errorOf({ ...base, concurrency: [1, 2, -3] })).toMatchObject({ code: 'out-of-range', path: 'concurrency.2' });
    expect(errorOf({ ...base, accelerator: ['h200-sxm', 'h200'] })).toMatchObject({
      code: 'unknown-id',
      path: 'accelerator.1',
      suggestions: ['h200-sxm'],
    });
    expect(errorOf({ ...base, parallel: [one, { ...one, tensor: 0 }] })).toMatchObject({ code: 'out-of-range', path: 'parallel.1.tensor' });
    expect(errorOf({ ...base, parallel: { tensor: [1, 'two'] } })).toMatchObject({ code: 'wrong-type', path: 'parallel.tensor.1' });
    expect(errorOf({ ...base, inputTokens: [] })).toMatchObject({ code: 'out-of-range', path: 'inputTokens' });
    expect(errorOf({ ...base, batches: [1, 2] })).toMatchObject({ code: 'unknown-field' });
    expect(errorOf([base])).toMatchObject({ code: 'wrong-type', path: '' });
  });

  it('refuses more points than it would answer', () => {
    const many = Array.from({ length: 400 }, (_, index) => index + 1);
    expect(errorOf({ ...base, concurrency: many, inputTokens: many })).toMatchObject({
      code: 'out-of-range',
      message: expect.stringContaining('160000') as string,
    });
  });
});
