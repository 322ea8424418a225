/** A year in dollars, in words and as a file for a spreadsheet. No DOM. */
import { source } from '../../catalogue/sources.ts';
import type { YearWay } from '../../fleet/year.ts';
import type { HostPrice } from '../../fleet/hosts.ts';
import { providerName } from './fleet-words.ts';
import { formatCount, formatDate, formatMoney, lastDigit } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';

export const wayNames: Readonly<Record<YearWay['way'], string>> = {
  reserved: 'Reserved for years',
  'on-demand': 'Rented by the hour',
  own: 'Owned',
  price: 'At your own price',
};

export interface YearLine {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly usdPerYear: Quantity | null;
  readonly accelerators: number | null;
  readonly usdPerAcceleratorHour: Quantity | null;
  readonly why: string;
  readonly sources: readonly string[];
}

/** The ways to pay for a fleet, and the cheapest host by its list price for the same tokens. @param chip "H200" */
export function yearLines(ways: readonly YearWay[], chip: string, [host]: readonly HostPrice[]): readonly YearLine[] {
  const own = ways.map(({ way, ...rest }): YearLine => {
    const hour = rest.usdPerAcceleratorHour;
    return {
      id: way,
      name: wayNames[way],
      detail: rest.accelerators === null ? '' : `${formatCount(rest.accelerators)} ${chip}${hour ? ` at ${formatMoney(hour).value} an hour` : ''}`,
      ...rest,
    };
  });
  if (!host || host.usdPerMonth === null) return own;
  const bill = host.usdPerMonth * 12;
  return [
    ...own,
    {
      id: 'host',
      name: `${providerName(host.provider)}, by the token`,
      detail: `$${host.usdPerMillionInputTokens} in, $${host.usdPerMillionOutputTokens} out, ${formatDate(host.date)}`,
      usdPerYear: { value: bill, low: bill, high: bill, unit: 'USD/year', evidence: 'measured' },
      accelerators: null,
      usdPerAcceleratorHour: null,
      why: '',
      sources: [],
    },
  ];
}

const priced = (lines: readonly YearLine[]): readonly (YearLine & { readonly usdPerYear: Quantity })[] =>
  lines
    .filter((line): line is YearLine & { readonly usdPerYear: Quantity } => line.id !== 'host' && line.usdPerYear !== null)
    .toSorted((a, b) => a.usdPerYear.value - b.usdPerYear.value);

const isProjected = ({ usdPerYear }: { readonly usdPerYear: Quantity }): boolean => usdPerYear.evidence === 'projected';

/** The cheapest way to pay of those better known than projected, as fleets are ranked; else the cheapest. Hosts are beside it, not of it. */
export const cheapestWay = (lines: readonly YearLine[]): (YearLine & { readonly usdPerYear: Quantity }) | null =>
  priced(lines).find((line) => !isProjected(line)) ?? priced(lines)[0] ?? null;

/** What the cheapest way is, whether the intervals tell, and what would be less by prices that nobody read. */
export function yearTitle(lines: readonly YearLine[]): string {
  const best = cheapestWay(lines);
  if (best === null) return 'No way to pay for this fleet has a price';
  const others = priced(lines).filter(({ id }) => id !== best.id);
  const less = others.filter((line) => isProjected(line) && line.usdPerYear.value < best.usdPerYear.value);
  const close = others.filter((line) => !less.includes(line) && line.usdPerYear.low < best.usdPerYear.high);
  const names = (of: readonly YearLine[]): string => of.map(({ name }) => name.charAt(0).toLowerCase() + name.slice(1)).join(' and ');
  const found =
    close.length === 0
      ? `${best.name} costs least for this fleet`
      : `${best.name} looks cheapest, but ${names(close)} ${close.length === 1 ? 'lies' : 'lie'} within the interval`;
  return less.length === 0 ? found : `${found}; ${names(less)} would be less, by projected prices`;
}

/** A number that a spreadsheet reads, with no more digits than its interval allows. */
function plain(quantity: Quantity | null, of: 'value' | 'low' | 'high'): string {
  if (quantity === null) return '';
  // A list price has no interval: cents.
  const power = quantity.high > quantity.low ? lastDigit(quantity) : -2;
  const step = 10 ** power;
  return String(Number((Math.round(quantity[of] / step) * step).toFixed(Math.max(0, -power))));
}

const quoted = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replace(/[\r\n]+/g, ' ').replaceAll('"', '""')}"`;
};

/** The year's bill as CSV: whole columns of numbers, sources by title. @param header what it is of, when, by which version, and the link */
export function yearCsv(lines: readonly YearLine[], header: readonly (readonly [name: string, value: string])[]): string {
  const titles = ['way to pay', 'USD a year', 'low', 'high', 'accelerators', 'USD per accelerator-hour', 'note', 'sources'];
  const rows = lines.map((line) => [
    quoted(line.name),
    plain(line.usdPerYear, 'value'),
    plain(line.usdPerYear, 'low'),
    plain(line.usdPerYear, 'high'),
    line.accelerators === null ? '' : String(line.accelerators),
    plain(line.usdPerAcceleratorHour, 'value'),
    quoted(line.why || line.detail),
    quoted([...new Set(line.sources.map((code) => source(code)?.title ?? code))].join('; ')),
  ]);
  return (
    [[...titles], ...rows, [], ...header.map(([name, value]) => [quoted(name), quoted(value)])].map((cells) => cells.join(',')).join('\r\n') + '\r\n'
  );
}
