/** `fleet`: one demand a line on standard input; what every accelerator that may serve it would take and cost, a line each. */
import { defineCommand } from '../command.ts';
import { openStandardInput } from '../input.ts';
import { answerJsonLines } from '../lines/json-lines.ts';

export const fleet = defineCommand({
  name: 'fleet',
  summary: 'one demand on every accelerator that may serve it: JSON Lines in, JSON Lines out',
  description:
    'Reads { "scenario": { …, "accelerator": "any" or a list }, "only"?: { vendors, status, priced, maxAccelerators } } a line and\n' +
    'writes { "fleets", "excluded", "hosts", "breakEven", "best" } a line: the cheapest first, with the probability that it is the\n' +
    'cheapest; why the others are out; what hosts of the model ask; and the rate above which the best costs less than they do.\n' +
    'Exit status: 0 all answered, 2 a row was wrong, 1 a fault of ours.',
  flags: {},
  examples: [
    `echo '{"scenario":{"model":"qwen3-235b-a22b","accelerator":"any","weights":"fp8","requestsPerSecond":50,"target":{"timePerOutputToken":0.03,"timeToFirstToken":1}}}' | inference-cost-lab fleet`,
    `echo '{"scenario":{"model":"llama-3.3-70b","accelerator":["h200-sxm","mi325x"]},"only":{"vendors":["AMD"]}}' | inference-cost-lab fleet`,
  ],
  async run(_flags, { output }) {
    const { answerFleetLine } = await import('../lines/fleet-lines.ts');
    return answerJsonLines(openStandardInput('demands, one JSON object a line'), output, answerFleetLine);
  },
});
