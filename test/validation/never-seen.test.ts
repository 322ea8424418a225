import { describe, expect, it } from 'vitest';
import { prior } from '../../src/calibration/priors/pack.ts';
import type { Family } from '../../src/calibration/priors/silicon.ts';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import { scoreNeverSeen } from '../../src/validation/comparisons.ts';
import { unseenOperators } from '../../src/validation/held-out.ts';
import { groupScores, metricScores } from '../../src/validation/score.ts';
import { servingRows } from '../../src/validation/published-rows.ts';
import { counted } from '../../src/validation/serving-rows.ts';

const nearness = (lookup: typeof prior, id: string, family: Family): string | undefined => lookup('gemm', 'gemm/bf16', id, family, 0)?.nearness;

describe('operators of a chip as if never timed', () => {
  it('come from its kin, and without its family from the others', () => {
    expect(nearness(prior, 'h200-sxm', 'hopper')).toBe('system');
    expect(nearness(unseenOperators.chip, 'h200-sxm', 'hopper')).toBe('family');
    expect(nearness(unseenOperators.family, 'h200-sxm', 'hopper')).toBe('pool');
  });

  it('hold no number of its own', () => {
    const own = prior('gemm', 'gemm/bf16', 'h200-sxm', 'hopper', 0)?.parameters;
    for (const lookup of Object.values(unseenOperators)) expect(lookup('gemm', 'gemm/bf16', 'h200-sxm', 'hopper', 0)?.parameters).not.toEqual(own);
  });

  it('come from the others where a family has one member only', () => {
    expect(nearness(unseenOperators.chip, 'arc-pro-b60', 'xe2')).toBe('pool');
    expect(nearness(unseenOperators.chip, 'a100-80-sxm', 'ampere')).toBe('pool');
  });

  it('are as they were for a chip that was never timed', () => {
    expect(unseenOperators.chip('gemm', 'gemm/bf16', 'h20', 'hopper', 0)).toEqual(prior('gemm', 'gemm/bf16', 'h20', 'hopper', 0));
  });

  it('make an estimate that says so, with a wider interval', () => {
    const scenario = {
      ...scenarioDefaults,
      model: 'llama-3.3-70b',
      accelerator: 'h200-sxm',
      accelerators: 2,
      weights: 'fp8',
      engine: 'vllm',
    } as const;
    const known = estimateScenario(scenario).timePerOutputToken;
    const unseen = estimateScenario(scenario, { priors: unseenOperators.family }).timePerOutputToken;
    expect([known?.evidence, unseen?.evidence]).toEqual(['interpolated', 'prior']);
    // Their share of time that prompts take differs by a millionth, and the width with it.
    expect(((unseen?.high ?? 0) / (unseen?.low ?? 1)) * (1 + 1e-5)).toBeGreaterThanOrEqual((known?.high ?? 0) / (known?.low ?? 1));
  });
});

it('published rows of accelerators never seen lie inside 80 % intervals about as often as they should', () => {
  const rows = counted(servingRows()).filter(({ metric, regime }) => metric === 'timePerOutputToken' && regime === 'plain');
  const [score] = metricScores(groupScores(scoreNeverSeen(rows, 'chip')));
  expect(score?.coverage).toBeGreaterThan(0.7);
  expect(score?.coverage).toBeLessThan(0.9);
});
