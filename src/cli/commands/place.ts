/** `place`: workloads and their users a line; which site serves whom, what it costs, and what stands in the way, a line. */
import { defineCommand } from '../command.ts';
import { systemReason, UnavailableError } from '../errors.ts';
import { openStandardInput } from '../input.ts';
import { answerJsonLines } from '../lines/json-lines.ts';

export const place = defineCommand({
  name: 'place',
  summary: 'workloads over the sites of the world: JSON Lines in, JSON Lines out',
  description:
    'Reads { "workloads": [ … ], "sites"?, "date"?, "objective"?, "limits"?, "switches"? } a line and writes the cheapest plan a line:\n' +
    'flows of users to sites, accelerators, dollars, kilowatts and grams an hour, round trips, what is left unmet and why, which limits\n' +
    'bind and at what price, which rules contradict, and in how few hands the plan lies. "gap" says how much a better plan could save.\n' +
    'Exit status: 0 all answered (unmet demand is an answer), 2 a row was wrong, 1 a fault of ours.',
  flags: { why: { describe: 'a reason for every site that may not serve, by workload and users' } },
  examples: [
    `echo '{"workloads":[{"id":"chat","kind":"inference","scenario":{"model":"llama-3.3-70b"},"users":[{"place":"DE","requestsPerSecond":40},{"place":"sao-paulo","requestsPerSecond":10}]}]}' | inference-cost-lab place`,
    `echo '{"workloads":[{"id":"chat","kind":"inference","scenario":{"model":"llama-3.3-70b"},"users":[{"place":"lagos","requestsPerSecond":5}],"roundTrip":0.08}],"objective":"gCO2e"}' | inference-cost-lab place --why`,
    `echo '{"workloads":[{"id":"tune","kind":"fine-tune","training":{"method":"lora","model":"llama-3.3-70b","tokens":1e9},"deadlineHours":48,"residency":["FR","DE"]}]}' | inference-cost-lab place`,
  ],
  async run({ why }, { output }) {
    const { placeLines } = await import('../lines/place-lines.ts');
    const answer = await placeLines({ why }).catch((error: unknown) => {
      throw new UnavailableError(`${systemReason(error)}; highs.wasm belongs beside the command's script`);
    });
    return answerJsonLines(openStandardInput('placements, one JSON object a line'), output, answer);
  },
});
