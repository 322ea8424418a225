/**
 * The answer to what a page asks beside the scenario, as one state. A newer question ends the older, and the last whole answer stays until
 * the next is whole.
 */
import { signal } from '@lit-labs/signals';
import type { InputError } from '../index.ts';
import type { Answered, QuestionApi } from '../../workers/question-api.ts';
import { startQuestionOnPage, startQuestionWorker, type QuestionHost } from './question-host.ts';
import type { Session } from './session.ts';

export type { TrainingAnswer } from '../../workers/question-api.ts';
export type { TrainingWay } from '../../workers/training-ways.ts';

export type AnsweringState =
  | { readonly kind: 'idle' | 'finished' | 'cancelled' }
  /** `share` from 0 to 1, never falling. */
  | { readonly kind: 'running'; readonly share: number }
  /** The question cannot be asked so. */
  | { readonly kind: 'refused'; readonly error: InputError }
  | { readonly kind: 'failed'; readonly message: string };

export interface QuestionHosts {
  worker(): QuestionHost;
  page(): Promise<QuestionHost>;
}

/** The verb of the worker that answers. */
export type Verb<Question, Answer> = (api: QuestionApi, question: Question, onProgress: (share: number) => void) => Promise<Answered<Answer> | null>;

export class Answering<Question, Answer> {
  readonly #state = signal<AnsweringState>({ kind: 'idle' });
  readonly #shown = signal<{ readonly of: Question; readonly answer: Answer } | null>(null);
  readonly #verb: Verb<Question, Answer>;
  readonly #hosts: QuestionHosts;
  #host: QuestionHost | null = null;
  #call = 0;
  #asked = '';

  constructor(verb: Verb<Question, Answer>, hosts: QuestionHosts = { worker: startQuestionWorker, page: startQuestionOnPage }) {
    this.#verb = verb;
    this.#hosts = hosts;
  }

  get state(): AnsweringState {
    return this.#state.get();
  }

  /** The last whole answer with what it answers; null before the first. */
  get shown(): { readonly of: Question; readonly answer: Answer } | null {
    return this.#shown.get();
  }

  /** Asks unless this is what is being answered, or was. */
  async ask(question: Question): Promise<void> {
    const text = JSON.stringify(question);
    if (text === this.#asked) return;
    this.#asked = text;
    const call = ++this.#call;
    this.#state.set({ kind: 'running', share: 0 });
    const onProgress = (share: number): void => {
      if (call === this.#call) this.#state.set({ kind: 'running', share });
    };
    try {
      const answered = await this.#answer(question, onProgress);
      if (call !== this.#call || answered === null) return;
      if (answered.ok) this.#shown.set({ of: question, answer: answered.value });
      this.#state.set(answered.ok ? { kind: 'finished' } : { kind: 'refused', error: answered.error });
    } catch (error) {
      if (call === this.#call) this.#state.set({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Ends the work at once, also where it would not have heard of it before its end. */
  cancel(): void {
    if (this.#state.get().kind !== 'running') return;
    this.leave();
    this.#state.set({ kind: 'cancelled' });
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#call++;
    if (this.#state.get().kind !== 'running') return;
    this.#asked = '';
    this.#host?.end();
    this.#host = null;
    this.#state.set({ kind: 'idle' });
  }

  async #answer(question: Question, onProgress: (share: number) => void): Promise<Answered<Answer> | null> {
    this.#host?.api.cancel();
    try {
      this.#host ??= this.#hosts.worker();
      const host = this.#host;
      return await this.#verb(host.api, question, onProgress);
    } catch {
      // A worker that cannot start, or that broke: the page does the work.
      this.#host?.end();
      this.#host = await this.#hosts.page();
      return this.#verb(this.#host.api, question, onProgress);
    }
  }
}

/** One of each for a session, made when a page first asks. */
export function answeringOf<Question, Answer>(make: () => Answering<Question, Answer>): (session: Session) => Answering<Question, Answer> {
  const known = new WeakMap<Session, Answering<Question, Answer>>();
  return (session) => {
    const found = known.get(session) ?? make();
    known.set(session, found);
    return found;
  };
}
