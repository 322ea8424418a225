/**
 * A trace as JSON Lines, one request a line: `{ "arrival": seconds, "inputTokens", "outputTokens" }`. Arrivals count from
 * the start of the trace; the lines may come in any order.
 */
import { traceLimits, type TraceRow } from '../../model/simulation/trace.ts';
import { fail, type Parsed } from '../../scenario/input-error.ts';
import { parseJson } from '../../scenario/parse-json.ts';

const keys = ['arrival', 'inputTokens', 'outputTokens'] as const;

/** @returns the rows, or the first line that is wrong, its number in the path */
export function parseTrace(text: string): Parsed<readonly TraceRow[]> {
  const rows: TraceRow[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const row = parseTraceRow(line, index + 1);
    if (!row.ok) return row;
    rows.push(row.value);
  }
  return rows.length > 0 ? { ok: true, value: rows } : noRequests;
}

export const noRequests = fail('inconsistent', '', 'the trace has no requests');

/** @param number of the line, for the path of an error: `line 3.inputTokens` */
export function parseTraceRow(line: string, number: number): Parsed<TraceRow> {
  const path = `line ${number}`;
  const json = parseJson(line);
  if (!json.ok) return fail('bad-json', path, json.error.message);
  if (typeof json.value !== 'object' || json.value === null)
    return fail('wrong-type', path, 'expected an object with arrival, inputTokens and outputTokens');
  const row = json.value as Record<string, unknown>;
  for (const key of keys) {
    const value = row[key];
    if (typeof value !== 'number') return fail('wrong-type', `${path}.${key}`, `expected a number, got ${JSON.stringify(value)}`);
    const whole = key === 'arrival' || Number.isInteger(value);
    if (!(value >= (key === 'arrival' ? 0 : 1) && value <= traceLimits[key]) || !whole)
      return fail('out-of-range', `${path}.${key}`, expected(key, value));
  }
  return {
    ok: true,
    value: { arrival: row['arrival'] as number, inputTokens: row['inputTokens'] as number, outputTokens: row['outputTokens'] as number },
  };
}

const expected = (key: (typeof keys)[number], value: number): string =>
  key === 'arrival'
    ? `expected 0 to ${traceLimits.arrival} seconds from the start, got ${value}`
    : `expected a whole number of 1 to ${traceLimits[key]}, got ${value}`;
