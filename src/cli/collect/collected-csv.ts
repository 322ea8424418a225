/** Collected rows as CSV: three columns a rate, its unit in the title, and numbers as numbers. */
import { ceilingOrder, ceilingWords } from '../../run/ceilings.ts';
import { csvLine } from '../../share/csv.ts';
import { familyPlace, type CollectedRow, type Rate } from './collection.ts';
import type { BadResult } from './results-in.ts';

const significantDigits = 5;

interface RateColumn {
  readonly name: string;
  readonly unit: string;
  readonly of: (row: CollectedRow) => Rate | null;
}

export function collectedCsv(rows: readonly CollectedRow[], bad: readonly BadResult[]): string {
  const rates = rateColumns(rows);
  const titles = [
    ...['vendor', 'architecture', 'fallback', 'plan', 'when', 'n', 'origin', 'source', 'error'],
    ...rates.flatMap(({ name, unit }) => [`${name} (${unit})`, `${name} low (${unit})`, `${name} high (${unit})`]),
  ];
  const lines = rows.map((row) => {
    const { adapter, plan, when, n, origin, source } = row;
    return [
      ...[adapter.vendor, adapter.architecture, adapter.fallback, plan, when, n, origin, source, null],
      ...rates.flatMap(({ of }) => threeOf(of(row))),
    ];
  });
  const errors = bad.map(({ source, error }) => {
    const cells = [null, null, null, null, null, null, null, source, error.message];
    return [...cells, ...rates.flatMap(() => threeOf(null))];
  });
  return [titles, ...lines, ...errors].map((cells) => `${csvLine(cells)}\n`).join('');
}

/** Every ceiling, whether or not a run has it, and each kernel that one of the runs has, by family. */
function rateColumns(rows: readonly CollectedRow[]): readonly RateColumn[] {
  const ceilings = ceilingOrder.map((name): RateColumn => ({ name, unit: ceilingWords[name].unit, of: ({ ceilings: of }) => of[name] }));
  const kernels = new Map<string, RateColumn>();
  for (const row of rows)
    for (const [name, { unit }] of Object.entries(row.kernels)) {
      // A link carries the time of a model's step where a run carries its tokens per second.
      const of = ({ kernels: held }: CollectedRow): Rate | null => (held[name]?.unit === unit ? held[name] : null);
      kernels.set(`${name} ${unit}`, { name, unit, of });
    }
  const byFamily = [...kernels.values()].sort((a, b) => familyPlace(kernelOf(a.name)) - familyPlace(kernelOf(b.name)));
  return [...ceilings, ...byFamily];
}

const kernelOf = (name: string): string => name.split(/[ /]/)[0] ?? '';

function threeOf(rate: Rate | null): readonly (number | null)[] {
  return rate === null ? [null, null, null] : [rate.value, rate.low, rate.high].map((number) => Number(number.toPrecision(significantDigits)));
}
