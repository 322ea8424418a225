import { describe, expect, it } from 'vitest';
import { placementSchema } from '../../../src/placement/library.ts';

describe('the JSON Schema of a placement', () => {
  it('has every key that is read, with its limits, and none that is refused', async () => {
    const schema = (await placementSchema()) as unknown as Schema;
    expect(Object.keys(schema.properties)).toEqual(['workloads', 'sites', 'date', 'objective', 'limits', 'switches', 'seed', 'timeLimit']);
    expect(schema.required).toEqual(['workloads']);
    const [served, tasked, job] = schema.properties.workloads.items.anyOf;
    expect(Object.keys(served?.properties ?? {})).toEqual(['id', 'kind', 'scenario', 'users', 'roundTrip', 'residency', 'sovereignty']);
    expect(Object.keys(served?.properties['scenario']?.properties ?? {})).toContain('peakToMean');
    expect(Object.keys(served?.properties['scenario']?.properties ?? {})).not.toContain('concurrency');
    expect(Object.keys(tasked?.properties ?? {})).toEqual(['id', 'kind', 'task', 'scenario', 'users', 'roundTrip', 'residency', 'sovereignty']);
    expect(Object.keys(tasked?.properties['task']?.properties ?? {})).toContain('steps');
    expect(Object.keys(job?.properties ?? {})).toContain('deadlineHours');
    expect(JSON.stringify(schema)).toContain('"objective":{"anyOf":[{"enum":["usd","gCO2e","kW"]},{"type":"null"}],"default":"usd"}');
  });
});

interface Part {
  readonly properties: Readonly<Record<string, { readonly properties?: object }>>;
}
interface Schema {
  readonly required: readonly string[];
  readonly properties: { readonly workloads: { readonly items: { readonly anyOf: readonly Part[] } } };
}
