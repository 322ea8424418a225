/**
 * The published end-to-end measurements as scenarios with what was measured. One row holds one metric; repeats of a
 * configuration are kept, and bursts (all requests at once, short outputs) are marked so that scores can leave them out.
 */
import text from './published/serving.jsonl?raw';
import { parseJson } from '../scenario/parse-json.ts';
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

let published: readonly ServingRow[] | undefined;

export function servingRows(): readonly ServingRow[] {
  published ??= readServingRows(text.split('\n'));
  return published;
}

/** Lines in the published form; those that cannot be read are left out. */
export function readServingRows(lines: readonly string[]): readonly ServingRow[] {
  return lines.flatMap((line) => {
    const read = line.trim() === '' ? [] : readServingLine(line);
    return typeof read === 'string' ? [] : read;
  });
}

/** Published closed loops are sessions: all users start at once, and ten times as many requests are sent as are in flight (InferenceX, AIConfigurator). */
const publishedSession = { requestsPerUser: 10 };

const asRun = (scenario: Scenario): Scenario =>
  typeof scenario.concurrency === 'number' && scenario.session === null ? { ...scenario, session: publishedSession } : scenario;

/** The rows of one line, or why it has none. */
export function readServingLine(line: string): readonly ServingRow[] | string {
  const json = parseJson(line);
  if (!json.ok) return json.error.message;
  const row = json.value;
  if (!isObject(row)) return 'expected an object';
  const parsed = parseScenario(row['scenario'], 'scenario');
  if (!parsed.ok) return `${parsed.error.path}: ${parsed.error.message}`;
  const measured = readMeasured(row['measured']);
  if (typeof measured === 'string') return measured;
  const words = (key: string): string => (typeof row[key] === 'string' ? row[key] : '');
  const { model, accelerator } = parsed.value;
  const name = (value: string | object): string => (typeof value === 'string' ? value : 'own');
  return measured.map(([metric, value]) => ({
    id: words('id'),
    source: words('source'),
    citation: words('citation'),
    version: words('version'),
    group: words('group') || `${name(accelerator)} | ${name(model)}`,
    scenario: asRun(parsed.value),
    metric,
    measured: value,
    burst: Array.isArray(row['flags']) && row['flags'].includes('burst'),
  }));
}

/** Seconds and tokens/s that anything could have measured: from a nanosecond to 30 years, from one token in 30 years to 10^15 a second. */
const least = 1e-9,
  most = 1e15;

/** Each metric that the row states, or which of them is no measurement. */
function readMeasured(measured: unknown): readonly (readonly [ServingMetric, number])[] | string {
  const stated = isObject(measured) ? servingMetrics.filter((metric) => measured[metric] !== undefined && measured[metric] !== null) : [];
  if (!isObject(measured) || stated.length === 0) return `measured: expected one of ${servingMetrics.join(', ')}`;
  const found: [ServingMetric, number][] = [];
  for (const metric of stated) {
    const value = measured[metric];
    if (typeof value !== 'number' || !(value >= least && value <= most))
      return `measured.${metric}: expected a number from 1e-9 to 1e15, got ${typeof value === 'number' ? value : typeof value}`;
    found.push([metric, value]);
  }
  return found;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
