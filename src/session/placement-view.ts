/**
 * Which workload is served where, as one state. Nothing is solved before somebody asks; from then on each edit is answered, and the last
 * plan stays until the next is whole. Plans are kept by their question, so that a step back, or a switch tried before, has its plan at once.
 */
import { signal } from '@lit-labs/signals';
import type { InputError, PlacementAnswer } from '../index.ts';
import { startPlacementWorker, type PlacementHost } from './placement-host.ts';

export type PlacementState =
  | { readonly kind: 'idle' | 'finished' | 'cancelled' }
  /** `share` from 0 to 1, of the plan that is in work. */
  | { readonly kind: 'running'; readonly share: number }
  | { readonly kind: 'refused'; readonly error: InputError }
  /** The solver may not run: the header of its worker's script forbids it. */
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'failed'; readonly message: string };

export interface PlacementShown<Question> {
  readonly of: Question;
  readonly answer: PlacementAnswer;
}

/** Plans that are kept: a few questions with all their switches. */
const mostKept = 64;

export class PlacementView<Question extends object> {
  readonly #state = signal<PlacementState>({ kind: 'idle' });
  readonly #shown = signal<PlacementShown<Question> | null>(null);
  readonly #asked = signal(false);
  readonly #known = signal<ReadonlyMap<string, PlacementAnswer>>(new Map());
  readonly #start: () => PlacementHost;
  #host: PlacementHost | null = null;
  #call = 0;
  /** What is in work, as text. */
  #working = '';

  constructor(start: () => PlacementHost = startPlacementWorker) {
    this.#start = start;
  }

  get state(): PlacementState {
    return this.#state.get();
  }

  /** The last whole plan; null before the first. */
  get shown(): PlacementShown<Question> | null {
    return this.#shown.get();
  }

  /** Somebody wants plans: edits are answered without being asked again. */
  get asked(): boolean {
    return this.#asked.get();
  }

  /** The plan of a question that was solved before; null where it was not. */
  known(question: Question): PlacementAnswer | null {
    return this.#known.get().get(JSON.stringify(question)) ?? null;
  }

  /** @param beside questions whose plans are wanted as well, to compare with; solved after it, one by one */
  async place(question: Question, beside: readonly Question[] = []): Promise<void> {
    const text = JSON.stringify([question, ...beside]);
    if (text === this.#working && this.#state.get().kind === 'running') return;
    this.#working = text;
    const call = ++this.#call;
    this.#asked.set(true);
    this.#host?.api.drop();
    for (const [index, each] of [question, ...beside].entries()) {
      const answer = this.known(each) ?? (await this.#solved(each, call));
      // A comparison that makes no sense (rents of what nobody rents) is left out; the plan itself stays.
      if (answer === null && index > 0 && call === this.#call && this.#state.get().kind === 'refused') continue;
      if (answer === null) return;
      if (index === 0) this.#shown.set({ of: question, answer });
    }
    this.#state.set({ kind: 'finished' });
  }

  /** At once: the thread ends, whatever it is doing. */
  cancel(): void {
    if (this.#state.get().kind !== 'running') return;
    this.#call++;
    this.#end();
    this.#asked.set(false);
    this.#state.set({ kind: 'cancelled' });
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#call++;
    if (this.#state.get().kind !== 'running') return;
    this.#host?.api.drop();
    this.#state.set({ kind: this.#shown.get() === null ? 'idle' : 'finished' });
  }

  async #solved(question: Question, call: number): Promise<PlacementAnswer | null> {
    const live = (): boolean => call === this.#call;
    this.#state.set({ kind: 'running', share: 0 });
    try {
      this.#host ??= this.#start();
      const outcome = await this.#host.api.place(question, (share) => {
        if (live()) this.#state.set({ kind: 'running', share });
      });
      if (outcome.kind === 'finished') this.#keep(question, outcome.answer);
      if (!live()) return null;
      if (outcome.kind === 'finished') return outcome.answer;
      if (outcome.kind === 'refused' || outcome.kind === 'forbidden') this.#state.set(outcome);
      if (outcome.kind === 'unloaded') this.#state.set({ kind: 'failed', message: outcome.message });
    } catch (error) {
      if (!live()) return null;
      this.#end();
      this.#state.set({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
    return null;
  }

  #keep(question: Question, answer: PlacementAnswer): void {
    this.#known.set(new Map([...this.#known.get(), [JSON.stringify(question), answer] as const].slice(-mostKept)));
  }

  #end(): void {
    this.#host?.end();
    this.#host = null;
  }
}
