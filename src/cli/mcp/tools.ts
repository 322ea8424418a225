/**
 * What the server offers, a line each. A tool answers one row as the command of its name does; its input schema is the one that
 * `schema` prints. Answering is loaded in the thread that answers.
 */
import { listKinds } from '../commands/list.ts';
import type { RowAnswer } from '../lines/json-lines.ts';
import { jsonSchema, schemaNames, type SchemaName } from '../../index.ts';

type Json = Readonly<Record<string, unknown>>;

export interface Tool {
  readonly name: string;
  readonly title: string;
  /** For the model that chooses among tools. */
  readonly description: string;
  /** A name that `schema` knows, or a schema of the tool's own. */
  readonly input: SchemaName | Json | (() => Promise<Json>);
  readonly load: () => Promise<(text: string) => RowAnswer | Promise<RowAnswer>>;
}

const intervals = 'Every quantity comes with its 80 % interval, unit and evidence; assumptions and sources are listed by id.';

export const tools: readonly Tool[] = [
  {
    name: 'estimate',
    title: 'Estimate serving one model on one accelerator',
    description: `Cost, speed, energy and memory of serving a language model on a datacentre accelerator. Give "model" and "accelerator" as ids (see list) or names; leave out what should be chosen. ${intervals}`,
    input: 'scenario',
    load: async () => (await import('../lines/estimate-lines.ts')).answerLine,
  },
  {
    name: 'fleet',
    title: 'Compare accelerators for one demand',
    description: `One demand on many accelerators, the cheapest first, with hosts' prices beside them. A fleet takes about 4 kB of the answer: name the accelerators in question instead of "any" where you can. ${intervals}`,
    input: 'fleet',
    load: async () => (await import('../lines/fleet-lines.ts')).answerFleetLine,
  },
  {
    name: 'train',
    title: 'Estimate a training or fine-tuning run',
    description: `Layout, memory, seconds a step, hours, dollars and joules of pre-training or fine-tuning. ${intervals}`,
    input: async () => ({
      type: 'object',
      additionalProperties: false,
      required: ['training'],
      properties: { training: await jsonSchema('training') },
    }),
    load: async () => (await import('../lines/train-lines.ts')).trainLines(),
  },
  {
    name: 'agent',
    title: 'Estimate a task of an agent',
    description: `Dollars, joules and seconds of a task of many model calls, tools and checks, per task and per success. Give "task" with a preset or its steps, and "scenario" or "prices". ${intervals}`,
    input: 'agent',
    load: async () => (await import('../lines/agent-lines.ts')).agentLines(),
  },
  {
    name: 'place',
    title: 'Plan where workloads run',
    description: `Workloads over the world's sites as whole replicas: cost, power, carbon, round trips, residency, sovereignty, and what is unmet and why. A plan may take several seconds. ${intervals}`,
    input: async () => (await import('../../index.ts')).placementSchema(),
    load: async () => (await import('../lines/place-lines.ts')).placeLines({ why: false }),
  },
  {
    name: 'list',
    title: 'List what the catalogue has',
    description: 'Rows of one part of the catalogue with their ids, in SI units. Use "contains" to look one up: places and sites are long lists.',
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['kind'],
      properties: { kind: { enum: listKinds }, contains: { type: 'string', minLength: 1, description: 'only rows whose id or name has this in it' } },
    },
    load: async () => (await import('./look-ups.ts')).listLine,
  },
  {
    name: 'schema',
    title: 'JSON Schema of an input',
    description: 'The JSON Schema (draft 2020-12) of what a tool takes.',
    input: { type: 'object', additionalProperties: false, required: ['name'], properties: { name: { enum: schemaNames } } },
    load: async () => (await import('./look-ups.ts')).schemaLine,
  },
];

export const toolNames: readonly string[] = tools.map(({ name }) => name);
