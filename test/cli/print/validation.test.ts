import { describe, expect, it } from 'vitest';
import { printComparisons, printParts, printRanking, printRowScores, printScores } from '../../../src/cli/print/validation.ts';

describe('what validate prints', () => {
  it('a line for each group and one for each mean', () => {
    const text = printScores(
      'In sample',
      [{ metric: 'throughput', group: 'a | b', rows: 7, error: 0.1234, bias: -0.05, p90: 0.4, coverage: 0.857, interval: 1.234 }],
      [{ metric: 'throughput', groups: 1, rows: 7, error: 0.1234, coverage: 0.857, interval: 1.234, worst: null }],
    );
    expect(text).toMatch(/^In sample\n/);
    expect(text).toMatch(/^throughput +a \| b +7 +0\.123 +−0\.050 +0\.40 +86 % +1\.23$/m);
    expect(text).toMatch(/^throughput +mean of 1 group +7 +0\.123 +86 % +1\.23$/m);
  });

  it('a line for each part and metric, with the large group that lies inside least often', () => {
    const worst = { group: 'mi325x | deepseek-r1', coverage: 0.46 };
    const text = printParts([
      {
        axis: 'regime',
        part: 'drafts',
        metrics: [{ metric: 'throughput', groups: 4, rows: 173, error: 0.2241, coverage: 0.951, interval: 1.2, worst }],
      },
      {
        axis: 'host',
        part: 'usual',
        metrics: [{ metric: 'throughput', groups: 14, rows: 233, error: 0.176, coverage: 0.9, interval: 1.22, worst: null }],
      },
    ]);
    expect(text).toMatch(/^regime +drafts +throughput +4 +173 +0\.224 +95 % +1\.20 +46 % +mi325x \| deepseek-r1$/m);
    expect(text).toMatch(/^host +usual +throughput +14 +233 +0\.176 +90 % +1\.22$/m);
  });

  it('the same rows under other knowledge, with a dash where a metric or its interval is not there', () => {
    const text = printComparisons([
      { name: 'one point', metrics: [{ metric: 'timePerOutputToken', groups: 8, rows: 4700, error: 0.0684, coverage: 0.78 }] },
      { name: 'ratio', metrics: [{ metric: 'throughput', groups: 12, rows: 203, error: 0.181, coverage: null }] },
    ]);
    expect(text).toMatch(/^one point +0\.068 \(8\) +78 % +– +–$/m);
    expect(text).toMatch(/^ratio +– +– +0\.181 \(12\) +–$/m);
  });

  it('all rows alike, and how often the better configuration is named', () => {
    expect(printRowScores([{ metric: 'timeToFirstToken', rows: 959, median: 0.2341, mean: 0.2802 }])).toMatch(
      /^timeToFirstToken +959 +23\.4 % +28\.0 %$/m,
    );
    const text = printRanking({
      right: 966,
      pairs: 1000,
      within: 20,
      choices: { near: 9, loads: 10 },
      margins: { timePerOutputToken: Math.log(1.19), throughput: Math.log(1.15) },
    });
    expect(text).toMatch(/96\.6 % of 1,000 pairs right; 20 more within the noise of repeats \(time per token 19 %, throughput 15 %\)$/m);
    expect(text).toMatch(/within 5 % of the best measured under 90\.0 % of 10 loads$/);
  });

  it('nothing of comparisons and rankings where there is nothing to compare', () => {
    const none = { right: 0, pairs: 0, within: 0, choices: { near: 0, loads: 0 }, margins: { timePerOutputToken: 0, throughput: 0 } };
    expect([printComparisons([]), printRanking(none)]).toEqual(['', '']);
    expect(printRanking({ ...none, within: 1, choices: { near: 1, loads: 1 } })).toMatch(/no pair differs enough; 1 more within the noise/);
  });
});
