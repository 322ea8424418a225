/** The run of the page of training: kept in an address, asked as the library reads it, and said in words. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { train, type TrainingInput } from '../../src/estimate/training/library.ts';
import type { TrainingEstimate } from '../../src/estimate/training/training-estimate.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { parseTraining } from '../../src/scenario/parse-training.ts';
import { questionFromQuery } from '../../src/scenario/query.ts';
import { trainingPresets } from '../../src/scenario/training-presets.ts';
import { withQuestion } from '../../src/session/address.ts';
import { openingTraining, trainingForm, trainingInput, withMethod, type TrainingQuestion } from '../../src/ui/text/training-question.ts';
import {
  layoutWords,
  memoryParts,
  memoryTitle,
  meterOf,
  onWords,
  percentOf,
  recomputeWords,
  runTime,
  stepParts,
} from '../../src/ui/text/training-words.ts';
import type { Quantity } from '../../src/units/quantity.ts';

const read = (search: string) => trainingForm.read(questionFromQuery(new URLSearchParams(search), 'training'));
const throughLink = (question: TrainingQuestion) =>
  trainingForm.read(
    questionFromQuery(withQuestion('https://lab.example/training/', 'training', trainingForm.write(question)).searchParams, 'training'),
  );

describe('a run in the address', () => {
  test('the opening one is the bare address', () => {
    expect(trainingForm.write(openingTraining)).toBeNull();
    expect(read('')).toEqual({ value: openingTraining, problems: [] });
  });

  test('comes back as it went, whatever was said of it', () => {
    const questions = fc
      .record(
        {
          kind: fc.constantFrom('pre-train' as const, 'fine-tune' as const),
          model: fc.constantFrom('llama-3.3-70b', 'deepseek-v3', 'gpt3-175b'),
          accelerator: fc.constantFrom('h100-80-sxm', 'b200-sxm', 'mi300x'),
          accelerators: fc.integer({ min: 1, max: 65_536 }),
          precision: fc.constantFrom('bf16' as const, 'fp8' as const),
          sequence: fc.integer({ min: 1, max: 8192 }),
          globalBatch: fc.integer({ min: 1, max: 4096 }),
          tokens: fc.integer({ min: 1, max: 1e9 }),
        },
        { requiredKeys: ['kind', 'tokens'] },
      )
      .filter((question) => parseTraining(trainingInput(question, defaultScenario)).ok);
    fc.assert(
      fc.property(questions, (question) => {
        expect(throughLink(question)).toEqual({ value: question, problems: [] });
      }),
      { numRuns: 100 },
    );
  });

  test('what is wrong in it is said by name, and nothing else is lost', () => {
    const { value, problems } = read(
      'training.kind=fine-tune&training.model=lama&training.accelerators=-4&training.tokns=1e9&training.precision=bf16',
    );
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).toMatch(/accelerators: expected at least 1/);
    expect(problems.join('\n')).toMatch(/tokns: no such field; did you mean tokens/);
    expect(problems.join('\n')).toMatch(/no model "lama"/);
    expect(value).toEqual({ kind: 'fine-tune', precision: 'bf16' });
  });

  test('what does not go together is left out', () => {
    const { value, problems } = read('training.kind=pre-train&training.method=lora&training.tokens=1e12');
    expect(problems).toEqual([expect.stringContaining('no weights to freeze')]);
    expect(value).toEqual({ kind: 'pre-train', tokens: 1e12 });
  });
});

describe('a run as the library reads it', () => {
  test('takes model, accelerator and way to pay from the scenario where it says none', () => {
    const scenario = { ...defaultScenario, model: 'qwen3-32b', ownership: 'own' as const };
    expect(trainingInput(openingTraining, scenario)).toMatchObject({ model: 'qwen3-32b', accelerator: 'h200-sxm', ownership: 'own', method: 'lora' });
    expect(trainingInput({ ...openingTraining, model: 'llama-3.1-8b' }, scenario).model).toBe('llama-3.1-8b');
  });

  test('every known run can be asked, and each turn of method leaves one that can', () => {
    for (const { sets } of trainingPresets) expect(parseTraining(trainingInput({ ...sets }, defaultScenario))).toMatchObject({ ok: true });
    const lora: TrainingQuestion = { ...openingTraining, loraRank: 64, recompute: 'full' };
    for (const change of [
      { kind: 'pre-train', method: 'full' },
      { kind: 'fine-tune', method: 'qlora' },
      { kind: 'fine-tune', method: 'full' },
    ] as const)
      expect(parseTraining(trainingInput(withMethod(lora, change), defaultScenario))).toMatchObject({ ok: true });
    expect(withMethod(lora, { kind: 'fine-tune', method: 'qlora' }).loraRank).toBe(64);
  });
});

describe('a run in words', () => {
  const whole: TrainingInput = { kind: 'fine-tune', model: 'llama-3.3-70b', accelerator: 'h200-sxm', accelerators: 2, tokens: 1e9 };
  let fits: TrainingEstimate, refused: TrainingEstimate;
  beforeAll(async () => {
    fits = await train({ ...whole, method: 'lora' });
    refused = await train(whole);
  });

  test('says whether it fits, and by how much it does not', () => {
    expect(memoryTitle(fits, { ...whole, method: 'lora' })).toMatch(
      /^It fits on two H200s, with (nothing|[\d.]+ GB) to spare: \d+ GB on the fullest, \d+ % of it /,
    );
    expect(refused.reason?.code).toBe('memory');
    // The leanest layout is weighed too: its parts are the bytes that the reason names.
    const parts = memoryParts(refused);
    expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(refused.reason?.needs ?? 0, -3);
    expect(memoryTitle(refused, whole)).toBe('It does not fit: on two H200s the leanest layout needs 600 GB on each, 4.0× what each has');
  });

  test('parts of a step make the step', () => {
    const parts = stepParts(fits);
    expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBeGreaterThan(0.98 * (fits.secondsPerStep?.value ?? Infinity));
    expect(layoutWords(fits)).toMatch(/DP \d/);
    expect(layoutWords(refused)).toBe('');
    expect(recomputeWords({ ...fits, recompute: 'full', recomputedLayers: 0.4 })).toBe('whole layers are computed twice in 40 % of the layers');
  });

  test('sizes are said in their units', () => {
    const of = (value: number, unit: string): Quantity => ({ value, low: value, high: 2 * value, unit, evidence: 'prior' });
    expect(runTime(of(72, 'h'))).toMatchObject({ value: 3, unit: 'days' });
    expect(runTime(of(0.5, 'h'))).toMatchObject({ value: 30, unit: 'minutes' });
    expect(meterOf(of(3.6e9, 'J'))).toMatchObject({ value: 1, unit: 'MWh' });
    expect(percentOf({ value: 0.52, low: 0.21, high: 1.28, unit: '1', evidence: 'prior' })).toEqual({ value: '52 %', range: '21–100 %' });
    expect(onWords({ accelerator: 'h100-80-sxm' }, 16_384)).toBe('16,384 H100s');
    expect(onWords({ accelerator: 'h100-80-sxm' }, null)).toBe('H100s');
  });
});
