import { expect, test } from 'vitest';
import { printTable } from '../../../src/cli/print/table.ts';

test('columns are aligned, numbers to the right, nothing trails', () => {
  const table = printTable(
    [{ title: 'chip' }, { title: '$/M', align: 'right' }, { title: 'mark' }],
    [
      ['H200', '1.25', '●'],
      ['MI300X', '10.5', ''],
    ],
  );
  expect(table.split('\n')).toEqual(['chip     $/M  mark', '──────  ────  ────', 'H200    1.25  ●', 'MI300X  10.5']);
});

test('a row that is too short leaves its cells empty', () => {
  expect(
    printTable([{ title: 'a' }, { title: 'b' }], [['x']])
      .split('\n')
      .at(-1),
  ).toBe('x');
});
