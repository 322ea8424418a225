/** `schema`: the JSON Schema of what commands read, from the schema that reads it. */
import { schemaNames } from '../../index.ts';
import { defineCommand, exitStatus } from '../command.ts';

export const schema = defineCommand({
  name: 'schema',
  summary: 'the JSON Schema of a scenario, a fleet, a training run, or a task',
  description:
    'Prints the JSON Schema (draft 2020-12) of a scenario, of what fleet reads, of a training run, of a line that agent reads, or of its task.\n' +
    'Exit status: 0, or 2 for a wrong word.',
  flags: {},
  operands: { value: 'NAME', choices: schemaNames, least: 0, most: 1, describe: `${schemaNames.join(', ')}; default scenario` },
  examples: ['inference-cost-lab schema > scenario.schema.json', 'inference-cost-lab schema agent'],
  async run(_flags, { output, operands }) {
    const { jsonSchema } = await import('../../index.ts');
    const name = schemaNames.find((each) => each === operands[0]) ?? 'scenario';
    await output.print(`${JSON.stringify(await jsonSchema(name), null, 2)}\n`);
    return exitStatus.answered;
  },
});
