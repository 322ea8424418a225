import { describe, expect, it } from 'vitest';
import { placeLines } from '../../../src/cli/lines/place-lines.ts';

const chat = { id: 'chat', kind: 'inference', scenario: { model: 'llama-3.3-70b' }, users: [{ place: 'FR', requestsPerSecond: 5 }] };
const request = { workloads: [chat], sites: ['nebius-paris', 'cassava-lagos'] };

describe('place, a line at a time', () => {
  it('answers with the id of the line; reasons only where they are asked for', async () => {
    const answer = await placeLines({ why: false });
    const { line, failed } = answer(JSON.stringify({ id: 7, ...request }));
    expect(failed).toBe(false);
    expect(line.startsWith('{"id":7,"feasible":true,"usdPerHour":{"value":')).toBe(true);
    expect(JSON.parse(line)).not.toHaveProperty('excluded');
    const why = await placeLines({ why: true });
    expect(JSON.parse(why(JSON.stringify(request)).line)).toMatchObject({ excluded: [{ workload: 'chat', site: 'cassava-lagos' }] });
  });

  it('a wrong line is its field, under its id', async () => {
    const answer = await placeLines({ why: false });
    expect(JSON.parse(answer('{"id":"a","workloads":[],"objective":"usd"}').line)).toMatchObject({
      id: 'a',
      error: { code: 'out-of-range', path: 'workloads' },
    });
    expect(JSON.parse(answer('[]').line)).toMatchObject({ error: { code: 'wrong-type', path: '' } });
    expect(answer('{').failed).toBe(true);
  });
});
