/** The schema that reads a scenario, as JSON Schema (draft 2020-12), for editors and other programs. */
import { scenarioSchema } from './schema.ts';
import type * as TaskSchema from './task-schema.ts';

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

export const schemaNames = ['scenario', 'fleet', 'training', 'agent', 'task'] as const;
export type SchemaName = (typeof schemaNames)[number];

/** What is read by parts that are loaded apart is loaded when its schema is asked for. */
export async function jsonSchema(name: SchemaName): Promise<Json> {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: name, ...(await bodyOf(name)) };
}

async function bodyOf(name: SchemaName): Promise<Json> {
  switch (name) {
    case 'scenario':
      return schemaOf(scenarioSchema);
    case 'fleet':
      return fleet();
    case 'training':
      return schemaOf((await import('./parse-training.ts')).trainingSchema);
    case 'task':
      return schemaOf((await import('./task-schema.ts')).taskSchema);
    case 'agent':
      return agent(await import('./task-schema.ts'));
  }
}

function fleet(): Json {
  const scenario = schemaOf(scenarioSchema);
  const accelerator = { anyOf: [{ const: 'any' }, { type: 'array', items: { type: 'string' } }, { type: 'string' }] };
  return {
    type: 'object',
    additionalProperties: false,
    required: ['scenario'],
    properties: {
      scenario: { ...scenario, required: ['model'], properties: { ...(scenario['properties'] as Json), accelerator } },
      only: { type: 'object' },
    },
  };
}

/** A line: the task, and one of prices and scenario. */
function agent({ askSchema, decidedByTask, pricesSchema, taskSchema }: typeof TaskSchema): Json {
  const scenario = schemaOf(scenarioSchema);
  const left = Object.entries(scenario['properties'] as Json).filter(([key]) => !(decidedByTask as readonly string[]).includes(key));
  const { properties } = schemaOf(askSchema);
  return {
    type: 'object',
    additionalProperties: false,
    required: ['task'],
    oneOf: [{ required: ['prices'] }, { required: ['scenario'] }],
    properties: {
      id: {},
      task: schemaOf(taskSchema),
      prices: schemaOf(pricesSchema),
      scenario: { ...scenario, properties: Object.fromEntries(left) },
      ...(properties as Json),
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
      // What is read depends on what is given: a word, a number, a list, or objects told apart by a key. What only says which there are is none of them.
      const kinds = samples.map((sample) => node.getter?.(sample)).filter((each) => each !== undefined);
      const distinct = [...new Set(kinds)].filter(({ type }) => type !== 'loose_object').map(schemaOf);
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

const samples: readonly unknown[] = [
  '',
  0,
  [],
  {},
  { own: {} },
  { outputTokens: 1 },
  { spread: 0 },
  { nodes: [] },
  { kind: 'model' },
  { kind: 'tool' },
  { kind: 'check' },
];

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
