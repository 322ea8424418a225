/** A year in dollars, in words and as rows. No DOM. */
import type { TableTwin } from '../../charts/table-twin.ts';
import type { YearWay } from '../../fleet/year.ts';
import type { HostPrice } from '../../fleet/hosts.ts';
import { providerName } from './fleet-words.ts';
import { sourceTitles } from './source-titles.ts';
import { formatCount, formatDate, formatMoney } from '../../units/format.ts';
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

/** Rows to read and to take away, with the sources of each by title. */
export const yearTwin = (lines: readonly YearLine[]): TableTwin => ({
  columns: [
    { key: 'way', title: 'Way to pay' },
    { key: 'usdPerYear', title: 'A year' },
    { key: 'accelerators', title: 'Accelerators' },
    { key: 'usdPerAcceleratorHour', title: 'Each, an hour' },
    { key: 'note', title: 'Note' },
    { key: 'sources', title: 'Sources', away: true },
  ],
  rows: lines.map(({ name, usdPerYear, accelerators, usdPerAcceleratorHour, detail, why, sources }) => ({
    way: name,
    usdPerYear,
    accelerators,
    usdPerAcceleratorHour,
    note: why || detail,
    sources: sourceTitles(sources).join('; '),
  })),
});
