/** The JSON Schemas that `schema` prints, each from the schema that reads the input. A new one is a line here. */
import { jsonSchema, loadTraining } from '../index.ts';

type Json = Readonly<Record<string, unknown>>;

const schemas = {
  scenario: () => Promise.resolve(jsonSchema('scenario')),
  fleet: () => Promise.resolve(jsonSchema('fleet')),
  training: async () => (await loadTraining()).jsonSchema(),
} as const satisfies Readonly<Record<string, () => Promise<Json>>>;

export type SchemaWord = keyof typeof schemas;

export const schemaNames = Object.keys(schemas) as readonly SchemaWord[];

export const schemaOf = (name: SchemaWord): Promise<Json> => schemas[name]();
