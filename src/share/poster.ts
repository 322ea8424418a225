/**
 * What a snippet of a figure carries, so that the figure shows a number before any engine has loaded: the number as
 * `number|low|high|unit|evidence|date|modelVersion`, and rows of a small chart. Anybody can write a snippet by hand, so
 * that reading judges every part and says in words what is wrong with it.
 */
import { evidenceLevels, type Evidence, type Quantity } from '../units/quantity.ts';

/** Figures that can be taken elsewhere. */
export const figureNames = ['answer', 'costs', 'time', 'fleet', 'frontier', 'measure'] as const;
export type FigureName = (typeof figureNames)[number];

/** A number as somebody's snippet claims it, of one day. */
export interface PosterValue {
  readonly quantity: Quantity;
  /** ISO 8601 day. */
  readonly date: string;
  /** Of the equations and priors that gave it. */
  readonly modelVersion: string;
}

/** One row of the small chart, in the unit of the number. */
export interface PosterRow {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly evidence: Evidence;
  /** Maker, which decides the colour; may be empty. */
  readonly vendor: string;
  /** The row that the number is of. */
  readonly chosen: boolean;
}

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

const refuse = (message: string): { readonly ok: false; readonly message: string } => ({ ok: false, message });

/** Units that a figure has, each with the smallest and largest number that anybody could mean. */
const limits: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'USD/Mtoken': [1e-4, 1e5],
  'USD/h': [1e-3, 1e8],
  'USD/month': [1e-1, 1e11],
  USD: [1e-6, 1e12],
  s: [1e-7, 1e7],
  'tokens/s': [1e-4, 1e10],
  'J/token': [1e-7, 1e5],
};

/** Rows that a small chart holds, and letters that a name has. */
export const mostRows = 8;
const longestName = 40;

/** Widest interval as a factor either side of its number: wider ones say nothing. */
const widest = 1e3;

/** `0.42|0.31|0.58|USD/Mtoken|interpolated|2026-11-28|2026.11-5`, with as many digits as anybody reads. */
export function writeValue({ quantity, date, modelVersion }: PosterValue): string {
  const { value, low, high, unit, evidence } = quantity;
  return [short(value), short(low), short(high), unit, evidence, date, modelVersion].join('|');
}

export function readValue(text: string): Read<PosterValue> {
  const parts = text.split('|').map((part) => part.trim());
  const [number = '', lower = '', upper = '', unit = '', evidence = '', date = '', modelVersion = ''] = parts;
  if (parts.length !== 7)
    return refuse(`it has ${parts.length} ${parts.length === 1 ? 'part' : 'parts'} and takes seven: number|low|high|unit|evidence|date|modelVersion`);
  if (!Object.hasOwn(limits, unit)) return refuse(`its unit is none of ${Object.keys(limits).join(', ')}`);
  const spread = readSpread([number, lower, upper], unit);
  if (!spread.ok) return spread;
  if (!isEvidence(evidence)) return refuse(`its evidence is none of ${evidenceLevels.join(', ')}`);
  if (!isDay(date)) return refuse('its date is no day like 2026-11-28');
  if (!/^\d{4}\.\d{1,2}-\d{1,3}$/.test(modelVersion)) return refuse('its model version is not of the form 2026.11-5');
  return { ok: true, value: { quantity: { ...spread.value, unit, evidence }, date, modelVersion } };
}

/** `*H200|0.42|0.31|0.58|interpolated|NVIDIA; B200|…`: the star marks the row that the number is of. */
export function writeRows(rows: readonly PosterRow[]): string {
  return rows
    .slice(0, mostRows)
    .map(({ name, value, low, high, evidence, vendor, chosen }) =>
      [`${chosen ? '*' : ''}${plain(name)}`, short(value), short(low), short(high), evidence, plain(vendor)].join('|'),
    )
    .join('; ');
}

/** @param unit of the number that the rows stand beside */
export function readRows(text: string, unit: string): Read<readonly PosterRow[]> {
  const written = text
    .split(';')
    .map((row) => row.trim())
    .filter((row) => row !== '');
  if (written.length > mostRows) return refuse(`it has ${written.length} rows and takes at most ${mostRows}`);
  const rows: PosterRow[] = [];
  for (const [index, row] of written.entries()) {
    const parts = row.split('|').map((part) => part.trim());
    const [marked = '', number = '', lower = '', upper = '', evidence = '', vendor = ''] = parts;
    const name = marked.replace(/^\*/, '');
    const where = `row ${index + 1}`;
    if (parts.length < 5 || parts.length > 6) return refuse(`${where} is not of the form name|number|low|high|evidence|maker`);
    if (name === '' || name.length > longestName || vendor.length > longestName) return refuse(`${where} has no name of 1 to ${longestName} letters`);
    const spread = readSpread([number, lower, upper], unit);
    if (!spread.ok) return refuse(`${where}: ${spread.message}`);
    if (!isEvidence(evidence)) return refuse(`${where}: its evidence is none of ${evidenceLevels.join(', ')}`);
    rows.push({ name, ...spread.value, evidence, vendor, chosen: marked.startsWith('*') });
  }
  return { ok: true, value: rows };
}

function readSpread([number, lower, upper]: readonly [string, string, string], unit: string): Read<Pick<Quantity, 'value' | 'low' | 'high'>> {
  const [value, low, high] = [number, lower, upper].map(readNumber) as [number, number, number];
  if (![value, low, high].every(Number.isFinite)) return refuse('its number, low and high are not all plain numbers');
  if (!(low <= value && value <= high)) return refuse('its number does not lie between low and high');
  const [least, most] = limits[unit] ?? [0, Infinity];
  if (value < least || value > most) return refuse(`its number is outside ${least} to ${most} ${unit}, where nobody’s figure lies`);
  if (low < value / widest || high > value * widest) return refuse(`its interval is wider than a factor of ${widest} either way`);
  return { ok: true, value: { value, low, high } };
}

const readNumber = (text: string): number => (/^\d{1,15}(\.\d{1,15})?(e-?\d{1,2})?$/i.test(text) ? Number(text) : NaN);

const isEvidence = (text: string): text is Evidence => (evidenceLevels as readonly string[]).includes(text);

function isDay(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Four significant digits, which is one more than any interval leaves. */
const short = (value: number): string => String(Number(value.toPrecision(4)));

/** A name without the signs that part one from the next. */
const plain = (name: string): string => name.replace(/[|;*]/g, ' ').replace(/\s+/g, ' ').trim().slice(0, longestName);
