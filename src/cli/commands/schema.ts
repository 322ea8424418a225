/** `schema`: the JSON Schema of what commands read, from the schema that reads it. */
import type { SchemaName } from '../../index.ts';
import { defineCommand, exitStatus } from '../command.ts';

const schemaNames: readonly (SchemaName | 'placement')[] = ['scenario', 'fleet', 'placement'];

export const schema = defineCommand({
  name: 'schema',
  summary: 'the JSON Schema of a scenario, a fleet or a placement',
  description: 'Prints the JSON Schema (draft 2020-12) of a scenario, or of what fleet or place reads. Exit status: 0, or 2 for a wrong word.',
  flags: {},
  operands: { value: 'NAME', choices: schemaNames, least: 0, most: 1, describe: `${schemaNames.join(', ')}; default scenario` },
  examples: ['inference-cost-lab schema > scenario.schema.json', 'inference-cost-lab schema placement'],
  async run(_flags, { output, operands }) {
    const { jsonSchema, placementSchema } = await import('../../index.ts');
    const name = schemaNames.find((each) => each === operands[0]) ?? 'scenario';
    await output.print(`${JSON.stringify(name === 'placement' ? await placementSchema() : jsonSchema(name), null, 2)}\n`);
    return exitStatus.answered;
  },
});
