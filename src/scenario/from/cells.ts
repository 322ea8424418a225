/** Rows of comma-separated values as Python's csv and llama-bench write them: quoted where a comma or a quote is inside, one row a line. */

export function cellsOf(line: string): readonly string[] {
  const cells: string[] = [];
  // A cell is quoted with doubled quotes inside, or free of commas; each ends at a comma or at the end of the line.
  for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push(quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"'));
  return cells;
}
