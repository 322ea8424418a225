import { describe, expect, it } from 'vitest';
import { printSweep } from '../../../src/cli/print/sweep.ts';
import type { Sweep } from '../../../src/estimate/views/sweep.ts';

const swept: Sweep = {
  x: 'timePerOutputToken',
  y: 'usdPerMillionOutputTokens',
  keys: ['concurrency', 'parallel'],
  points: [
    { point: { concurrency: 8, parallel: { tensor: 1 } }, feasible: true, x: 0.0123456, y: 2 },
    { point: { concurrency: 1, parallel: { tensor: 1 } }, feasible: true, x: 0.01, y: null },
    {
      point: { concurrency: 1, parallel: { tensor: 3 } },
      feasible: false,
      reason: { code: 'inconsistent', message: 'three does not go' },
      x: null,
      y: null,
    },
  ],
  pareto: [0],
};

describe('printSweep', () => {
  it('marks the Pareto set, dashes what is unknown and says why a point is not feasible', () => {
    const text = printSweep(swept, [{ x: [0.01, 0.0156789], y: [1.5, 3] }]);
    expect(text).toMatch(/^8 +\{"tensor":1\} +0\.01235 +2 +●$/m);
    expect(text).toMatch(/^1 +\{"tensor":1\} +0\.01 +–$/m);
    expect(text).toMatch(/^1 +\{"tensor":3\} +– +– +three does not go$/m);
    expect(text).toContain('Pareto set, 1 of 3 points');
    expect(text).toMatch(/^8 +\{"tensor":1\} +0\.01235 +0\.01 – 0\.01568 +2 +1\.5 – 3$/m);
  });
});
