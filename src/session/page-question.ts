/**
 * A question that one page asks beside the scenario (a task, a training run, workloads to place): kept in the address below its own name,
 * so that a link brings it back, with a way back and forth. Edits replace the step of the history that they were made in.
 */
import { computed, signal } from '@lit-labs/signals';
import { query } from '../index.ts';
import { withQuestion } from './address.ts';
import type { Navigation } from './navigation.ts';

/** What an address asked, as the page understands it. */
export interface ReadQuestion<T> {
  readonly value: T;
  /** What was wrong in the address, in words; each was left at its default. */
  readonly problems: readonly string[];
}

export interface QuestionForm<T> {
  readonly key: query.QuestionKey;
  /** @param input as JSON has it; null where the address says nothing */
  read(input: Record<string, unknown> | null): ReadQuestion<T>;
  /** What the address has to say; null where it is what the page opens with. */
  write(value: T): object | null;
}

/** Milliseconds of quiet before the address is written; Safari refuses more than a hundred writes in ten seconds. */
const quiet = 250;
/** How many edits back. */
const depth = 50;

export class PageQuestion<T> {
  readonly #navigation: Navigation;
  readonly #form: QuestionForm<T>;
  /** An edit, for as long as the address has not been given another question since. */
  readonly #edited = signal<{ readonly value: T; readonly over: string } | null>(null);
  readonly #past = signal<readonly T[]>([]);
  readonly #future = signal<readonly T[]>([]);
  readonly #asked = computed(() => questionText(this.#navigation.search, this.#form.key));
  readonly #read = computed(() => this.#form.read(query.questionFromQuery(new URLSearchParams(this.#asked.get()), this.#form.key)));
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(navigation: Navigation, form: QuestionForm<T>) {
    this.#navigation = navigation;
    this.#form = form;
  }

  get current(): T {
    const edited = this.#edited.get();
    return edited?.over === this.#asked.get() ? edited.value : this.#read.get().value;
  }

  /** Of the address; empty once the question was edited. */
  get problems(): readonly string[] {
    return this.#edited.get()?.over === this.#asked.get() ? [] : this.#read.get().problems;
  }

  get canUndo(): boolean {
    return this.#past.get().length > 0;
  }

  get canRedo(): boolean {
    return this.#future.get().length > 0;
  }

  /** One step. */
  change(next: T): void {
    const before = this.current;
    if (JSON.stringify(before) === JSON.stringify(next)) return;
    this.#past.set([...this.#past.get(), before].slice(-depth));
    this.#future.set([]);
    this.#take(next);
  }

  undo(): void {
    this.#step(this.#past, this.#future);
  }

  redo(): void {
    this.#step(this.#future, this.#past);
  }

  #step(from: ReturnType<typeof signal<readonly T[]>>, to: ReturnType<typeof signal<readonly T[]>>): void {
    const next = from.get().at(-1);
    if (next === undefined) return;
    to.set([...to.get(), this.current]);
    from.set(from.get().slice(0, -1));
    this.#take(next);
  }

  #take(value: T): void {
    this.#edited.set({ value, over: this.#asked.get() });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const edited = this.#edited.get();
      if (edited === null || edited.over !== this.#asked.get()) return;
      const url = withQuestion(location.href, this.#form.key, this.#form.write(edited.value));
      this.#edited.set({ value: edited.value, over: questionText(url.search, this.#form.key) });
      history.replaceState(history.state, '', url);
      this.#navigation.noteSearch();
    }, quiet);
  }
}

/** Of a query, what belongs to one question, in the order in which it stands. */
function questionText(search: string, key: query.QuestionKey): string {
  return new URLSearchParams([...new URLSearchParams(search)].filter(([name]) => name.startsWith(`${key}.`))).toString();
}
