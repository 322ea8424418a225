import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { logSd, trainingFactors } from '../../src/estimate/training/fitted.ts';
import { modelToTrain, trainingEstimate } from '../../src/estimate/training/train.ts';
import { z80 } from '../../src/stats/normal.ts';
import { trainingRows } from '../../src/validation/training-rows.ts';
import { fitTraining, scoredTrainingRows, trainingLoss, trainingMiss, type HeldOutRow } from '../../src/validation/training-score.ts';

const heldOut = JSON.parse(readFileSync(new URL('../../src/validation/held-out-training.json', import.meta.url), 'utf8')) as readonly HeldOutRow[];
const rows = scoredTrainingRows();
const all = trainingRows((model) => modelToTrain({ model }) !== undefined);

const middle = (list: readonly number[]): number => {
  const sorted = [...list].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
};

describe('published training steps', () => {
  it('are scored, or left out for a reason', () => {
    expect(all.rows.length + all.leftOut.length).toBe(145);
    expect(rows.length).toBeGreaterThanOrEqual(98);
    for (const { why } of all.leftOut) expect(why).not.toBe('');
  });

  it('fit in memory, every layout', () => {
    const refused = all.rows.filter(({ training, kernel }) => !trainingEstimate(training, trainingFactors, kernel).feasible).map(({ id }) => id);
    expect(refused).toEqual([]);
  });

  it('are held out each once, by whole groups', () => {
    expect(heldOut.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  it('of unseen groups are missed by at most 0.08 in the median and 0.15 in the mean', () => {
    const misses = heldOut.map(({ miss }) => Math.abs(miss));
    expect(Number(middle(misses).toFixed(3))).toBeLessThanOrEqual(0.08);
    expect(misses.reduce((sum, each) => sum + each, 0) / misses.length).toBeLessThanOrEqual(0.15);
  });

  it('lie in the 80 % intervals 75 to 85 times in a hundred', () => {
    const inside = heldOut.filter(({ id, miss }) => {
      const row = rows.find((each) => each.id === id);
      const model = row && modelToTrain(row.training);
      return row && model && Math.abs(miss) <= z80 * logSd(model, row.training.method);
    });
    expect(inside.length / heldOut.length).toBeGreaterThanOrEqual(0.75);
    expect(inside.length / heldOut.length).toBeLessThanOrEqual(0.85);
  });

  it('are what the five numbers were fitted to: a step away from each is no better', () => {
    expect(Object.keys(trainingFactors)).toHaveLength(5);
    const loss = trainingLoss(rows, trainingFactors);
    for (const key of Object.keys(trainingFactors) as (keyof typeof trainingFactors)[])
      for (const factor of [0.9, 1.1])
        expect(trainingLoss(rows, { ...trainingFactors, [key]: trainingFactors[key] * factor })).toBeGreaterThan(loss - 2e-3);
  });

  it('held out again with the same start give the same miss', () => {
    const group = 'kimi-k2 | h100-80-sxm';
    const factors = fitTraining(
      rows.filter((row) => row.group !== group),
      trainingFactors,
      0.05,
    );
    const [row] = rows.filter((each) => each.group === group);
    if (!row) throw new Error(group);
    expect(trainingMiss(row, factors)).toBeCloseTo(heldOut.find(({ id }) => id === row.id)?.miss ?? Number.NaN, 2);
  });
});
