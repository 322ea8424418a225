/** Published runs beside a run in question: the likest first, each with its MFU by the definition of the lab. */
import { describe, expect, test } from 'vitest';
import { publishedTrainings } from '../../src/validation/published-trainings.ts';

describe('published training runs', () => {
  test('Llama 3 405B: its published MFU of a step lies around what tokens and hours of the whole run say', async () => {
    const runs = await publishedTrainings({ kind: 'pre-train', model: 'llama-3.1-405b', accelerator: 'h100-80-sxm' });
    const [first] = runs;
    expect(first).toMatchObject({ model: 'llama-3.1-405b', accelerator: 'h100-80-sxm' });
    const whole = runs.find(({ whole: all }) => all);
    // 15.6 T tokens in 30.84 M H100-hours are 140.5 tokens a second on each; at 2.47 TFLOP a token of 989 TFLOP/s that is 35 %.
    expect(whole?.tokensPerSecond).toBeCloseTo(15.6e12 / 30.84e6 / 3600, 6);
    expect(whole?.modelFlopsUtilisation).toBeGreaterThan(0.33);
    expect(whole?.modelFlopsUtilisation).toBeLessThan(0.37);
    expect(whole?.predicted).toBeNull();
    for (const { predicted, modelFlopsUtilisation } of runs)
      if (predicted) expect(Math.abs(Math.log(predicted.value / modelFlopsUtilisation))).toBeLessThan(Math.log(1.6));
  });

  test('a model of the same shape is the same to train, and adapters are beside adapters', async () => {
    const runs = await publishedTrainings({ kind: 'fine-tune', method: 'lora', model: 'llama-3.3-70b', accelerator: 'h200-sxm' });
    expect(runs[0]).toMatchObject({ model: 'llama-3.1-70b', method: 'lora' });
    expect(runs.length).toBeLessThanOrEqual(10);
  });

  test('wrong input is named', async () => {
    await expect(publishedTrainings({ kind: 'fine-tune', model: 'llama-4-90b', accelerator: 'h200-sxm' })).rejects.toThrow(/model/);
  });
});
