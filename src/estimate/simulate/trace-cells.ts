/** One cell of a trace as a number: lengths, and times as numbers since a start, since 1970, or as dates. */
import { traceLimits } from '../../model/simulation/trace.ts';
import { fail, type Parsed } from '../../scenario/input-error.ts';
import { timeUnits, type TimeUnit } from './trace-formats.ts';

/** Digits after the second are kept apart: `Date` has milliseconds, Azure's traces have tenths of microseconds. */
const date = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(\.\d+)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/;

/** From this size on a number counts from 1970 in that unit: September 2001 in seconds, March 1973 in the finer ones. */
const since1970: readonly (readonly [least: number, unit: TimeUnit])[] = [
  [1e17, 'ns'],
  [1e14, 'us'],
  [1e11, 'ms'],
  [1e9, 's'],
];
/** The year 2286 in nanoseconds; past it a number is no time. */
const latest = 1e19;

/** What the first row says of all of them: a trace does not change its unit on the way. */
export function timeUnitOf(cell: unknown, unit: TimeUnit): TimeUnit {
  const value = Math.abs(timeNumber(cell));
  return (value <= latest && since1970.find(([least]) => value >= least)?.[1]) || unit;
}

/** Seconds since whatever the trace counts from. */
export function timeOf(cell: unknown, unit: TimeUnit, path: string): Parsed<number> {
  const value = timeNumber(cell);
  if (Number.isNaN(value)) return dateOf(cell, path);
  return value >= 0 && value <= latest ? { ok: true, value: value * timeUnits[unit] } : tooFar(value, path);
}

export const tooFar = (value: unknown, path: string): Parsed<never> =>
  fail('out-of-range', path, `expected 0 to ${traceLimits.arrival} seconds from the start, got ${String(value)}`);

/** Whole tokens from `least` on. */
export function tokensOf(cell: unknown, path: string, least: number, most: number): Parsed<number> {
  if (typeof cell !== 'number') return fail('wrong-type', path, `expected a number, got ${shown(cell)}`);
  if (!Number.isInteger(cell) || cell < least || cell > most)
    return fail('out-of-range', path, `expected a whole number of ${least} to ${most}, got ${cell}`);
  return { ok: true, value: cell };
}

export function shareOf(cell: unknown, path: string): Parsed<number> {
  if (typeof cell !== 'number') return fail('wrong-type', path, `expected a number, got ${shown(cell)}`);
  return cell >= 0 && cell <= 1 ? { ok: true, value: cell } : fail('out-of-range', path, `expected 0 to 1, got ${cell}`);
}

const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A cell of CSV: a number where it is one. */
export const csvCell = (text: string): unknown => (plainNumber.test(text) ? Number(text) : text);

/** NaN for what is no number. Times come as text too: nanoseconds since 1970 are no safe integers of JSON. */
function timeNumber(cell: unknown): number {
  if (typeof cell === 'number') return cell;
  return typeof cell === 'string' && plainNumber.test(cell.trim()) ? Number(cell) : Number.NaN;
}

function dateOf(cell: unknown, path: string): Parsed<number> {
  const [, day, time, fraction = '', zone = 'Z'] = (typeof cell === 'string' && date.exec(cell.trim())) || [];
  const seconds = day === undefined || time === undefined ? Number.NaN : Date.parse(`${day}T${time}${zone === 'UTC' ? 'Z' : zone}`) / 1000;
  if (Number.isNaN(seconds)) return fail('wrong-type', path, `expected a number or a date, got ${shown(cell)}`);
  return { ok: true, value: seconds + Number(fraction === '' ? 0 : fraction) };
}

const shown = (cell: unknown): string => (cell === undefined || cell === '' ? 'nothing' : JSON.stringify(cell).slice(0, 80));
