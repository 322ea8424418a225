/** `operators`: operator queries on standard input, one JSON object a line; seconds on standard output in the same order. */
import { defineCommand } from '../command.ts';
import { openStandardInput } from '../input.ts';
import { answerJsonLines } from '../lines/json-lines.ts';

export const operators = defineCommand({
  name: 'operators',
  summary: 'time single operators: JSON Lines in, JSON Lines out',
  description:
    'Reads one operator query a line from standard input and writes { "seconds": { value, low, high }, "evidence" } a line.\n' +
    'Operators: gemm, attention.prefill, attention.decode, mla.prefill, mla.decode, moe, allReduce, allGather,\n' +
    'reduceScatter, allToAll. A wrong row, or an accelerator that lacks a fact, gets { "error": { code, path, message } }.\n' +
    'Exit status: 0 all answered, 2 a row was wrong, 1 a fault of ours.',
  flags: {},
  examples: [`echo '{"op":"gemm","accelerator":"h200-sxm","dtype":"bf16","m":64,"n":8192,"k":8192}' | inference-cost-lab operators`],
  async run(_flags, { output }) {
    const { answerOperatorLine } = await import('../lines/operator-lines.ts');
    return answerJsonLines(openStandardInput('operator queries, one JSON object a line'), output, answerOperatorLine);
  },
});
