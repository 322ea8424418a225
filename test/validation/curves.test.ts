import { describe, expect, it } from 'vitest';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { curvesOf, scoreAnchored } from '../../src/validation/curves.ts';
import { groupQuantile } from '../../src/validation/group-quantile.ts';
import { predict } from '../../src/validation/predict.ts';
import { groupScores, metricScores, scoreRows } from '../../src/validation/score.ts';
import { servingRows } from '../../src/validation/published-rows.ts';
import { counted } from '../../src/validation/serving-rows.ts';
import type { ServingRow } from '../../src/validation/serving-rows.ts';

const scenario: Scenario = {
  ...scenarioDefaults,
  model: 'llama-3.1-8b',
  accelerator: 'h100-80-sxm',
  accelerators: 1,
  engine: 'vllm',
  weights: 'fp8',
  parallel: { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 },
};
const row = (concurrency: number | 'max', factor: number, version = '1'): ServingRow => {
  const blank: ServingRow = {
    id: '',
    source: 's',
    citation: '',
    version,
    group: 'g',
    scenario: { ...scenario, concurrency },
    metric: 'timePerOutputToken',
    measured: 1,
    leftOut: null,
    regime: 'plain',
    month: null,
  };
  return { ...blank, measured: (predict(blank, {}) ?? Number.NaN) * factor };
};

describe('curves of published rows', () => {
  it('are rows that differ in concurrency alone', () => {
    const [curve, ...others] = curvesOf([row(64, 1), row(8, 1), row(8, 1.2), row(8, 1, '2'), row('max', 1)]);
    expect(others).toEqual([]);
    expect(curve?.points.map(({ concurrency, rows }) => [concurrency, rows.length])).toEqual([
      [8, 2],
      [64, 1],
    ]);
    expect(curve?.points[0]?.measured).toBeCloseTo((predict(row(8, 1), {}) ?? 0) * Math.sqrt(1.2), 12);
  });

  it('score every point but the given ones', () => {
    const rows = [4, 16, 64].map((concurrency) => row(concurrency, 1.3));
    expect(scoreAnchored(rows, 'each')).toHaveLength(6);
    expect(scoreAnchored(rows, 'lowest').map((each) => each.row.scenario.concurrency)).toEqual([16, 64]);
    expect(scoreAnchored(rows, 'ends').map((each) => each.row.scenario.concurrency)).toEqual([16]);
  });

  it('a miss that all loads share is smaller at all of them once one is known, and a curve without a miss stays', () => {
    const rows = [4, 16, 64].map((concurrency) => row(concurrency, 1.3));
    for (const { error, evidence } of scoreAnchored(rows, 'each')) {
      expect(error).toBeGreaterThan(-Math.log(1.3));
      expect(error).toBeLessThan(0);
      expect(evidence).toBe('anchored');
    }
    for (const { error } of scoreAnchored(
      [4, 16, 64].map((concurrency) => row(concurrency, 1)),
      'ends',
    ))
      expect(error).toBeCloseTo(0, 9);
  });
});

describe('the published curves', () => {
  // All of them: at 8,192 tokens alone the second end does not help, since memory decides where MiniMax on H100 and B200 begins to wait.
  const rows = counted(servingRows()).filter(({ metric, regime }) => metric === 'timePerOutputToken' && regime === 'plain');
  const mean = (scored: ReturnType<typeof scoreRows>): number => metricScores(groupScores(scored))[0]?.error ?? Number.NaN;

  it('are nearer with one point given than with none, and nearer still with both ends', () => {
    const inCurves = curvesOf(rows).flatMap(({ points }) => points.flatMap((point) => point.rows));
    const none = mean(scoreRows(inCurves));
    const one = mean(scoreAnchored(rows, 'each'));
    // 0.060 against 0.100 without a point, 0.045 with both ends.
    expect(one).toBeLessThan(0.85 * none);
    expect(mean(scoreAnchored(rows, 'ends'))).toBeLessThan(one);
  });
});

describe('quantiles by group', () => {
  it('a large group weighs as much as a small one', () => {
    const large = Array.from({ length: 90 }, () => ({ group: 'large', size: 0.1 }));
    const small = Array.from({ length: 10 }, () => ({ group: 'small', size: 0.5 }));
    expect(groupQuantile([...large, ...small], 0.49)).toBe(0.1);
    expect(groupQuantile([...large, ...small], 0.51)).toBe(0.5);
    expect(groupQuantile([...large, ...small], 0.51, 11)).toBe(0.1);
  });
});
