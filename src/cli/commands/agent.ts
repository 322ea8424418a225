/** `agent`: one task of an agent a line; tokens, dollars, joules and seconds a line. */
import { defineCommand } from '../command.ts';
import { openStandardInput } from '../input.ts';
import { answerJsonLines } from '../lines/json-lines.ts';

export const agent = defineCommand({
  name: 'agent',
  summary: 'tasks of agents: JSON Lines in, JSON Lines out',
  description:
    'Reads { "task": { steps, … } or { preset }, "prices" or "scenario" } a line and writes tokens, dollars a task and a success, joules,\n' +
    'seconds with percentiles, what both go to, and what a point more of cache hits, retries and round trip is worth. "prices" are USD per\n' +
    'million tokens; a "scenario" says where the model runs, and lengths, hit rate and load then follow from the task and "tasksPerHour".\n' +
    'Presets: list presets. Exit status: 0 all answered, 2 a row was wrong, 1 a fault of ours.',
  flags: {},
  examples: [
    `echo '{"task":{"preset":"coding-session"},"prices":{"input":5,"cached":0.5,"output":25},"roundTrip":0.03}' | inference-cost-lab agent`,
    `echo '{"task":{"steps":20,"systemTokens":8000,"newTokensPerStep":1500,"outputTokensPerStep":400,"toolSeconds":{"p50":1,"p90":10},"success":0.7},"scenario":{"model":"llama-3.3-70b","accelerator":"h200-sxm"},"tasksPerHour":500}' | inference-cost-lab agent`,
    `echo '{"task":{"steps":{"nodes":[{"id":"write","kind":"model","newTokens":2000,"outputTokens":800},{"id":"run","kind":"tool","after":["write"],"seconds":20},{"id":"tests","kind":"check","after":["run"],"pass":0.6,"retryTo":"write"}]}},"prices":{"input":3,"cacheWrite":3.75,"cached":0.3,"output":15}}' | inference-cost-lab agent`,
  ],
  async run(_flags, { output }) {
    const { agentLines } = await import('../lines/agent-lines.ts');
    return answerJsonLines(openStandardInput('tasks, one JSON object a line'), output, await agentLines());
  },
});
