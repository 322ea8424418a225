/** `signals`: five numbers of the network of factories, with definition, inputs, n and interval. */
import { signalIds, signals as computed } from '../../index.ts';
import { defineCommand, exitStatus } from '../command.ts';
import { UsageError } from '../errors.ts';

export const signals = defineCommand({
  name: 'signals',
  summary: 'five signals of the network: token economics, capacity, throughput per watt, partners, alternatives',
  description:
    'Writes { "date", "modelVersion", "signals": [ … ] } as JSON: each signal with its definition, month, n, coverage, verdict and values with\n' +
    '80 % intervals. A verdict is "not-decided" where an interval crosses the line. Exit status: 0, or 2 for a wrong word.',
  flags: {
    signal: { value: 'NAME', choices: signalIds, describe: `only one: ${signalIds.join(', ')}` },
    date: { value: 'YYYY-MM', describe: 'accelerators of that year and before, sites open by that month; the catalogue’s own month unless given' },
  },
  examples: ['inference-cost-lab signals', 'inference-cost-lab signals --signal partners'],
  async run({ signal, date }, { output }) {
    const answer = await computed({ ...(signal !== undefined && { only: signal }), ...(date !== undefined && { date }) }).catch((error: unknown) => {
      throw error instanceof RangeError && error.message.startsWith('date:') ? new UsageError(error.message) : error;
    });
    await output.print(`${JSON.stringify(answer)}\n`);
    return exitStatus.answered;
  },
});
