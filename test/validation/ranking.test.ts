/** Which of two configurations is better: what counts as a pair, and what is noise. */
import { describe, expect, it } from 'vitest';
import { ranking } from '../../src/validation/ranking.ts';
import type { ScoredRow } from '../../src/validation/score.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { ServingRow } from '../../src/validation/serving-rows.ts';

function scored(accelerators: number, measured: number, predicted: number, over: Partial<ServingRow> = {}): ScoredRow {
  const row: ServingRow = {
    id: 'r',
    source: 'a source',
    citation: '',
    version: '',
    group: 'g',
    leftOut: null,
    regime: 'plain',
    month: null,
    metric: 'timePerOutputToken',
    measured,
    scenario: { ...scenarioDefaults, model: 'llama-3.1-8b', accelerator: 'h200-sxm', accelerators },
    ...over,
  };
  return { row, predicted, low: predicted, high: predicted, evidence: 'interpolated', error: Math.log(predicted / measured) };
}

describe('ranking', () => {
  it('counts a pair that is named right, and one that is not', () => {
    expect(ranking([scored(1, 0.02, 0.021), scored(2, 0.015, 0.016)])).toMatchObject({ right: 1, pairs: 1, within: 0 });
    expect(ranking([scored(1, 0.02, 0.04), scored(2, 0.015, 0.015)])).toMatchObject({ right: 0, pairs: 1 });
  });

  it('asks of every load whether the one named best is within 5 % of the best', () => {
    const near = [scored(1, 0.0205, 0.02), scored(2, 0.01, 0.012)];
    const load = (accelerators: number) => ({
      scenario: { ...scenarioDefaults, model: 'llama-3.1-8b', accelerator: 'h200-sxm', accelerators, concurrency: 9 },
    });
    const other = [scored(1, 0.02, 0.02, load(1)), scored(2, 0.015, 0.05, load(2))];
    const alone = scored(1, 0.02, 0.02, { source: 'another' });
    expect(ranking([...near, ...other, alone]).choices).toEqual({ near: 2, loads: 2 });
    const wrong = scored(4, 0.001, 0.9);
    expect(ranking([...near, wrong]).choices).toEqual({ near: 0, loads: 1 });
  });

  it('divides by accelerators: twice as fast on two is as good, and nobody can tell them apart', () => {
    expect(ranking([scored(1, 0.02, 0.02), scored(2, 0.01, 0.03)])).toMatchObject({ pairs: 0, within: 1 });
  });

  it('takes repeats of a configuration as one, their median', () => {
    expect(ranking([scored(1, 0.02, 0.02), scored(1, 0.021, 0.02), scored(1, 0.9, 0.02), scored(2, 0.03, 0.03)])).toMatchObject({
      right: 1,
      pairs: 1,
    });
  });

  it('takes a run of another month as a repeat', () => {
    const of = (software: string, measured: number): ScoredRow => {
      const each = scored(1, measured, 0.02);
      return { ...each, row: { ...each.row, scenario: { ...each.row.scenario, software } } };
    };
    expect(ranking([of('2025-12', 0.02), of('2026-03', 0.01)])).toMatchObject({ pairs: 0, within: 0 });
  });

  it('counts the accelerators of both pools', () => {
    const parallel = null;
    const serving = { prefill: { accelerators: 1, parallel }, decode: { accelerators: 3, parallel } };
    const pools = scored(4, 0.01, 0.011);
    const apart = { ...pools, row: { ...pools.row, scenario: { ...pools.row.scenario, accelerators: null, serving } } };
    // Four accelerators twice as fast as one are half as good.
    expect(ranking([scored(1, 0.02, 0.02), apart])).toMatchObject({ right: 1, pairs: 1 });
  });

  it.each(['timeToFirstTokenP50', 'wattsPerAccelerator', 'chipJoulesPerOutputToken'] as const)('ranks nothing by %s', (metric) => {
    expect(ranking([scored(1, 0.02, 0.02, { metric }), scored(2, 0.05, 0.05, { metric })])).toMatchObject({ pairs: 0, choices: { loads: 0 } });
  });

  it.each([
    ['sources', { source: 'another' }],
    ['loads', { scenario: { ...scenarioDefaults, model: 'llama-3.1-8b', accelerator: 'h200-sxm', accelerators: 2, concurrency: 7 } }],
    ['metrics', { metric: 'outputTokensPerSecond' as const }],
  ])('never compares different %s', (_, over) => {
    expect(ranking([scored(1, 0.02, 0.02), scored(2, 0.05, 0.05, over)])).toMatchObject({ pairs: 0, within: 0 });
  });

  it('leaves first tokens out', () => {
    expect(ranking([scored(1, 0.02, 0.02, { metric: 'timeToFirstToken' }), scored(2, 0.05, 0.05, { metric: 'timeToFirstToken' })]).pairs).toBe(0);
  });

  it('takes what nine in ten repeats differ by as the least difference that counts', () => {
    // 25 configurations under loads of their own, each measured twice, 30 % apart.
    const repeats = Array.from({ length: 25 }, (_, index) =>
      [1, 1.3].map((factor) =>
        scored(1, 0.02 * factor, 0.02, {
          scenario: { ...scenarioDefaults, model: 'llama-3.1-8b', accelerator: 'h200-sxm', accelerators: 1, concurrency: 100 + index },
        }),
      ),
    ).flat();
    const near = ranking([...repeats, scored(1, 0.02, 0.02), scored(2, 0.0125, 0.03)]);
    expect(near.margins.timePerOutputToken).toBeCloseTo(Math.log(1.3), 6);
    expect(near).toMatchObject({ pairs: 0, within: 1 });
  });
});
