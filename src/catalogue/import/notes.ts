/** What a configuration left open and how it was read: each with an id, so that an answer can name what it rests on. */

export interface ConfigAssumption {
  /** `config.…`; the same kind of reading has the same id in every answer. */
  readonly id: string;
  readonly words: string;
}

export class Notes {
  readonly #list: ConfigAssumption[] = [];

  say(id: `config.${string}`, words: string): void {
    if (!this.#list.some((each) => each.id === id)) this.#list.push({ id, words });
  }

  get list(): readonly ConfigAssumption[] {
    return this.#list;
  }
}
