/**
 * Published facts about work: training runs, agent sessions, request traces, a production fleet. Units as printed in
 * the file; a fact that is only text has a null value and its words in `notes`.
 */
import { table } from './data/workload-facts.csv';
import { readFigure, type Figure } from './cost-parameters.ts';
import { rowsOf } from './table.ts';
import { textOf } from './read-cell.ts';

export interface WorkloadFact extends Figure {
  /** training, fine-tuning, inference, agentic, trace, market or fleet */
  readonly topic: string;
}

let cached: ReadonlyMap<string, WorkloadFact> | undefined;

export function workloadFacts(): readonly WorkloadFact[] {
  return [...byId().values()];
}

export function workloadFact(id: string): WorkloadFact | undefined {
  return byId().get(id);
}

function byId(): ReadonlyMap<string, WorkloadFact> {
  cached ??= new Map(rowsOf(table).map((row) => [textOf(row, 'id'), { ...readFigure(row, 'metric'), topic: textOf(row, 'topic') }]));
  return cached;
}
