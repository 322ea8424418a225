import { describe, expect, test } from 'vitest';
import { query, defaultScenario } from '../../src/index.ts';
import { addressOf, readAddress, withQuestion } from '../../src/session/address.ts';

const placement = {
  workloads: [
    { id: 'chat', kind: 'inference', scenario: { model: 'llama-3.3-70b' }, users: [{ place: 'NG', requestsPerSecond: 5 }] },
    { id: 'tune', kind: 'fine-tune', training: { accelerators: 8 }, residency: ['ZA', 'KE'] },
  ],
  objective: 'usd',
};

describe('questions of a page in an address', () => {
  test('come back as they went, lists included, beside the scenario', () => {
    const url = withQuestion('https://lab.example/map/?v=1&concurrency=8', 'placement', placement);
    expect(query.questionFromQuery(url.searchParams, 'placement')).toEqual(placement);
    const read = readAddress(url);
    expect(read.problems).toEqual([]);
    expect(read.scenario.concurrency).toBe(8);
  });

  test('stay when the scenario is edited, and go when they are taken out', () => {
    const url = withQuestion('https://lab.example/agents/', 'task', { preset: 'coding' });
    const edited = addressOf({ ...defaultScenario, concurrency: 4 }, url);
    expect(edited.searchParams.get('task.preset')).toBe('coding');
    expect(edited.searchParams.get('concurrency')).toBe('4');
    expect(addressOf(defaultScenario, edited).search).toBe('?task.preset=coding');
    expect(withQuestion(edited, 'task', null).searchParams.has('task.preset')).toBe(false);
  });

  test('one page’s question leaves another’s alone', () => {
    const both = withQuestion(withQuestion('https://lab.example/', 'task', { steps: 3 }), 'training', { kind: 'pre-train' });
    const changed = withQuestion(both, 'task', { steps: 4 });
    expect(query.questionFromQuery(changed.searchParams, 'training')).toEqual({ kind: 'pre-train' });
    expect(query.questionFromQuery(changed.searchParams, 'task')).toEqual({ steps: 4 });
  });

  test('names that reach into an object’s own keys, or deeper than any question, are left out', () => {
    const params = new URLSearchParams('task.__proto__.steps=3&task.a.b.c.d.e.f.g.h=1&task.steps=2');
    expect(query.questionFromQuery(params, 'task')).toEqual({ steps: 2 });
    expect(({} as Record<string, unknown>)['steps']).toBeUndefined();
  });

  test('an address longer than a link may be asks nothing', () => {
    expect(query.questionFromQuery(new URLSearchParams({ 'task.steps': '1'.repeat(20_000) }), 'task')).toBeNull();
  });
});
