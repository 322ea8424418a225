import { describe, expect, it } from 'vitest';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { changesFromDefault, ScenarioStore } from '../../src/session/scenario-store.ts';

describe('scenario store', () => {
  it('opens on the default, with nothing to undo', () => {
    const store = new ScenarioStore();
    expect(store.current).toEqual(defaultScenario);
    expect([store.canUndo, store.changes]).toEqual([false, []]);
  });
  it('changes, lists what differs, and goes back step by step', () => {
    const store = new ScenarioStore();
    store.change({ concurrency: 64 });
    store.change({ engine: 'vllm' });
    expect(store.changes.map(({ key }) => key)).toEqual(['engine', 'concurrency']);
    store.undo();
    expect(store.current).toEqual({ ...defaultScenario, concurrency: 64 });
    store.undo();
    expect(store.current).toEqual(defaultScenario);
    store.undo();
    expect(store.current).toEqual(defaultScenario);
  });
  it('does not count an edit that changes nothing', () => {
    const store = new ScenarioStore();
    store.change({ concurrency: defaultScenario.concurrency });
    expect(store.canUndo).toBe(false);
  });
  it('resets in one step that can be undone', () => {
    const store = new ScenarioStore();
    store.change({ concurrency: 64, engine: 'vllm' });
    store.reset();
    expect(store.changes).toEqual([]);
    store.undo();
    expect(store.changes).toHaveLength(2);
  });
  it('takes a link as its beginning', () => {
    const store = new ScenarioStore();
    store.open({ ...defaultScenario, concurrency: 8 });
    expect(store.canUndo).toBe(false);
    expect(changesFromDefault(store.current)).toEqual([{ key: 'concurrency', from: null, to: 8 }]);
  });
  it('keeps no more than fifty steps', () => {
    const store = new ScenarioStore();
    for (let users = 100; users < 200; users++) store.change({ concurrency: users });
    for (let step = 0; step < 50; step++) store.undo();
    expect([store.canUndo, store.current.concurrency]).toEqual([false, 149]);
  });
});
