/** What tokens cost over accelerators, one block per model, the cheapest first, as the estimates came. */
import type { CostRow } from '../../estimate/cost-table.ts';
import { evidenceLegend, evidenceMark, formatQuantity } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import { printTable } from './table.ts';

const columns = [
  { title: 'accelerator' },
  { title: '$/M input', align: 'right' },
  { title: '80 %' },
  { title: '$/M output', align: 'right' },
  { title: '80 %' },
  { title: '' },
  { title: 'tokens/s', align: 'right' },
  { title: '80 %' },
  { title: 'J/token', align: 'right' },
  { title: '80 %' },
] as const;

export function printCostTable(rows: readonly CostRow[]): string {
  const models = [...new Set(rows.map((row) => row.modelName))];
  const blocks = models.map((model) => {
    const own = rows.filter((row) => row.modelName === model);
    return `${model}\n${printTable(columns, own.map(cells))}`;
  });
  const legend = evidenceLegend.map(({ evidence, mark }) => `${mark} ${evidence}`).join('  ');
  return `${blocks.join('\n\n')}\n\n${legend}`;
}

function cells({ acceleratorName, estimate }: CostRow): string[] {
  const name = estimate.accelerators === null ? acceleratorName : `${estimate.accelerators} × ${acceleratorName}`;
  if (!estimate.feasible) return [name, estimate.reason?.message ?? 'cannot serve this'];
  const output = estimate.usdPerMillionOutputTokens;
  return [
    name,
    ...pair(estimate.usdPerMillionInputTokens),
    ...pair(output),
    evidenceMark((output ?? estimate.timePerOutputToken)?.evidence ?? 'projected'),
    ...pair(estimate.outputTokensPerSecond),
    ...pair(estimate.joulesPerOutputToken),
  ];
}

/** Value and range; a dash where a fact is missing. */
function pair(quantity: Quantity | null): [string, string] {
  if (quantity === null) return ['–', ''];
  const { value, range } = formatQuantity(quantity);
  return [value, range];
}
