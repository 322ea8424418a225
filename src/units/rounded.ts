/** Numbers that stay numbers, with the digits that the page would print: what goes into a file for a spreadsheet. */
import { lastDigit, orderOf, type Spread } from './digits.ts';
import { formatCount } from './format.ts';
import type { Quantity } from './quantity.ts';

/** Significant digits of a number that has no interval to say how many it deserves. */
const unbounded = 4,
  shown = 3;

const atDigits = (value: number, digits: number): number => (value === 0 ? 0 : Number(value.toPrecision(Math.max(1, Math.min(17, digits)))));

/**
 * Value and ends with no more digits than the interval allows. An end keeps at least one, so that a low end is not nothing. A price that was
 * read has no interval: it keeps its cents.
 */
export function roundedQuantity(quantity: Pick<Quantity, 'value' | 'low' | 'high' | 'unit' | 'evidence'>): Spread {
  const { value, low, high, unit, evidence } = quantity;
  const listed = low === high && evidence === 'measured' && unit.startsWith('USD');
  const last = listed ? Math.min(-2, orderOf(value) - (shown - 1)) : lastDigit(quantity);
  const end = (of: number): number => atDigits(of, Math.max(1, Math.min(listed ? 17 : unbounded, orderOf(of) - last + 1)));
  return { value: atDigits(value, orderOf(value) - last + 1), low: end(low), high: end(high) };
}

/** A number without an interval: a count as it is, anything else to four digits. */
export const roundedNumber = (value: number): number => (Number.isInteger(value) ? value : atDigits(value, unbounded));

/** The same to read: `1,024`, `0.613`. */
export const numberWords = (value: number): string =>
  Number.isInteger(value) ? formatCount(value) : atDigits(value, shown).toLocaleString('en-US', { maximumSignificantDigits: shown });
