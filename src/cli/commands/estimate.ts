/** `estimate`: scenarios on standard input, one JSON object a line; answers on standard output in the same order. */
import { fileURLToPath } from 'node:url';
import type { Calibration } from '../../index.ts';
import { defineCommand } from '../command.ts';
import { openStandardInput } from '../input.ts';
import { answerJsonLines } from '../lines/json-lines.ts';
import { rowThreads } from '../row-threads.ts';
import { readRun } from '../run-file.ts';

async function calibrationOf(file: string): Promise<Calibration> {
  const run = await readRun(file);
  const { calibrate } = await import('../../index.ts');
  return calibrate(run);
}

export const estimate = defineCommand({
  name: 'estimate',
  summary: 'answer scenarios: JSON Lines in, JSON Lines out',
  description:
    'Reads one scenario a line from standard input, { "model", "accelerator", … } or { "id", "scenario" }, and writes one\n' +
    'estimate a line: every quantity with its 80 % interval, unit and evidence. A wrong row gets { "error": { code, path,\n' +
    'message } } and the others are still answered. Exit status: 0 all answered, 2 a row was wrong, 1 a fault of ours.',
  flags: {
    run: { value: 'FILE', describe: 'a run written by measure --out, to calibrate the estimates' },
    table: { describe: 'print a table for people instead of JSON Lines' },
  },
  examples: [
    `echo '{"model":"llama-3.3-70b","accelerator":"h200-sxm"}' | inference-cost-lab estimate`,
    'inference-cost-lab estimate --run run.json < scenarios.jsonl > estimates.jsonl',
  ],
  async run(flags, { output }) {
    const calibration = flags.run === undefined ? null : await calibrationOf(flags.run);
    const { answerLine } = await import('../lines/estimate-lines.ts');
    if (flags.table) {
      let text = '';
      const status = await answerJsonLines(
        openStandardInput('scenarios, one JSON object a line'),
        { print: async (piece) => void (text += piece) },
        (line) => answerLine(line, { calibration }),
      );
      const { printEstimates } = await import('../print/estimates.ts');
      await output.print(`${printEstimates(text.split('\n').filter((line) => line !== '')).text}\n`);
      return status;
    }
    return answerJsonLines(
      openStandardInput('scenarios, one JSON object a line'),
      output,
      (text) => answerLine(text, { calibration }),
      () => rowThreads(fileURLToPath(import.meta.url), calibration),
    );
  },
});
