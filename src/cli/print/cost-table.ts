/** What tokens cost over accelerators, one block per model, in the order of the rows. */
import { defaultScenario, defaultTarget, type CostRow } from '../../index.ts';
import { evidenceLegend, evidenceMark, formatCount, formatDuration, formatQuantity } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import { printTable } from './table.ts';

const columns = [
  { title: 'accelerator' },
  { title: '$/M input', align: 'right' },
  { title: '80 %' },
  { title: '$/M output', align: 'right' },
  { title: '80 %' },
  { title: '' },
  { title: 'output/s', align: 'right' },
  { title: '80 %' },
  { title: 'J/token', align: 'right' },
  { title: '80 %' },
] as const;

export function printCostTable(rows: readonly CostRow[]): string {
  const blocks = [...new Set(rows.map(title))].map((each) => {
    const own = rows.filter((row) => title(row) === each);
    return `${each}\n${printTable(columns, own.map(cells))}`;
  });
  const missing = [...new Set(rows.flatMap(({ estimate }) => Object.values(estimate.unknown)))].map((reason) => `–  ${reason}`);
  const { inputTokens, outputTokens } = defaultScenario;
  const load =
    `as many requests at once as keep ${formatDuration(defaultTarget.timePerOutputToken ?? 0).text} a token and the first within ${formatDuration(defaultTarget.timeToFirstToken ?? 0).text},\neach ${formatCount(inputTokens)} tokens in and ${formatCount(outputTokens)} out; intervals hold 80 %\n` +
    'output/s: tokens a second, all accelerators of the row together; J/token: per output token, the whole facility';
  const legend = evidenceLegend.map(({ evidence, mark }) => `${mark} ${evidence}`).join('  ');
  return [blocks.join('\n\n'), missing.join('\n'), `${load}\n${legend}`].filter((part) => part !== '').join('\n\n');
}

const title = ({ modelName, weights }: CostRow): string => (weights === 'native' ? modelName : `${modelName}, weights in ${weights}`);

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
