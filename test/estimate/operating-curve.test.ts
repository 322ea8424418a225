import fc from 'fast-check';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { describe, expect, it } from 'vitest';
import { operate } from '../../src/estimate/estimate-scenario.ts';
import { answersFor, OperatingCurve, passCurves } from '../../src/estimate/load/operating-curve.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const single = { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 };
/** Dense, grouped experts, latent attention, sliding windows, linear layers; every way of splitting; a verified draft. */
const setups: readonly Scenario[] = (
  [
    { model: 'llama-3.3-70b', accelerator: 'h200-sxm', weights: 'fp8', parallel: { ...single, tensor: 2 } },
    { model: 'llama-3.1-8b', accelerator: 'mi300x', parallel: single },
    { model: 'llama-3.1-70b', accelerator: 'a100-80-sxm', parallel: { ...single, tensor: 2, pipeline: 2 } },
    { model: 'qwen3-235b-a22b', accelerator: 'h200-sxm', parallel: { ...single, tensor: 8, expert: 8 } },
    { model: 'deepseek-v3', accelerator: 'b200-sxm', parallel: { ...single, expert: 16, attentionData: 16 } },
    { model: 'gpt-oss-120b', accelerator: 'h100-80-sxm', parallel: { ...single, tensor: 2 } },
    { model: 'qwen3-next-80b-a3b', accelerator: 'h200-sxm', parallel: { ...single, tensor: 4 } },
    {
      model: 'qwen3-32b',
      accelerator: 'tpu-v6e',
      parallel: { ...single, tensor: 8 },
      speculative: { draftTokens: 3, acceptance: 0.7, draft: 'qwen3-0.6b' },
    },
  ] as const
).map((setup) => ({ ...scenarioDefaults, concurrency: 32, ...setup }));

const loads = fc.record({
  concurrency: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 4000 }), fc.constant('max' as const)),
  inputTokens: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 20_000 })),
  outputTokens: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 5000 })),
  prefixHitRate: fc.constantFrom(0, 0, 0.3, 1),
});

describe('OperatingCurve', () => {
  it.each(setups)('equals the operating points of $model on $accelerator', (setup) => {
    const seen = operate({ ...setup, inputTokens: 16, outputTokens: 16 });
    if (!seen.ok) throw new Error('the control does not fit');
    const { deployment, accelerators } = seen.value.choice.candidate;
    const curvesUnder = passCurves(deployment);
    const byEngine = new Map(
      deployment.resolved.engines.map((engine) => [
        engine.id,
        new OperatingCurve(deployment, engine, { ...defaultScenario, speculative: setup.speculative }, accelerators, curvesUnder(engine)),
      ]),
    );
    fc.assert(
      fc.property(loads, (load) => {
        const exact = operate({ ...setup, ...load });
        const concurrency = [load.concurrency === 'max' ? Infinity : load.concurrency];
        const columns = { concurrency, inputTokens: [load.inputTokens], outputTokens: [load.outputTokens], prefixHitRate: [load.prefixHitRate] };
        for (const engine of deployment.resolved.engines) {
          const answers = answersFor(1);
          byEngine.get(engine.id)?.evaluate(columns, answers);
          const point = exact.ok ? exact.value.points.find((each) => each.engine === engine) : undefined;
          if (!point) {
            expect(answers.timePerOutputToken[0]).toBeNaN();
            continue;
          }
          expect(answers.timePerOutputToken[0]).toBeWithinPercent(point.timePerOutputToken, 1e-7);
          expect(answers.outputTokensPerSecond[0]).toBeWithinPercent(point.outputTokensPerSecond, 1e-7);
          if (point.timeToFirstToken === null) expect(answers.timeToFirstToken[0]).toBe(Infinity);
          else expect(answers.timeToFirstToken[0]).toBeWithinPercent(point.timeToFirstToken, 1e-7);
        }
      }),
      { numRuns: 60 },
    );
  });
});
