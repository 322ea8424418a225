/**
 * The scenario that the visitor is editing, with the way back. Every edit is a whole new scenario, so that undo is a
 * list and a comparison with the default is a comparison of values.
 */
import { computed, signal } from '@lit-labs/signals';
import { defaultScenario, scenarioKeys, type Scenario } from '../index.ts';

/** How many edits back; more is history, not undo. */
const depth = 50;

export interface Change {
  readonly key: keyof Scenario;
  readonly from: unknown;
  readonly to: unknown;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The keys in which a scenario differs from the one that the lab opens with. */
export function changesFromDefault(scenario: Scenario): readonly Change[] {
  return scenarioKeys
    .filter((key) => !same(scenario[key], defaultScenario[key]))
    .map((key) => ({ key, from: defaultScenario[key], to: scenario[key] }));
}

export class ScenarioStore {
  readonly #current = signal<Scenario>(defaultScenario);
  readonly #past = signal<readonly Scenario[]>([]);
  readonly #changes = computed(() => changesFromDefault(this.#current.get()));

  get current(): Scenario {
    return this.#current.get();
  }

  get changes(): readonly Change[] {
    return this.#changes.get();
  }

  get canUndo(): boolean {
    return this.#past.get().length > 0;
  }

  /** Takes a scenario from outside (a link) as the beginning: there is nothing to undo before it. */
  open(scenario: Scenario): void {
    this.#past.set([]);
    this.#current.set(scenario);
  }

  change(patch: Partial<Scenario>): void {
    const before = this.#current.get();
    const after: Scenario = { ...before, ...patch };
    if (same(before, after)) return;
    this.#past.set([...this.#past.get(), before].slice(-depth));
    this.#current.set(after);
  }

  undo(): void {
    const past = this.#past.get();
    const before = past.at(-1);
    if (before === undefined) return;
    this.#past.set(past.slice(0, -1));
    this.#current.set(before);
  }

  reset(): void {
    this.change(defaultScenario);
  }
}
