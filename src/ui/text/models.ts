/** Whole models that a run measured without their weights, in words. No DOM. */
import type { ModelCheck } from '../../calibration/model-check.ts';
import type { TableTwin } from '../../charts/table-twin.ts';
import type { ModelStep, ModelWeights } from '../../run/model-step.ts';
import { formatAt, formatCount, formatDuration, formatQuantity, formatShare } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import { anchorOf } from './headline.ts';
import { shortModel } from './names.ts';

const weightWords: Readonly<Record<ModelWeights, string>> = { f32: '32 bits', f16: '16 bits', q8: '8 bits', q4: '4 bits' };

/** "Llama 3.1 8B at 4 bits"; a part of a model is never said as the whole. */
export function modelTitle(step: ModelStep): string {
  const { name, weights, layers, layersRun } = step;
  return `${isPart(step) ? `${layersRun} of the ${layers} layers of ` : ''}${shortModel(name)} at ${weightWords[weights]}`;
}

/** "one user, 512 tokens in"; "reading a prompt of 512 tokens". */
export function stepWords({ phase, batch, context, tokens }: ModelStep): string {
  if (phase === 'prefill') return `reading a prompt of ${formatCount(tokens)} tokens`;
  return `${batch === 1 ? 'one user' : `${formatCount(batch)} users`}, ${formatCount(context)} tokens in`;
}

export const tokenRate = ({ tokensPerSecond }: ModelCheck): Quantity => ({ ...tokensPerSecond, unit: 'tokens/s', evidence: 'measured' });

/** What the run's own kernels make of the same step; its error is beside it, and no interval is claimed. */
export const predictedRate = ({ step, predicted }: ModelCheck): number | null => predicted && step.tokens / predicted.seconds;

/** Whole models before parts, decode before prompts, one user before many, then the larger. */
export function modelsInOrder(checks: readonly ModelCheck[]): readonly ModelCheck[] {
  const rank = ({ step }: ModelCheck): readonly number[] => [isPart(step) ? 1 : 0, step.phase === 'decode' ? 0 : 1, step.batch, -step.weightBytes];
  return checks.toSorted(
    (a, b) =>
      rank(a)
        .map((value, index) => value - (rank(b)[index] ?? 0))
        .find((difference) => difference !== 0) ?? 0,
  );
}

/** Faster or slower than somebody reads: of one user's decode alone. */
export function paceWords({ step, tokensPerSecond }: ModelCheck): string {
  return step.phase === 'decode' && step.batch === 1 && !isPart(step) ? anchorOf(tokensPerSecond.low, tokensPerSecond.high) : '';
}

export const isPart = ({ layers, layersRun }: ModelStep): boolean => layersRun < layers;

/** What such a number is, and what it is not. */
export function modelMeaning(part: boolean, software: boolean): string {
  const work = part ? 'A part of the model’s work, and the rate of that part alone' : 'The whole model’s work';
  return `${work}, with random weights made on this ${software ? 'processor' : 'GPU'} and a real KV cache: its speed, not its answers. Nothing was downloaded.`;
}

/** What memory did to a step; empty where it held everything. */
export function heldWords({ layersHeld, layersRun, vocab, vocabRun }: ModelStep): string {
  const layers = layersHeld < layersRun ? `Memory held ${layersHeld} of ${layersRun} layers, which took turns.` : '';
  const head = vocabRun < vocab ? `The output head had ${formatCount(vocabRun)} of ${formatCount(vocab)} words.` : '';
  return [layers, head].filter(Boolean).join(' ');
}

/** `+5 %`, `−12 %`. */
export function errorWords(error: number): string {
  const percent = Math.round(100 * error);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${formatAt(Math.abs(percent), 0)} %`;
}

/** Of predicted times: less than measured means that the whole has something that its kernels have not. */
export function modelsTitle(checks: readonly ModelCheck[]): string {
  const what = checks.every(({ step }) => isPart(step))
    ? 'parts of models'
    : checks.some(({ step }) => isPart(step))
      ? 'models and parts of models'
      : 'whole models';
  const counted = (count: number): string => (count === 1 ? what.replace('parts of models', 'part of a model').replace('models', 'model') : what);
  const errors = checks.flatMap(({ predicted }) => (predicted ? [Math.abs(predicted.error)] : []));
  if (errors.length === 0) return `${checks.length} ${counted(checks.length)} measured, without the kernels that would predict them`;
  return `Kernels alone predict ${errors.length} ${counted(errors.length)} within ${formatShare(Math.max(...errors))}`;
}

export function modelLine(check: ModelCheck): string {
  const { value, range } = formatQuantity(tokenRate(check)),
    guess = predictedRate(check);
  const predicted =
    check.predicted && guess !== null
      ? `; its kernels predict ${formatCount(guess)}, a step of ${formatDuration(check.predicted.seconds).text} where ${formatDuration(check.measured).text} were measured (${errorWords(check.predicted.error)})`
      : '';
  return `${modelTitle(check.step)}, ${stepWords(check.step)}: ${value} tokens/s, ${range}${predicted}`;
}

export const modelTwin = (checks: readonly ModelCheck[]): TableTwin => ({
  columns: [
    { key: 'model', title: 'Model' },
    { key: 'step', title: 'Step' },
    { key: 'rate', title: 'Measured' },
    { key: 'predicted', title: 'From its kernels, tokens/s' },
    { key: 'error', title: 'Predicted time off by' },
    { key: 'seconds', title: 'Step measured' },
    { key: 'weights', title: 'Weights read a step' },
    { key: 'layers', title: 'Layers held' },
    { key: 'note', title: 'Note' },
  ],
  rows: checks.map((check) => {
    const { step, measured, predicted } = check;
    return {
      model: modelTitle(step),
      step: stepWords(step),
      rate: tokenRate(check),
      predicted: predictedRate(check),
      error: predicted && errorWords(predicted.error),
      seconds: { value: measured, low: measured, high: measured, unit: 's', evidence: 'measured' as const },
      weights: { value: step.weightBytes, low: step.weightBytes, high: step.weightBytes, unit: 'B', evidence: 'measured' as const },
      layers: `${step.layersHeld} of ${step.layersRun}`,
      note: [
        heldWords(step),
        predicted && predicted.substituted.length > 0 ? `Predicted from another format: ${predicted.substituted.join(', ')}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    };
  }),
});
