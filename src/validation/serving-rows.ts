/**
 * Published end-to-end measurements as scenarios with what was measured, and rows of your own in that form. One row holds one
 * metric. What no score may count is marked with its reason: bursts, and rows whose source does not say how the model was laid out.
 */
import { firstRelease } from '../catalogue/engines.ts';
import { catalogueDate } from '../catalogue/read-cell.ts';
import { parseJson } from '../scenario/parse-json.ts';
import { parseScenario } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { SourceFacts } from './published-sources.ts';

export const servingMetrics = [
  'timePerOutputToken',
  'timeToFirstToken',
  'outputTokensPerSecond',
  'outputTokensPerSecondPerAccelerator',
  'timeToFirstTokenP50',
  'wattsPerAccelerator',
  'chipJoulesPerOutputToken',
] as const;
export type ServingMetric = (typeof servingMetrics)[number];

/** Why a row is in no score: all its requests came at once, or its split over accelerators is a guess. */
export const leftOutFor = ['burst', 'layout-unknown'] as const;
export type LeftOut = (typeof leftOutFor)[number];

/** What sets rows apart that one fit need not serve alike. */
export type Regime = 'plain' | 'drafts' | 'pools' | 'pools and drafts' | 'open arrivals';

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
  readonly leftOut: LeftOut | null;
  readonly regime: Regime;
  /** Month of the run, "YYYY-MM", where its source says. */
  readonly month: string | null;
}

/** Rows that scores and fits may count. */
export const counted = (rows: readonly ServingRow[]): readonly ServingRow[] => rows.filter(({ leftOut }) => leftOut === null);

export interface RowProblem {
  readonly line: number;
  readonly message: string;
}

/** Rows of a JSON Lines text in the published form; what cannot be read is listed with its line. */
export function readServingRows(lines: string): { readonly rows: readonly ServingRow[]; readonly problems: readonly RowProblem[] } {
  const rows: ServingRow[] = [];
  const problems: RowProblem[] = [];
  for (const [index, line] of lines.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = readServingLine(line);
    if (typeof read === 'string') problems.push({ line: index + 1, message: read });
    else rows.push(...read);
  }
  return { rows, problems };
}

/** Rows of one's own that say nothing of it are sessions too, as benchmark tools send them: ten requests a user, all users from the start. */
const usualSession = { requestsPerUser: 10 };

const asSession = (scenario: Scenario, session: Scenario['session']): Scenario =>
  typeof scenario.concurrency === 'number' && scenario.session === null ? { ...scenario, session } : scenario;

export function regimeOf({ speculative, serving, requestsPerSecond }: Scenario): Regime {
  if (serving !== 'aggregated') return speculative ? 'pools and drafts' : 'pools';
  return speculative ? 'drafts' : requestsPerSecond === null ? 'plain' : 'open arrivals';
}

/** The rows of one line, or why it has none. */
export function readServingLine(line: string): readonly ServingRow[] | string {
  const json = parseJson(line);
  return json.ok ? readServingRow(json.value) : json.error.message;
}

/**
 * One metric each, or what is wrong with the row.
 * @param facts of a published source; by default those of one's own rows, whose scenario says the rest
 */
export function readServingRow(row: unknown, facts?: SourceFacts): readonly ServingRow[] | string {
  if (!isObject(row)) return 'expected an object';
  const parsed = parseScenario(row['scenario'], 'scenario');
  if (!parsed.ok) return `${parsed.error.path}: ${parsed.error.message}`;
  const measured = readMeasured({ ...fieldsOf(row['measured']), ...statisticsOf(row) });
  if (typeof measured === 'string') return measured;
  const words = (key: string): string => (typeof row[key] === 'string' ? row[key] : '');
  const { model, accelerator } = parsed.value;
  const name = (value: string | object): string => (typeof value === 'string' ? value : 'own');
  const month = words('date').slice(0, 7);
  const software = parsed.value.software ?? releasedBy(month, parsed.value.engine);
  const scenario = facts ? { ...parsed.value, host: facts.host, software } : parsed.value;
  // A median is nearer to steady state than a mean, which holds the first burst of the session.
  const asRun = (metric: ServingMetric): Scenario =>
    asSession(scenario, metric === 'timeToFirstTokenP50' ? null : facts ? facts.session : usualSession);
  const flags = Array.isArray(row['flags']) ? row['flags'] : [];
  // At a rate of its own a server gives what it is sent: its throughput measures nothing.
  const told = measured.filter(([metric]) => parsed.value.requestsPerSecond === null || !metric.startsWith('outputTokens'));
  return told.map(([metric, value]) => ({
    id: words('id'),
    source: words('source'),
    citation: words('citation'),
    version: words('version'),
    group: words('group') || `${name(accelerator)} | ${name(model)}`,
    scenario: asRun(metric),
    metric,
    measured: value,
    leftOut: leftOutFor.find((reason) => flags.includes(reason)) ?? null,
    regime: regimeOf(parsed.value),
    month: month === '' ? null : month,
  }));
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => (isObject(value) ? value : {});

/** Medians and power under the names of an estimate's fields. */
function statisticsOf(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { median_ttft: timeToFirstTokenP50 } = fieldsOf(row['statistics']);
  const { chipJoulesPerOutputToken, averagePowerWattsPerAccelerator: wattsPerAccelerator } = fieldsOf(row['energy']);
  return { timeToFirstTokenP50, chipJoulesPerOutputToken, wattsPerAccelerator };
}

/** The month of a run, where the catalogue knows releases of its engine by then. */
const releasedBy = (month: string, engine: Scenario['engine']): string | null =>
  month !== '' && month >= firstRelease(engine ?? 'vllm') && month <= catalogueDate.slice(0, 7) ? month : null;

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
