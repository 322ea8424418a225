/** `schema`: the JSON Schema of what commands read, from the schema that reads it. */
import { jsonSchema, schemaNames } from '../../scenario/json-schema.ts';
import { defineCommand, exitStatus } from '../command.ts';

export const schema = defineCommand({
  name: 'schema',
  summary: 'the JSON Schema of a scenario or a fleet',
  description: 'Prints the JSON Schema (draft 2020-12) of a scenario, or of what fleet reads. Exit status: 0, or 2 for a wrong word.',
  flags: {},
  operands: { value: 'NAME', choices: schemaNames, least: 0, most: 1, describe: `${schemaNames.join(' or ')}; default scenario` },
  examples: ['inference-cost-lab schema > scenario.schema.json', 'inference-cost-lab schema fleet'],
  async run(_flags, { output, operands }) {
    const name = schemaNames.find((each) => each === operands[0]) ?? 'scenario';
    await output.print(`${JSON.stringify(jsonSchema(name), null, 2)}\n`);
    return exitStatus.answered;
  },
});
