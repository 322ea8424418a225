/**
 * Numbers as text, without their units. Digits are limited by the interval: the last one printed is at most one order
 * below the half-width, with at least two significant digits so that a wide interval does not round its own middle away.
 * Every number has a text of at most 16 characters; what is no number is a dash.
 */

/** An interval without its evidence; what every formatter needs to choose its digits. */
export interface Spread {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Stands for NaN and infinity, and for a quantity with one of them in it: nothing is known of it. */
export const dash = '–';

const least = 2,
  most = 4;

/** Powers of ten of the largest and smallest numbers written in full: `999,999,999,999` and `0.000001`. Others get an exponent. */
const largestPlain = 11,
  smallestPlain = -6;

/** Decimals of the smallest number in full with the most digits. */
const mostDecimals = most - 1 - smallestPlain;

/** Power of ten of the first digit. The logarithm of 1000 falls short of 3 by an ulp; an ulp of 308 is 6e-14. */
export const orderOf = (value: number): number => (value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)) + 1e-13));

/** Power of ten of the last digit worth printing. A point without an interval gets three significant digits. */
export function lastDigit({ value, low, high }: Spread): number {
  const size = orderOf(value);
  const half = (high - low) / 2;
  const wanted = half > 0 ? orderOf(half) : size - 2;
  return Math.max(size - (most - 1), Math.min(size - (least - 1), wanted));
}

/** By number of decimals. Making one takes a hundred times as long as using it, and a page prints thousands of numbers. */
const formatters = new Map<number, Intl.NumberFormat>();

function formatter(decimals: number): Intl.NumberFormat {
  const made = formatters.get(decimals) ?? new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  formatters.set(decimals, made);
  return made;
}

/** A number rounded at 10^power, grouped by thousands, in English; with an exponent (`8.9e-10`) where it would be long. */
export function formatAt(value: number, power: number): string {
  if (!Number.isFinite(value) || Number.isNaN(power)) return dash;
  const order = orderOf(value);
  if (value === 0 || order < power - 1) return zeroAt(power);
  if (order > largestPlain || order < smallestPlain) return withExponent(value, order - power);
  // Of a large number no more decimals than its twelve digits leave room for.
  const last = Math.max(power, order - largestPlain, -mostDecimals);
  const step = 10 ** Math.abs(last);
  const rounded = last < 0 ? Math.round(value * step) / step : Math.round(value / step) * step;
  return formatter(Math.max(0, -last)).format(rounded === 0 ? 0 : rounded);
}

const zeroAt = (power: number): string => (power < -mostDecimals ? '0' : formatter(Math.max(0, -power)).format(0));

function withExponent(value: number, decimals: number): string {
  const text = value.toExponential(Math.max(0, Math.min(most - 1, decimals))).replace('e+', 'e');
  // Rounded up, the very largest numbers would be read back as infinity.
  return Number.isFinite(Number(text)) ? text : `${value < 0 ? '-' : ''}1.79e308`;
}

/** One end of an interval: never rounded to nothing where it is more than nothing, and with no digits that its size hides. */
function formatEnd(value: number, power: number): string {
  if (!(value > 0)) return formatAt(value, power);
  const own = orderOf(value);
  return formatAt(value, Math.min(Math.max(power, own - (most - 1)), own));
}

/** Two ends with an en dash; equal ends become one number. */
export function formatRange(low: number, high: number, power = lastDigit({ value: low / 2 + high / 2, low, high })): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return dash;
  const from = formatEnd(low, power),
    to = formatEnd(high, power);
  return from === to ? from : `${from}–${to}`;
}

/** `± 5` if both sides are alike within a fifth of the half-width and the lower one is above zero, else the two ends. */
export function formatInterval(spread: Spread, power: number): string {
  const half = (spread.high - spread.low) / 2;
  if (!(half > 0)) return '';
  const lopsided = Math.abs((spread.high + spread.low) / 2 - spread.value);
  const even = lopsided <= 0.2 * half && half < Math.abs(spread.value);
  return even ? `± ${formatEnd(half, power)}` : formatRange(spread.low, spread.high, power);
}

/** Two significant digits of a number below one and a decimal of a larger one, without the zeros that nobody counted: `0.04`, `0.5`, `3.0`. */
export function formatSmall(value: number): string {
  const size = Math.abs(value);
  if (!(size < 1) || size === 0) return formatAt(value, -1);
  const text = formatAt(value, orderOf(value) - 1);
  return text.includes('e') ? text : text.replace(/0+$/, '');
}
