import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operate } from '../../src/estimate/estimate-scenario.ts';
import { RememberedPasses } from '../../src/model/remembered-passes.ts';
import { decodePass, mixedPass, passSeconds, prefillPass } from '../../src/model/step.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';

/** Few values of each, so that what was asked for comes again, forgotten or not. */
const batch = fc.constantFrom(1, 2.5, 7, 33, 64, 100.25);
const tokens = fc.constantFrom(1, 12, 100, 333.5, 4096);
const context = fc.constantFrom(64, 1000, 9000.5);
const ask = fc.record({ batch, tokens, context, width: fc.constantFrom(1, 4), prompts: fc.constantFrom(1, 1.5, 3), prefix: fc.constantFrom(0, 500) });

describe('RememberedPasses', () => {
  it.each([
    { model: 'llama-3.3-70b', accelerator: 'h200-sxm', weights: 'fp8', parallel: { tensor: 2, pipeline: 1, expert: 1, attentionData: 1 } },
    { model: 'deepseek-v3', accelerator: 'b200-sxm', parallel: { tensor: 1, pipeline: 1, expert: 16, attentionData: 16 } },
    { model: 'gpt-oss-120b', accelerator: 'h100-80-sxm', parallel: { tensor: 2, pipeline: 1, expert: 1, attentionData: 1 } },
  ] as const)('answers to the bit what the operators of $model add up to, whatever was asked before', (setup) => {
    const seen = operate({ ...scenarioDefaults, ...setup, inputTokens: 16, outputTokens: 16 });
    if (!seen.ok) throw new Error('the control does not fit');
    const { stage } = seen.value.choice.candidate.deployment.under(seen.value.points[0]!.engine);
    const passes = new RememberedPasses(stage);
    fc.assert(
      fc.property(fc.array(ask, { minLength: 1, maxLength: 40 }), (asks) => {
        for (const each of asks) {
          expect(passes.decode(each.batch, each.context, each.width)).toBe(passSeconds(decodePass(stage, each.batch, each.context, each.width)));
          expect(passes.mixed(each.batch, each.width, each.context, each.prompts, each.tokens, each.prefix)).toBe(
            passSeconds(mixedPass(stage, each.batch, each.width, each.context, each.prompts, each.tokens, each.prefix)),
          );
          expect(passes.prefill(each.prompts, each.tokens, each.prefix)).toBe(
            passSeconds(prefillPass(stage, each.prompts, each.tokens, each.prefix)),
          );
          expect(passes.decodeTerms(each.batch, each.context, each.width)).toEqual(decodePass(stage, each.batch, each.context, each.width));
        }
      }),
      { numRuns: 40 },
    );
  });
});
