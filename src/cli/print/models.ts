/** The headline of a run: whole models without their weights, and how near the run's own kernels come to predicting them. */
import { type ModelCheck, modelChecks } from '../../calibration/model-check.ts';
import type { ModelStep } from '../../run/model-step.ts';
import type { Run } from '../../run/run.ts';
import { formatCounted, formatDuration, formatRate } from '../../units/format.ts';
import { printTable } from './table.ts';

/** Empty if the run has no model. */
export function printModels(run: Run): string {
  const checks = modelChecks(run);
  if (checks.length === 0) return '';
  const right = 'right';
  const table = printTable(
    [
      { title: `model without its weights${run.adapter.fallback ? ', on the processor' : ''}` },
      { title: 'step' },
      { title: 'tokens/s', align: right },
      { title: 'interval' },
      { title: 'layers held' },
      { title: 'from kernels', align: right },
      { title: 'measured', align: right },
      { title: 'off', align: right },
    ],
    checks.map(modelRow),
  );
  return [table, ...notes(checks)].join('\n');
}

function modelRow({ step, tokensPerSecond, measured, predicted }: ModelCheck): string[] {
  const { value, range } = formatRate(tokensPerSecond, 'tokens/s');
  const guess =
    predicted === null
      ? ['–', formatDuration(measured).text, '–']
      : [formatDuration(predicted.seconds).text, formatDuration(measured).text, signed(predicted.error)];
  return [`${step.name}${partOf(step)}, ${step.weights}`, stepWords(step), value, range, `${step.layersHeld} of ${step.layersRun}`, ...guess];
}

/** `decode, 512 tokens, batch 8`. */
function stepWords({ phase, batch, context }: ModelStep): string {
  return `${phase}, ${formatCounted(context, 'token')}${batch > 1 ? `, batch ${batch}` : ''}`;
}

/** Named as a part, so that its rate is never read as the model's. */
function partOf({ layers, layersRun }: ModelStep): string {
  return layersRun < layers ? `, ${layersRun} of its ${layers} layers` : '';
}

function signed(error: number): string {
  const percent = Math.round(100 * error);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent)} %`;
}

function notes(checks: readonly ModelCheck[]): string[] {
  const taken = checks.some(({ step }) => step.layersHeld < step.layersRun);
  const substituted = checks.some(({ predicted }) => (predicted?.substituted.length ?? 0) > 0);
  return [
    'Random weights made on the spot, a real KV cache, nothing downloaded.',
    ...(taken ? ['Where memory holds fewer layers than run, distinct layers take turns.'] : []),
    ...(substituted ? ['Products whose own format was not timed alone are predicted from another format’s efficiency.'] : []),
  ];
}
