/** `train`: one training or fine-tuning run a line; layout, memory, time, dollars and joules a line. */
import { defineCommand } from '../command.ts';
import { openStandardInput } from '../input.ts';
import { answerJsonLines } from '../lines/json-lines.ts';

export const train = defineCommand({
  name: 'train',
  summary: 'training and fine-tuning: JSON Lines in, JSON Lines out',
  description:
    'Reads { "training": { kind, model, accelerator, … } } a line and writes layout, memory, seconds a step, tokens a second,\n' +
    'hours, dollars and joules a line, each with its 80 % interval. What is left out is searched: the layout, the recomputation,\n' +
    'and the number of accelerators, the fewest that hold the run or the cheapest that meets "deadlineHours".\n' +
    'Exit status: 0 all answered, 2 a row was wrong, 1 a fault of ours.',
  flags: {},
  examples: [
    `echo '{"training":{"kind":"pre-train","model":"llama-3.1-405b","accelerator":"h100-80-sxm","accelerators":16384,"sequence":8192,"globalBatch":2048,"tokens":15.6e12}}' | inference-cost-lab train`,
    `echo '{"training":{"kind":"fine-tune","method":"qlora","model":"llama-3.3-70b","accelerator":"h200-sxm","tokens":1e9,"deadlineHours":24}}' | inference-cost-lab train`,
  ],
  async run(_flags, { output }) {
    const { trainLines } = await import('../lines/train-lines.ts');
    return answerJsonLines(openStandardInput('training runs, one JSON object a line'), output, await trainLines());
  },
});
