/**
 * The five numbers of training and its intervals from published steps: `npm run fit:training` writes
 * `src/estimate/training/fitted.json` and `src/validation/held-out-training.json`. Groups of (model, accelerator) are held out
 * whole; the half-width of an interval is the 80th percentile of what held-out rows missed, groups weighing alike.
 */
import { writeFileSync } from 'node:fs';
import { z80 } from '../stats/normal.ts';
import fitted from '../estimate/training/fitted.json' with { type: 'json' };
import type { MissKind } from '../estimate/training/fitted.ts';
import type { TrainingFactors } from '../model/training/step-question.ts';
import { groupQuantile } from './group-quantile.ts';
import { fitTraining, heldOutTraining, scoredTrainingRows, trainingLoss } from './training-score.ts';

const rows = scoredTrainingRows();
const round = (value: number): number => Number(value.toPrecision(3));
const { kernels, narrow, exposed, routed, each } = fitTraining(rows, fitted.factors);
const factors: TrainingFactors = {
  kernels: round(kernels),
  narrow: round(narrow),
  exposed: round(exposed),
  routed: round(routed),
  each: round(each),
};
const missed = heldOutTraining(rows, factors);
const halfWidth = (kind: MissKind): number =>
  round(
    groupQuantile(
      missed.filter((row) => row.kind === kind).map(({ group, miss }) => ({ group, size: Math.abs(miss) })),
      0.8,
    ) / z80,
  );
const logSd: Readonly<Record<MissKind, number>> = { dense: halfWidth('dense'), experts: halfWidth('experts'), adapters: halfWidth('adapters') };
const sources = [...new Set(rows.map(({ source }) => source))].sort();
writeFileSync(new URL('../estimate/training/fitted.json', import.meta.url), `${JSON.stringify({ factors, logSd, sources }, null, 2)}\n`);
const lines = missed.map((row) => JSON.stringify({ ...row, miss: Number(row.miss.toFixed(3)) })).join(',\n  ');
writeFileSync(new URL('./held-out-training.json', import.meta.url), `[\n  ${lines}\n]\n`);
const all = missed.map(({ miss }) => Math.abs(miss)).sort((a, b) => a - b);
process.stdout.write(
  `${JSON.stringify({ factors, logSd })}\nloss ${trainingLoss(rows, factors).toFixed(3)}; held out n ${all.length} median ${(all[all.length >> 1] ?? 0).toFixed(3)} mean ${(all.reduce((sum, each) => sum + each, 0) / all.length).toFixed(3)}\n`,
);
