import fc from 'fast-check';
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
  it('does again what was undone, step by step, until something else is done', () => {
    const store = new ScenarioStore();
    store.change({ concurrency: 64 });
    store.change({ engine: 'vllm', kvCache: 'fp8' });
    expect([store.undoes, store.redoes, store.canRedo]).toEqual([['engine', 'kvCache'], [], false]);
    store.undo();
    store.undo();
    expect([store.undoes, store.redoes]).toEqual([[], ['concurrency']]);
    store.redo();
    store.redo();
    store.redo();
    expect(store.current).toEqual({ ...defaultScenario, concurrency: 64, engine: 'vllm', kvCache: 'fp8' });
    store.undo();
    store.change({ weights: 'bf16' });
    expect([store.canRedo, store.undoes]).toEqual([false, ['weights']]);
  });
  it('is a walk along one line: after any edits, undos and redos, what is undone in full and done again is the same', () => {
    const step = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom('undo' as const, 'redo' as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const store = new ScenarioStore();
        for (const each of steps) {
          if (each === 'undo') store.undo();
          else if (each === 'redo') store.redo();
          else store.change({ concurrency: each });
        }
        while (store.canRedo) store.redo();
        const last = store.current;
        let back = 0;
        for (; store.canUndo; back++) store.undo();
        expect(store.current).toEqual(defaultScenario);
        for (; back > 0; back--) store.redo();
        expect([store.current, store.canRedo]).toEqual([last, false]);
      }),
      { seed: 4 },
    );
  });
});
