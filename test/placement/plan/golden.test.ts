/**
 * Whole plans as they were found, tied to the model version: what changes without a new one fails. After raising the version,
 * `npx vitest run --project node test/placement/plan/golden.test.ts -u` writes them anew.
 */
import { describe, expect, it } from 'vitest';
import { modelVersion } from '../../../src/estimate/model-version.ts';
import { site } from '../../../src/catalogue/sites.ts';
import { answered, at, inference, sum } from '../answered.ts';

/** Places of users on six continents. */
const world = [at('lagos', 4), at('nairobi', 3), at('BR', 6), at('US', 12), at('DE', 8), at('IN', 10), at('JP', 5), at('AU', 2)];

/** Numbers in six digits: what a solver's last bits do is no change. */
const rounded = (_: string, value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);
const written = (answer: object): string => `${JSON.stringify({ ...answer, modelVersion }, rounded, 1)}\n`;

const questions: Readonly<Record<string, { readonly input: object }>> = {
  'six continents, chat for everybody': { input: { workloads: [inference(world)] } },
  'six continents, near where near is possible': { input: { workloads: [inference(world, { roundTrip: 0.12 })], sites: 'all' } },
  'data stays where its law keeps it': { input: { workloads: [inference(world, { residency: 'law' })] } },
  'train here, fine-tune there, serve near the users': {
    input: {
      workloads: [
        {
          id: 'base',
          kind: 'pre-train',
          training: { model: 'llama-3.1-8b', tokens: 2e11 },
          deadlineHours: 720,
          residency: ['US'],
          sendsTo: ['chat'],
        },
        {
          id: 'tune',
          kind: 'fine-tune',
          training: { method: 'lora', model: 'llama-3.3-70b', tokens: 1e9 },
          deadlineHours: 48,
          residency: ['DE', 'FR', 'NO', 'FI'],
          sendsTo: ['chat'],
        },
        inference(world, { roundTrip: 0.25 }),
      ],
    },
  },
  'agents beside chat, six tenths in any one country at the most': {
    input: {
      workloads: [
        inference([at('ZA', 6), at('BR', 6), at('DE', 6)]),
        {
          id: 'agents',
          kind: 'agent',
          task: { steps: 20, systemTokens: 4000, newTokensPerStep: 800, outputTokensPerStep: 300, toolSeconds: 2 },
          scenario: { model: 'qwen3-235b-a22b' },
          users: [
            { place: 'IN', tasksPerHour: 400 },
            { place: 'US', tasksPerHour: 400 },
          ],
        },
      ],
      limits: { countryShare: 0.6 },
    },
  },
};

const plans = new Map<string, ReturnType<typeof answered>>();
/** Planned once. */
function planOf(name: string): ReturnType<typeof answered> {
  const question = questions[name];
  if (!question) throw new Error(name);
  const known = plans.get(name) ?? answered(question.input);
  plans.set(name, known);
  return known;
}

describe('golden plans', () => {
  it.each(Object.keys(questions))('%s', async (name) => {
    const question = questions[name];
    if (!question) throw new Error(name);
    const answer = await planOf(name);
    await expect(written(answer)).toMatchFileSnapshot(`golden/${name.replace(/\W+/g, '-')}.json`);
    // Whatever was frozen: what is served and what is unmet is what was asked, and open sites alone carry it.
    const chat = answer.flows.filter(({ workload }) => workload === 'chat');
    const unmet = answer.unmet.filter(({ workload }) => workload === 'chat');
    const asked = (question.input as { workloads: { id: string; users?: { requestsPerSecond?: number }[] }[] }).workloads.find(
      ({ id }) => id === 'chat',
    );
    const demand = sum((asked?.users ?? []).map(({ requestsPerSecond = 0 }) => requestsPerSecond));
    expect(
      sum(chat.map(({ requestsPerSecond }) => requestsPerSecond)) + sum(unmet.map(({ requestsPerSecond }) => requestsPerSecond ?? 0)),
    ).toBeCloseTo(demand, 6);
    for (const { id } of answer.sites) expect(site(id)?.state).toBe('operating');
  });

  it('train where it may, tune where it may, serve near the users', async () => {
    const { jobs, flows, feasible } = await planOf('train here, fine-tune there, serve near the users');
    expect(feasible).toBe(true);
    const countryOf = (id: string | undefined): string | undefined => site(id ?? '')?.country;
    expect(countryOf(jobs.find(({ workload }) => workload === 'base')?.site)).toBe('US');
    expect(['DE', 'FR', 'NO', 'FI']).toContain(countryOf(jobs.find(({ workload }) => workload === 'tune')?.site));
    for (const { roundTrip } of flows) expect(roundTrip).toBeLessThanOrEqual(0.25);
    const serving = new Set(flows.map(({ site: id }) => id));
    for (const { sendsTo } of jobs) for (const id of sendsTo) expect(serving).toContain(id);
  });
});
