/** `estimate`: scenarios on standard input, one JSON object a line; answers on standard output in the same order. */
import { fileURLToPath } from 'node:url';
import type { Calibration } from '../../index.ts';
import { defineCommand } from '../command.ts';
import { UsageError } from '../errors.ts';
import { fromFlags, refuseWithoutFrom } from '../from-flags.ts';
import { openStandardInput } from '../input.ts';
import { modelGiven } from '../model-file.ts';
import { answerJsonLines } from '../lines/json-lines.ts';
import type { GivenTrace } from '../lines/estimate-lines.ts';
import { rowThreads } from '../row-threads.ts';
import { readRun } from '../run-file.ts';
import { readTrace } from '../trace-file.ts';

async function calibrationOf(file: string): Promise<Calibration> {
  const run = await readRun(file);
  const { calibrate } = await import('../../index.ts');
  return calibrate(run);
}

async function traceOf(file: string, from: string | undefined): Promise<GivenTrace> {
  if (from !== undefined) throw new UsageError('--trace says the load of scenarios; --from reads it from the results');
  if (file === '-') throw new UsageError('--trace - would be read from standard input, where the scenarios come from');
  const { trace, format, noOutput } = await readTrace(file);
  const { traceLoad } = await import('../../index.ts');
  const load = traceLoad(trace);
  if (!load.ok) throw new UsageError(`--trace ${file}: ${load.error.message}`);
  return { format, requests: trace.length, noOutput, load: load.value };
}

export const estimate = defineCommand({
  name: 'estimate',
  summary: 'answer scenarios: JSON Lines in, JSON Lines out',
  description:
    'Reads one scenario a line from standard input, { "model", "accelerator", … } or { "id", "scenario" }, and writes one\n' +
    'estimate a line: every quantity with its 80 % interval, unit and evidence. A wrong row gets { "error": { code, path,\n' +
    'message } } and the others are still answered. Exit status: 0 all answered, 2 a row was wrong, 1 a fault of ours.\n' +
    'With --model the scenarios leave the model out; of a GGUF file only the header is read.\n' +
    'With --trace the load is that of a file: mean lengths, the lognormal spread with their variance, rate and cached share; how\n' +
    'unevenly requests come is for simulate --trace.\n' +
    'With --from it reads what a benchmark tool printed or saved and writes a verdict a result: is this server as fast as it should\n' +
    'be, and what could explain the difference. What the tool does not say (the accelerator, how many) is listed as missing.',
  flags: {
    why: { describe: 'with each quantity the ids of its terms, and what these stand on, to the source' },
    run: { value: 'FILE', describe: 'a run written by measure --out, to calibrate the estimates' },
    model: {
      value: 'MODEL',
      describe: 'an id, a config.json or a .gguf file: the model of scenarios that name none; with --from, in place of the name that the tool prints',
    },
    trace: {
      value: 'FILE',
      describe: 'requests as simulate --trace reads them: lengths, how they spread, rate and cached share of scenarios that say none of them',
    },
    table: { describe: 'print a table for people instead of JSON Lines' },
    ...fromFlags,
  },
  examples: [
    `echo '{"model":"llama-3.3-70b","accelerator":"h200-sxm"}' | inference-cost-lab estimate`,
    'inference-cost-lab estimate --run run.json < scenarios.jsonl > estimates.jsonl',
    `echo '{"accelerator":"h200-sxm"}' | inference-cost-lab estimate --model Llama-3.3-70B-Q4_K_M.gguf  # its header alone is read`,
    'inference-cost-lab estimate --from vllm-result.json --accelerator h100-80-sxm --accelerators 1',
    `vllm bench serve … | inference-cost-lab estimate --from - --scenario '{"accelerator":"h200-sxm","accelerators":2,"parallel":{"tensor":2}}'`,
  ],
  async run(flags, { output }) {
    const calibration = flags.run === undefined ? null : await calibrationOf(flags.run);
    const model = flags.model === undefined ? undefined : await modelGiven(flags.model);
    const trace = flags.trace === undefined ? undefined : await traceOf(flags.trace, flags.from);
    const options = { calibration, why: flags.why, ...(model !== undefined && { model }), ...(trace !== undefined && { trace }) };
    if (flags.from !== undefined) {
      if (flags.why) throw new UsageError('--why explains estimates; --from answers with verdicts, which name their causes');
      const { answerResults } = await import('../from-results.ts');
      return answerResults(flags.from, { ...flags, model }, output, { calibration });
    }
    refuseWithoutFrom(flags);
    const { answerLine } = await import('../lines/estimate-lines.ts');
    if (flags.table) {
      if (flags.why) throw new UsageError('--why goes with JSON Lines; a table has no room for terms');
      let text = '';
      const status = await answerJsonLines(
        openStandardInput('scenarios, one JSON object a line'),
        {
          print: (piece) => {
            text += piece;
            return Promise.resolve();
          },
        },
        (line) => answerLine(line, options),
      );
      const { printEstimates } = await import('../print/estimates.ts');
      await output.print(`${printEstimates(text.split('\n').filter((line) => line !== '')).text}\n`);
      return status;
    }
    return answerJsonLines(
      openStandardInput('scenarios, one JSON object a line'),
      output,
      (text) => answerLine(text, options),
      () => rowThreads(fileURLToPath(import.meta.url), options),
    );
  },
});
