/**
 * The only place that turns numbers into words, for the page, the charts, the exports and the command line alike.
 * Nothing here throws, whatever the number: `digits.ts` says how many digits it gets, and what stands for one that is none.
 */
import { dash, formatAt, formatInterval, formatRange, formatSmall, lastDigit, orderOf, type Spread } from './digits.ts';
import { evidenceLevels, type Evidence, type Quantity } from './quantity.ts';

export { formatAt, formatRange, lastDigit, type Spread } from './digits.ts';

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

function inScale(spread: Spread, factor: number): Spread {
  return { value: spread.value * factor, low: spread.low * factor, high: spread.high * factor };
}

const asSpread = (value: number | Spread): Spread => (typeof value === 'number' ? { value, low: value, high: value } : value);

function assemble(spread: Spread, unit: string, prefix = ''): FormattedQuantity {
  if (![spread.value, spread.low, spread.high].every(Number.isFinite)) return { value: dash, unit: '', interval: '', range: '', text: dash };
  const power = lastDigit(spread);
  const value = prefix + formatAt(spread.value, power);
  const interval = formatInterval(spread, power);
  const range = spread.high > spread.low ? formatRange(spread.low, spread.high, power) : '';
  return { value, unit, interval, range, text: [value, unit, interval].filter(Boolean).join(' ') };
}

/** Dollars: `$0.42`, and `$3.9` where the interval hides the cents; the unit (`/M`) is the caller's. */
export function formatMoney(value: number | Spread, unit = ''): FormattedQuantity {
  return assemble(asSpread(value), unit, '$');
}

/** Units from small to large: each for sizes below a limit, and what a size is multiplied by. */
type Scale = readonly (readonly [limit: number, factor: number, unit: string])[];

const second: Scale = [
  [1e-6, 1e9, 'ns'],
  [1e-3, 1e6, 'µs'],
  [1, 1e3, 'ms'],
  [120, 1, 's'],
  [7200, 1 / 60, 'min'],
  [172800, 1 / 3600, 'h'],
  [Infinity, 1 / 86400, 'd'],
];

/** In the unit of its size as it is printed: what rounding brings up to a unit's limit is that limit in the next unit, 1 s and not 1,000 ms. */
function inUnits(spread: Spread, scale: Scale): readonly [scaled: Spread, unit: string] {
  let { value } = spread;
  for (const [limit, factor, unit] of scale) {
    if (Math.abs(value) >= limit) continue;
    const scaled = inScale({ ...spread, value }, factor);
    const step = 10 ** lastDigit(scaled);
    if (Math.round(Math.abs(scaled.value) / step) * step < limit * factor * (1 - 1e-12)) return [scaled, unit];
    value = Math.sign(value) * limit;
  }
  return [spread, ''];
}

/** Seconds: ms under one second, µs under one millisecond, minutes from two minutes on. */
export function formatDuration(seconds: number | Spread): FormattedQuantity {
  const spread = asSpread(seconds);
  const [scaled, unit] = spread.value === 0 ? ([spread, 's'] as const) : inUnits(spread, second);
  return assemble(scaled, unit);
}

const prefixes: Scale = [
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
  const [scaled, prefix] = inUnits(spread, prefixes);
  return assemble(scaled, `${prefix}${unit}`);
}

/** Memory as the driver reports it, in GiB. */
export function formatMemory(bytes: number): string {
  const size = bytes / 2 ** 30;
  return `${size < 10 ? formatSmall(size) : formatAt(size, 0)} GiB`;
}

/** Things counted: `1,024`, `2.5`, `0.04`; `1k`, `128k`, `2M` when short. */
export function formatCount(count: number, style: 'full' | 'short' = 'full'): string {
  if (Math.abs(count) >= 1e15) return formatAt(count, orderOf(count) - 1);
  if (style === 'full') return Math.abs(count) >= 10 || Number.isInteger(count) ? formatAt(count, 0) : formatSmall(count);
  // From where rounding would print 1,000 of the unit below.
  if (count >= 999.5e9) return `${trimmed(count / 1e12)}T`;
  if (count >= 999.5e6) return `${trimmed(count / 1e9)}B`;
  if (count >= 999.5e3) return `${trimmed(count / 1e6)}M`;
  // Context lengths come in powers of two; 1024 is said as 1k and 131072 as 128k, as on model cards.
  if (count >= 1024 && count % 1024 === 0) return `${trimmed(count / 1024)}k`;
  return count >= 1000 ? `${trimmed(count / 1000)}k` : formatCount(count);
}

const trimmed = (value: number): string => formatAt(value, value < 10 && Math.round(value * 10) % 10 !== 0 ? -1 : 0);

/** `1 point`, `2 points`, `1,024 tokens`. */
export function formatCounted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A share as per cent, with a thin gap: `66 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return '< 1 %';
  return `${formatAt(percent, 0)} %`;
}

/** `1.8×`. */
export function formatFactor(factor: number): string {
  return `${factor < 10 ? formatSmall(factor) : formatAt(factor, 0)}×`;
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
      // Dollars an hour, a month, a task: whatever they are divided by.
      return quantity.unit.startsWith('USD/') ? formatMoney(quantity, quantity.unit.slice('USD'.length)) : assemble(quantity, quantity.unit);
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
