import { describe, expect, it } from 'vitest';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import { summaryWords } from '../../src/ui/figures/accuracy/accuracy-words.ts';
import type { ScoredRow } from '../../src/validation/score.ts';

const scored = (accelerators: number, measured: number, predicted: number, interval: number): ScoredRow => ({
  row: {
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
  },
  predicted,
  low: predicted / interval,
  high: predicted * interval,
  evidence: 'interpolated',
  error: Math.log(predicted / measured),
});

describe('how far to trust an estimate, in words', () => {
  it('intervals, pairs, and the choice among all that were measured', () => {
    expect(summaryWords([scored(1, 0.02, 0.021, 1.3), scored(2, 0.015, 0.03, 1.3)])).toBe(
      'The 80 % intervals hold 50 % of the rows. Of 1 pairs of configurations under the same load, the one with more tokens per accelerator is named right in 100 %; of all that were measured under one load, the one named best is within 5 % of the best in 100 %.',
    );
  });

  it('nothing of choices where no two configurations share a load', () => {
    expect(summaryWords([scored(1, 0.02, 0.021, 1.3)])).toBe('The 80 % intervals hold 100 % of the rows.');
  });
});
