import { describe, expect, it } from 'vitest';
import { printComparisons, printScores } from '../../../src/cli/print/validation.ts';

describe('what validate prints', () => {
  it('a line for each group and one for each mean', () => {
    const text = printScores('In sample', [{ metric: 'throughput', group: 'a | b', rows: 7, error: 0.1234, bias: -0.05, p90: 0.4, coverage: 0.857 }], [{ metric: 'throughput', groups: 1, rows: 7, error: 0.1234, coverage: 0.857 }]);
    expect(text).toMatch(/^In sample\n/);
    expect(text).toMatch(/^throughput +a \| b +7 +0\.123 +−0\.050 +0\.40 +86 %$/m);
    expect(text).toMatch(/^throughput +mean of 1 groups +7 +0\.123 +86 %$/m);
  });

  it('the same rows under other knowledge, with a dash where a metric or its interval is not there', () => {
    const text = printComparisons([{ name: 'one point', metrics: [{ metric: 'timePerOutputToken', groups: 8, rows: 4700, error: 0.0684, coverage: 0.78 }] }, { name: 'ratio', metrics: [{ metric: 'throughput', groups: 12, rows: 203, error: 0.181, coverage: null }] }]);
    expect(text).toMatch(/^one point +0\.068 \(8\) +78 % +– +–$/m);
    expect(text).toMatch(/^ratio +– +– +0\.181 \(12\) +–$/m);
  });
});
