/** How many rows a second the command line answers: parse, estimate with its interval, print. */
import { bench, describe } from 'vitest';
import { answerLine } from '../../src/estimate/answer.ts';

const fixed = JSON.stringify({ model: 'llama-3.3-70b', accelerator: 'h200-sxm', accelerators: 2, engine: 'vllm', weights: 'fp8', parallel: { tensor: 2, pipeline: 1, expert: 1, attentionData: 1 } });
const searched = JSON.stringify({ model: 'qwen3-235b-a22b', accelerator: 'h200-sxm' });

describe('answerLine', () => {
  bench('one engine, one arrangement', () => {
    answerLine(fixed);
  });
  bench('all engines, arrangement searched', () => {
    answerLine(searched);
  });
});
