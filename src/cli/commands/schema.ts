/** `schema`: the JSON Schema of what commands read, from the schema that reads it. */
import { schemaNames } from '../../index.ts';
import { defineCommand, exitStatus } from '../command.ts';

const names = [...schemaNames, 'placement'] as const;

export const schema = defineCommand({
  name: 'schema',
  summary: 'the JSON Schema of a scenario, a fleet, a training run, a task or a placement',
  description:
    'Prints the JSON Schema (draft 2020-12) of a scenario, of what fleet or place reads, of a training run, of a line that agent reads, or\n' +
    'of its task. Exit status: 0, or 2 for a wrong word.',
  flags: {},
  operands: { value: 'NAME', choices: names, least: 0, most: 1, describe: `${names.join(', ')}; default scenario` },
  examples: ['inference-cost-lab schema > scenario.schema.json', 'inference-cost-lab schema placement'],
  async run(_flags, { output, operands }) {
    const { jsonSchema, placementSchema } = await import('../../index.ts');
    const name = names.find((each) => each === operands[0]) ?? 'scenario';
    await output.print(`${JSON.stringify(name === 'placement' ? await placementSchema() : await jsonSchema(name), null, 2)}\n`);
    return exitStatus.answered;
  },
});
