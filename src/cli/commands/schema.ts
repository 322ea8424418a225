/** `schema`: the JSON Schema of what commands read, from the schema that reads it. */
import { defineCommand, exitStatus } from '../command.ts';
import { schemaNames, schemaOf } from '../schemas.ts';

const words = `${schemaNames.slice(0, -1).join(', ')} or ${schemaNames.at(-1) ?? ''}`;

export const schema = defineCommand({
  name: 'schema',
  summary: 'the JSON Schema of what commands read',
  description: `Prints the JSON Schema (draft 2020-12) of what a command reads: ${words}. Exit status: 0, or 2 for a wrong word.`,
  flags: {},
  operands: { value: 'NAME', choices: schemaNames, least: 0, most: 1, describe: `${words}; default scenario` },
  examples: ['inference-cost-lab schema > scenario.schema.json', 'inference-cost-lab schema fleet'],
  async run(_flags, { output, operands }) {
    const name = schemaNames.find((each) => each === operands[0]) ?? 'scenario';
    await output.print(`${JSON.stringify(await schemaOf(name), null, 2)}\n`);
    return exitStatus.answered;
  },
});
