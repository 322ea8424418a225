/** `collect`: the results of many machines as one table. */
import { type ExitStatus, defineCommand, exitStatus } from '../command.ts';

export const collect = defineCommand({
  name: 'collect',
  summary: 'results and links of many runs as one table',
  description:
    'Reads runs (measure --out, lab --json, or window.inferenceCostLab.result of a browser that you drive) and result links (#r=1.…),\n' +
    'and prints one row an adapter and plan: the newest result, n for how many there were, every ceiling and the best rate of each\n' +
    'kernel with its 95 % interval. A file holds one run, or runs and links, one a line. A row from a link is marked "claimed".\n' +
    'What cannot be read is an error row by its name, and the others still count. Exit status: 0 all read, 2 something was wrong,\n' +
    '1 a fault of ours or of the machine.',
  flags: { format: { choices: ['csv', 'jsonl'], describe: 'csv, three columns a rate (default), or a JSON object a line' } },
  operands: { value: 'FILE...', least: 1, most: Number.POSITIVE_INFINITY, describe: 'runs, lists of links, a link itself, or - for standard input' },
  examples: [
    'inference-cost-lab collect results/*.json > fleet.csv  # one row an adapter',
    'inference-cost-lab collect --format jsonl links.txt run.json',
    `ssh host-7 inference-cost-lab measure --out - | inference-cost-lab collect - host-1.json`,
  ],
  async run(flags, { output, operands }) {
    const [{ isBad, resultsIn }, { Collection }] = await Promise.all([import('../collect/results-in.ts'), import('../collect/collection.ts')]);
    const collection = new Collection();
    const bad = [];
    // One file at a time: of each only the row is kept.
    for (const operand of operands)
      for (const result of await resultsIn(operand)) {
        if (isBad(result)) bad.push(result);
        else collection.add(result);
      }
    if (flags.format === 'jsonl') {
      const { compactJson } = await import('../lines/compact-json.ts');
      await output.print([...collection.rows, ...bad].map((row) => `${compactJson(row)}\n`).join(''));
    } else {
      const { collectedCsv } = await import('../collect/collected-csv.ts');
      await output.print(collectedCsv(collection.rows, bad));
    }
    const codes = bad.map(({ error }) => error.code);
    const status: ExitStatus = codes.includes('fault') ? exitStatus.fault : codes.length > 0 ? exitStatus.wrongInput : exitStatus.answered;
    return status;
  },
});
