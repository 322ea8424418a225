/** Estimates as a table for people, a row each; a wrong row says what is wrong. */
import type { Quantity } from '../../units/quantity.ts';
import { evidenceMark, formatQuantity } from '../../units/format.ts';
import { printTable } from './table.ts';

const fields = ['timeToFirstToken', 'timePerOutputToken', 'outputTokensPerSecond', 'usdPerMillionOutputTokensAllIn', 'usdPerHour'] as const;
const titles = ['first token', 'per output token', 'output tokens', 'per M output, all-in', 'an hour'] as const;

type Answer = Readonly<Record<string, unknown>>;

/** @param lines answers of `estimate`, JSON each */
export function printEstimates(lines: readonly string[]): { readonly text: string; readonly wrong: boolean } {
  const answers = lines.map((line) => JSON.parse(line) as Answer);
  const columns = [
    { title: '' },
    { title: 'accelerators', align: 'right' as const },
    ...titles.flatMap((title) => [{ title, align: 'right' as const }, { title: '80 %' }]),
    { title: '' },
  ];
  const text = printTable(
    columns,
    answers.map((answer, index) => cells(answer, index)),
  );
  return { text, wrong: answers.some((answer) => 'error' in answer) };
}

function cells(answer: Answer, index: number): string[] {
  const id = answer['id'];
  const name = id === undefined ? String(index + 1) : typeof id === 'string' ? id : JSON.stringify(id);
  const refusal = (answer['error'] ?? (answer['feasible'] === false ? answer['reason'] : undefined)) as
    { message?: string; path?: string } | undefined;
  if (refusal) return [name, '–', `${refusal.path ? `${refusal.path}: ` : ''}${refusal.message ?? ''}`];
  const count = typeof answer['accelerators'] === 'number' ? String(answer['accelerators']) : '–';
  const quantities = fields.map((field) => answer[field] as Quantity | null);
  const evidence = quantities[3]?.evidence ?? quantities[1]?.evidence;
  return [name, count, ...quantities.flatMap(pair), evidence ? evidenceMark(evidence) : ''];
}

function pair(quantity: Quantity | null): [string, string] {
  if (!quantity) return ['–', ''];
  const { value, range, unit } = formatQuantity(quantity);
  return [`${value} ${unit}`, range];
}
