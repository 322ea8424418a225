/** The schema that reads a placement, as JSON Schema (draft 2020-12). */
import { schemaOf, type Json } from '../../scenario/json-schema.ts';
import { scenarioSchema } from '../../scenario/schema.ts';
import { taskSchema } from '../../scenario/task-schema.ts';
import { agentSchema, inferenceSchema, jobSchema, placementSchema } from './schema.ts';
import { refusedInScenario } from './workload.ts';

export function placementJsonSchema(): Json {
  const { properties, ...whole } = schemaOf(placementSchema) as { readonly properties: Json };
  const refused: readonly string[] = refusedInScenario;
  const scenario = schemaOf(scenarioSchema) as { readonly properties: Json };
  const inference = schemaOf(inferenceSchema) as { readonly properties: Json };
  const own = {
    type: 'object',
    additionalProperties: false,
    required: ['model'],
    properties: Object.fromEntries(Object.entries(scenario.properties).filter(([key]) => !refused.includes(key))),
  };
  const served = { ...inference, properties: { ...inference.properties, kind: { const: 'inference' }, scenario: own } };
  const agent = schemaOf(agentSchema) as { readonly properties: Json };
  const tasked = { ...agent, properties: { ...agent.properties, task: schemaOf(taskSchema), scenario: own } };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'placement',
    ...whole,
    properties: { ...properties, workloads: { type: 'array', minItems: 1, items: { anyOf: [served, tasked, schemaOf(jobSchema)] } } },
  };
}
