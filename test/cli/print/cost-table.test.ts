import { describe, expect, test } from 'vitest';
import { printCostTable } from '../../../src/cli/print/cost-table.ts';
import { labTable } from '../../../src/estimate/views/lab-table.ts';

const rows = labTable(null);
const printed = printCostTable(rows);

describe('printCostTable', () => {
  test('a block for each model, a line for each accelerator', () => {
    const lines = printed.split('\n');
    for (const row of rows) expect(lines.filter((line) => line.includes(row.acceleratorName)).length).toBeGreaterThanOrEqual(2);
    expect(lines.filter((line) => line.startsWith('accelerator'))).toHaveLength(2);
  });

  test('every priced line has an interval and a mark that the legend explains', () => {
    const priced = printed.split('\n').filter((line) => /^\d+ × /.test(line) && line.includes('$'));
    expect(priced.length).toBeGreaterThanOrEqual(16);
    for (const line of priced) expect(line).toMatch(/\$[\d.,]+ +[\d.,]+–[\d.,]+ +\$[\d.,]+ +[\d.,]+–[\d.,]+ +[●◉◐○◌] /);
    expect(printed.split('\n').at(-1)).toBe('● measured  ◉ anchored  ◐ interpolated  ○ prior  ◌ projected');
  });

  test('what cannot serve the model says why in place of numbers', () => {
    const [row] = rows;
    const refused = {
      ...row!,
      estimate: {
        ...row!.estimate,
        feasible: false,
        accelerators: null,
        reason: { code: 'does-not-fit' as const, message: 'the weights need 141 GB' },
      },
    };
    expect(printCostTable([refused])).toContain(`${row!.acceleratorName}  the weights need 141 GB`);
  });
});
