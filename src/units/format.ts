/**
 * The only place that turns numbers into words, for the page, the charts, the exports and the command line alike.
 * Digits are limited by the interval: the last one printed is at most one order below the half-width, with at least
 * two significant digits so that a wide interval does not round its own middle away.
 */
import { evidenceLevels, type Evidence, type Quantity } from './quantity.ts';

/** An interval without its evidence; what every formatter needs to choose its digits. */
export interface Spread {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One quantity in pieces, so that a page can set them in different sizes; `text` is all of it in one line. */
export interface FormattedQuantity {
  readonly value: string;
  readonly unit: string;
  /** `± 5` where the interval is even, `120–310` where it is not, empty where it is a point. */
  readonly interval: string;
  /** Always the two ends: `42–52`. */
  readonly range: string;
  readonly text: string;
}

const marks: Readonly<Record<Evidence, string>> = {
  measured: '●',
  anchored: '◉',
  interpolated: '◐',
  prior: '○',
  projected: '◌',
};

const meanings: Readonly<Record<Evidence, string>> = {
  measured: 'timed on this adapter in this run',
  anchored: 'tied to a measured point of your own',
  interpolated: 'between published timings of this very accelerator',
  prior: 'from accelerators of the same class',
  projected: 'from announced or substituted facts',
};

/** ● measured, ◉ anchored, ◐ interpolated, ○ prior, ◌ projected. */
export function evidenceMark(evidence: Evidence): string {
  return marks[evidence];
}

/** What the word means, as half a sentence. */
export function evidenceMeaning(evidence: Evidence): string {
  return meanings[evidence];
}

/** All five, best known first: `● measured  ◉ anchored …`. */
export const evidenceLegend: readonly { readonly evidence: Evidence; readonly mark: string; readonly meaning: string }[] = evidenceLevels.map(
  (evidence) => ({ evidence, mark: marks[evidence], meaning: meanings[evidence] }),
);

const least = 2,
  most = 4;

/** Power of ten of the last digit worth printing. A point without an interval gets three significant digits. */
export function lastDigit({ value, low, high }: Spread): number {
  const size = Math.abs(value) > 0 ? Math.floor(Math.log10(Math.abs(value)) + 1e-9) : 0;
  const half = (high - low) / 2;
  const wanted = half > 0 ? Math.floor(Math.log10(half) + 1e-9) : size - 2;
  return Math.max(size - (most - 1), Math.min(size - (least - 1), wanted));
}

/** By number of decimals. Making one takes a hundred times as long as using it, and a page prints thousands of numbers. */
const formatters = new Map<number, Intl.NumberFormat>();

function formatter(decimals: number): Intl.NumberFormat {
  const made = formatters.get(decimals) ?? new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  formatters.set(decimals, made);
  return made;
}

/** A number rounded at 10^power, grouped by thousands, in English. */
export function formatAt(value: number, power: number, padded = Math.max(0, -power)): string {
  const step = 10 ** power;
  const rounded = Math.round(value / step) * step;
  return formatter(Math.max(0, -power, padded)).format(rounded === 0 ? 0 : rounded);
}

/** One end of an interval: never rounded to nothing where it is more than nothing. */
function formatEnd(value: number, power: number, padded?: number): string {
  const own = value > 0 ? Math.floor(Math.log10(value) + 1e-9) : power;
  return formatAt(value, Math.min(power, own), padded);
}

/** Two ends with an en dash; equal ends become one number. */
export function formatRange(low: number, high: number, power = lastDigit({ value: (low + high) / 2, low, high }), padded?: number): string {
  const from = formatEnd(low, power, padded),
    to = formatEnd(high, power, padded);
  return from === to ? from : `${from}–${to}`;
}

/** `± 5` if both sides are alike within a fifth of the half-width, else the two ends. */
function formatInterval(spread: Spread, power: number, padded?: number): string {
  const half = (spread.high - spread.low) / 2;
  if (!(half > 0)) return '';
  const lopsided = Math.abs((spread.high + spread.low) / 2 - spread.value);
  const even = lopsided <= 0.2 * half && half < Math.abs(spread.value);
  return even ? `± ${formatEnd(half, power, padded)}` : formatRange(spread.low, spread.high, power, padded);
}

function inScale(spread: Spread, factor: number): Spread {
  return { value: spread.value * factor, low: spread.low * factor, high: spread.high * factor };
}

const asSpread = (value: number | Spread): Spread => (typeof value === 'number' ? { value, low: value, high: value } : value);

function assemble(spread: Spread, unit: string, prefix = '', money = false): FormattedQuantity {
  const power = lastDigit(spread);
  // A lone decimal of dollars reads as a slip: $3.1 is written $3.10; below a cent the digits stay as they are.
  const padded = money && power === -1 ? 2 : Math.max(0, -power);
  const value = prefix + formatAt(spread.value, power, padded);
  const interval = formatInterval(spread, power, padded);
  const range = spread.high > spread.low ? formatRange(spread.low, spread.high, power, padded) : '';
  return { value, unit, interval, range, text: [value, unit, interval].filter(Boolean).join(' ') };
}

/** Dollars: `$0.42`; the unit (`/M`) is the caller's. */
export function formatMoney(value: number | Spread, unit = ''): FormattedQuantity {
  return assemble(asSpread(value), unit, '$', true);
}

const second: readonly (readonly [limit: number, factor: number, unit: string])[] = [
  [1e-6, 1e9, 'ns'],
  [1e-3, 1e6, 'µs'],
  [1, 1e3, 'ms'],
  [120, 1, 's'],
  [7200, 1 / 60, 'min'],
  [172800, 1 / 3600, 'h'],
  [Infinity, 1 / 86400, 'd'],
];

/** Seconds: ms under one second, µs under one millisecond, minutes from two minutes on. */
export function formatDuration(seconds: number | Spread): FormattedQuantity {
  const spread = asSpread(seconds);
  const [, factor, unit] = second.find(([limit]) => Math.abs(spread.value) < limit) ?? [Infinity, 1, 's'];
  return assemble(inScale(spread, spread.value === 0 ? 1 : factor), spread.value === 0 ? 's' : unit);
}

const prefixes: readonly (readonly [limit: number, factor: number, prefix: string])[] = [
  [1e3, 1, ''],
  [1e6, 1e-3, 'k'],
  [1e9, 1e-6, 'M'],
  [1e12, 1e-9, 'G'],
  [1e15, 1e-12, 'T'],
  [1e18, 1e-15, 'P'],
  [Infinity, 1e-18, 'E'],
];

/** FLOP/s, OP/s, byte/s or bytes with their decimal prefix: `291 GB/s`, `11 TFLOP/s`. */
export function formatRate(value: number | Spread, unit: 'FLOP/s' | 'OP/s' | 'B/s' | 'B' | 'FLOP' | 'tokens/s'): FormattedQuantity {
  const spread = asSpread(value);
  if (unit === 'tokens/s') return assemble(spread, unit);
  const [, factor, prefix] = prefixes.find(([limit]) => Math.abs(spread.value) < limit) ?? [1, 1, ''];
  return assemble(inScale(spread, factor), `${prefix}${unit}`);
}

/** Memory as the driver reports it, in GiB. */
export function formatMemory(bytes: number): string {
  return `${formatAt(bytes / 2 ** 30, bytes < 10 * 2 ** 30 ? -1 : 0)} GiB`;
}

/** Whole things: `1,024`; `1k`, `128k`, `2M` when short. */
export function formatCount(count: number, style: 'full' | 'short' = 'full'): string {
  if (style === 'full') return formatAt(count, count >= 10 || Number.isInteger(count) ? 0 : -1);
  if (count >= 1e12) return `${trimmed(count / 1e12)}T`;
  if (count >= 1e9) return `${trimmed(count / 1e9)}B`;
  if (count >= 1e6) return `${trimmed(count / 1e6)}M`;
  // Context lengths come in powers of two; 1024 is said as 1k and 131072 as 128k, as on model cards.
  if (count >= 1024 && count % 1024 === 0) return `${trimmed(count / 1024)}k`;
  return count >= 1000 ? `${trimmed(count / 1000)}k` : formatCount(count);
}

const trimmed = (value: number): string => formatAt(value, value < 10 && Math.round(value * 10) % 10 !== 0 ? -1 : 0);

/** A share as per cent, with a thin gap: `66 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return '< 1 %';
  return `${formatAt(percent, 0)} %`;
}

/** `1.8×`. */
export function formatFactor(factor: number): string {
  return `${formatAt(factor, factor < 10 ? -1 : 0)}×`;
}

let days: Intl.DateTimeFormat | undefined;

/** `22 Nov 2026` from an ISO date. */
export function formatDate(iso: string): string {
  const date = new Date(iso);
  days ??= new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return Number.isNaN(date.getTime()) ? iso : days.format(date);
}

/** Any quantity of an estimate, by its unit. */
export function formatQuantity(quantity: Quantity): FormattedQuantity {
  switch (quantity.unit) {
    case 's':
      return formatDuration(quantity);
    case 'USD/Mtoken':
      return formatMoney(quantity, '/M');
    case 'USD':
      return formatMoney(quantity);
    case 'USD/h':
      return formatMoney(quantity, '/h');
    case 'FLOP/s':
    case 'OP/s':
      return formatRate(quantity, quantity.unit);
    case 'B/s':
    case 'byte/s':
      return formatRate(quantity, 'B/s');
    case 'B':
    case 'byte':
      return formatRate(quantity, 'B');
    case 'tokens/$':
      return assemble(inScale(quantity, 1e-6), 'M');
    case 'tokens/s/MW':
      return assemble(inScale(quantity, 1e-6), 'M tokens/s/MW');
    case 'gCO2e/Mtoken':
      return assemble(quantity, 'g CO₂e/M');
    default:
      return assemble(quantity, quantity.unit);
  }
}

/** Dollars per million tokens turned over: tokens that a dollar buys. Ends swap; evidence stays. */
export function tokensPerDollar(quantity: Quantity): Quantity {
  return {
    value: 1e6 / quantity.value,
    low: 1e6 / quantity.high,
    high: 1e6 / quantity.low,
    unit: 'tokens/$',
    evidence: quantity.evidence,
  };
}

/** `2.4M` tokens a dollar, `2.0–2.9M` beside it. */
export function formatTokensPerDollar(quantity: Quantity): FormattedQuantity {
  const spread = inScale(tokensPerDollar(quantity), 1e-6);
  return assemble(spread, 'M tokens/$');
}
