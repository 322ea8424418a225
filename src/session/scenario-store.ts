/**
 * The scenario that the visitor is editing, with the way back and forth. Every edit is a whole new scenario, so that
 * undo is a list and a comparison with the default is a comparison of values.
 */
import { computed, signal } from '@lit-labs/signals';
import { defaultScenario, scenarioKeys } from '../scenario/defaults.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** How many edits back; more is history, not undo. */
const depth = 50;

export interface Change {
  readonly key: keyof Scenario;
  readonly from: unknown;
  readonly to: unknown;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function changesBetween(from: Scenario, to: Scenario): readonly Change[] {
  return scenarioKeys.filter((key) => !same(to[key], from[key])).map((key) => ({ key, from: from[key], to: to[key] }));
}

/** The keys in which a scenario differs from the one that the lab opens with. */
export const changesFromDefault = (scenario: Scenario): readonly Change[] => changesBetween(defaultScenario, scenario);

export class ScenarioStore {
  readonly #current = signal<Scenario>(defaultScenario);
  /** The newest last in both. */
  readonly #past = signal<readonly Scenario[]>([]);
  readonly #future = signal<readonly Scenario[]>([]);
  readonly #changes = computed(() => changesFromDefault(this.#current.get()));

  get current(): Scenario {
    return this.#current.get();
  }

  get changes(): readonly Change[] {
    return this.#changes.get();
  }

  /** What the next undo would change; empty where there is nothing to undo. */
  get undoes(): readonly (keyof Scenario)[] {
    return this.#toward(this.#past.get().at(-1));
  }

  /** What the next redo would change; empty where nothing was undone. */
  get redoes(): readonly (keyof Scenario)[] {
    return this.#toward(this.#future.get().at(-1));
  }

  get canUndo(): boolean {
    return this.#past.get().length > 0;
  }

  get canRedo(): boolean {
    return this.#future.get().length > 0;
  }

  /** Takes a scenario from outside (a link) as the beginning: there is nothing to undo before it. */
  open(scenario: Scenario): void {
    this.#past.set([]);
    this.#future.set([]);
    this.#current.set(scenario);
  }

  /** One step, however many keys it sets. What was undone before it can no longer be done again. */
  change(patch: Partial<Scenario>): void {
    const before = this.#current.get();
    const after: Scenario = { ...before, ...patch };
    if (same(before, after)) return;
    this.#past.set([...this.#past.get(), before].slice(-depth));
    this.#future.set([]);
    this.#current.set(after);
  }

  undo(): void {
    this.#step(this.#past, this.#future);
  }

  redo(): void {
    this.#step(this.#future, this.#past);
  }

  reset(): void {
    this.change(defaultScenario);
  }

  #step(from: ReturnType<typeof signal<readonly Scenario[]>>, to: ReturnType<typeof signal<readonly Scenario[]>>): void {
    const next = from.get().at(-1);
    if (next === undefined) return;
    to.set([...to.get(), this.#current.get()]);
    from.set(from.get().slice(0, -1));
    this.#current.set(next);
  }

  #toward(other: Scenario | undefined): readonly (keyof Scenario)[] {
    return other === undefined ? [] : changesBetween(this.#current.get(), other).map(({ key }) => key);
  }
}
