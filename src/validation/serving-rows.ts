/**
 * The published end-to-end measurements as scenarios with what was measured. One row holds one metric; repeats of a
 * configuration are kept, and bursts (all requests at once, short outputs) are marked so that scores can leave them out.
 */
import text from './published/serving.jsonl?raw';
import { parseScenario } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/scenario.ts';

export const servingMetrics = ['timePerOutputToken', 'timeToFirstToken', 'outputTokensPerSecond', 'outputTokensPerSecondPerAccelerator'] as const;
export type ServingMetric = (typeof servingMetrics)[number];

export interface ServingRow {
  readonly id: string;
  readonly source: string;
  readonly citation: string;
  readonly version: string;
  /** "accelerator | model": the unit over which errors are averaged. */
  readonly group: string;
  readonly scenario: Scenario;
  readonly metric: ServingMetric;
  /** Seconds, or tokens/s. */
  readonly measured: number;
  readonly burst: boolean;
}

export interface RowProblem {
  readonly line: number;
  readonly message: string;
}

let published: readonly ServingRow[] | undefined;

export function servingRows(): readonly ServingRow[] {
  published ??= readServingRows(text).rows;
  return published;
}

/** Rows of a JSON Lines text in the published form; what cannot be read is listed with its line. */
export function readServingRows(lines: string): { readonly rows: readonly ServingRow[]; readonly problems: readonly RowProblem[] } {
  const rows: ServingRow[] = [];
  const problems: RowProblem[] = [];
  for (const [index, line] of lines.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = readRow(line);
    if (typeof read === 'string') problems.push({ line: index + 1, message: read });
    else rows.push(...read);
  }
  return { rows, problems };
}

/** Published closed loops are sessions: all users start at once, and ten times as many requests are sent as are in flight (InferenceX, AIConfigurator). */
const publishedSession = { requestsPerUser: 10 };

const asRun = (scenario: Scenario): Scenario =>
  typeof scenario.concurrency === 'number' && scenario.session === null ? { ...scenario, session: publishedSession } : scenario;

function readRow(line: string): readonly ServingRow[] | string {
  let row: Record<string, unknown>;
  try {
    row = JSON.parse(line) as Record<string, unknown>;
  } catch (error) {
    return error instanceof Error ? error.message : 'not JSON';
  }
  const parsed = parseScenario(row['scenario'], 'scenario');
  if (!parsed.ok) return `${parsed.error.path}: ${parsed.error.message}`;
  const measured = row['measured'] as Record<string, unknown> | undefined;
  const found = servingMetrics.filter((metric) => typeof measured?.[metric] === 'number' && measured[metric] > 0);
  if (found.length === 0) return `measured: expected one of ${servingMetrics.join(', ')}`;
  const words = (key: string): string => (typeof row[key] === 'string' ? row[key] : '');
  const { model, accelerator } = parsed.value;
  const name = (value: string | object): string => (typeof value === 'string' ? value : 'own');
  return found.map((metric) => ({
    id: words('id'),
    source: words('source'),
    citation: words('citation'),
    version: words('version'),
    group: words('group') || `${name(accelerator)} | ${name(model)}`,
    scenario: asRun(parsed.value),
    metric,
    measured: measured?.[metric] as number,
    burst: Array.isArray(row['flags']) && row['flags'].includes('burst'),
  }));
}
