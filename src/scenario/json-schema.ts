/** The schema that reads a scenario, as JSON Schema (draft 2020-12), for editors and other programs. */
import { scenarioSchema } from './schema.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What is read of a valibot schema or action. */
interface Node {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly wrapped?: Node;
  readonly default?: unknown;
  readonly item?: Node;
  readonly options?: readonly unknown[];
  readonly pipe?: readonly Node[];
  readonly requirement?: unknown;
  readonly getter?: (input: unknown) => Node;
}

export type SchemaName = 'scenario' | 'fleet';

export function jsonSchema(name: SchemaName): Json {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  const scenario = schemaOf(scenarioSchema);
  if (name === 'scenario') return { $schema, title: 'scenario', ...scenario };
  const properties = scenario['properties'] as Json;
  const accelerator = { anyOf: [{ const: 'any' }, { type: 'array', items: { type: 'string' } }, { type: 'string' }] };
  return {
    $schema,
    title: 'fleet',
    type: 'object',
    additionalProperties: false,
    required: ['scenario'],
    properties: {
      scenario: { ...scenario, required: ['model'], properties: { ...properties, accelerator } },
      only: { type: 'object' },
    },
  };
}

/** Of any schema of valibot that is made of what a scenario's is made of. */
export function schemaOf(node: Node): Json {
  const limits = (node.pipe ?? []).slice(1).map(limitOf);
  return Object.assign({}, bare(node), ...limits) as Json;
}

function bare(node: Node): Json {
  switch (node.type) {
    case 'strict_object': {
      const entries = Object.entries(node.entries ?? {});
      const required = entries.filter(([, each]) => each.type !== 'optional' && each.type !== 'nullish').map(([key]) => key);
      return {
        type: 'object',
        additionalProperties: false,
        ...(required.length > 0 && { required }),
        properties: Object.fromEntries(entries.map(([key, each]) => [key, schemaOf(each)])),
      };
    }
    case 'optional':
      return { ...(node.wrapped ? schemaOf(node.wrapped) : {}), ...(node.default !== undefined && { default: node.default }) };
    case 'nullish':
      return { anyOf: [node.wrapped ? schemaOf(node.wrapped) : {}, { type: 'null' }], ...(node.default !== undefined && { default: node.default }) };
    case 'lazy': {
      // What is read depends on what is given: a word, a number, or objects told apart by a key.
      const kinds = ['', 0, {}, { own: {} }, { outputTokens: 1 }].map((sample) => node.getter?.(sample)).filter((each) => each !== undefined);
      const distinct = [...new Set(kinds)].map(schemaOf);
      return distinct.length === 1 ? (distinct[0] ?? {}) : { anyOf: distinct };
    }
    case 'picklist':
      return { enum: node.options };
    case 'array':
      return { type: 'array', items: node.item ? schemaOf(node.item) : {} };
    case 'record':
      return { type: 'object' };
    default:
      return { type: node.type };
  }
}

function limitOf({ type, requirement }: Node): Json {
  switch (type) {
    case 'integer':
      return { type: 'integer' };
    case 'min_value':
      return { minimum: requirement };
    case 'max_value':
      return { maximum: requirement };
    case 'min_length':
      return { minLength: requirement };
    case 'max_length':
      return { maxLength: requirement };
    case 'regex':
      return { pattern: requirement instanceof RegExp ? requirement.source : undefined };
    default:
      return {};
  }
}
