/** Fields in which something stands that cannot be asked: the answer on the page is then that of the value before. */
import { signal } from '@lit-labs/signals';

export interface Draft {
  /** As the field is labelled. */
  readonly label: string;
  /** What is answered instead, in words; empty where nothing was set. */
  readonly answered: string;
}

export class Drafts {
  readonly #wrong = signal<ReadonlyMap<object, Draft>>(new Map());

  /** In the order in which they went wrong. */
  get wrong(): readonly Draft[] {
    return [...this.#wrong.get().values()];
  }

  /** @param draft null once the field is right again, or gone */
  set(field: object, draft: Draft | null): void {
    if (draft === null && !this.#wrong.get().has(field)) return;
    const next = new Map(this.#wrong.get());
    if (draft === null) next.delete(field);
    else next.set(field, draft);
    this.#wrong.set(next);
  }
}
