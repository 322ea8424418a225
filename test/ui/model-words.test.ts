import { describe, expect, it } from 'vitest';
import { modelChecks } from '../../src/calibration/model-check.ts';
import {
  errorWords,
  heldWords,
  modelLine,
  modelsInOrder,
  modelsTitle,
  modelTitle,
  modelTwin,
  paceWords,
  stepWords,
} from '../../src/ui/text/models.ts';
import { modelRun, partRun } from '../browser/fake-models.ts';

const checks = modelsInOrder(modelChecks(modelRun));
const [part] = modelChecks(partRun);

describe('whole models in words', () => {
  it('come with one user’s decode of the largest first, prompts last', () => {
    expect(checks.map(({ step }) => `${modelTitle(step)}, ${stepWords(step)}`)).toEqual([
      'Llama 3.1 8B at 4 bits, one user, 512 tokens in',
      'Qwen3 4B at 4 bits, one user, 512 tokens in',
      'Llama 3.2 1B at 4 bits, one user, 512 tokens in',
      'Llama 3.1 8B at 4 bits, reading a prompt of 512 tokens',
    ]);
  });
  it('say what memory held, and never a part as the whole', () => {
    expect(heldWords(checks[0]!.step)).toBe('Memory held 20 of 32 layers, which took turns.');
    expect(heldWords(checks[1]!.step)).toBe('');
    expect(modelTitle(part!.step)).toBe('2 of the 16 layers of Llama 3.2 1B at 4 bits');
    expect(heldWords(part!.step)).toBe('The output head had 4,096 of 128,256 words.');
    expect(paceWords(part!)).toBe('');
    expect(paceWords(checks[0]!)).toMatch(/read|skim/);
    expect(paceWords(checks[3]!)).toBe('');
  });
  it('stand beside what their kernels predict, with the error', () => {
    expect(modelsTitle(checks.slice(0, 3))).toMatch(/^Kernels alone predict 3 whole models within \d+ %$/);
    expect(modelLine(checks[0]!)).toMatch(
      /^Llama 3\.1 8B at 4 bits, one user, 512 tokens in: [\d.]+ tokens\/s, .*; its kernels predict [\d.,]+, a step of .* ms where .* ms were measured \([−+]?\d+ %\)$/,
    );
    expect(modelsTitle([part!])).toMatch(/^Kernels alone predict 1 part of a model within \d+ %$/);
    expect(modelsTitle([{ ...checks[0]!, predicted: null }])).toBe('1 whole model measured, without the kernels that would predict them');
    expect([errorWords(0.051), errorWords(-0.1249), errorWords(0.001)]).toEqual(['+5 %', '−12 %', '0 %']);
  });
  it('have a row each, with what was put in place of what', () => {
    const { rows } = modelTwin(checks);
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({ layers: '20 of 32', rate: { unit: 'tokens/s', evidence: 'measured' } });
  });
});
