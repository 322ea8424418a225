/** Progress on standard error: one line that rewrites itself in a terminal, one line per kernel elsewhere. */

export interface ProgressState {
  readonly done: number;
  readonly total: number;
  readonly words: string;
}

export class ProgressLine {
  #last = '';
  readonly #live: boolean;
  readonly #stream: { write(text: string): unknown };

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
    this.#live = stream.isTTY;
  }

  show({ done, total, words }: ProgressState): void {
    const text = `${String(Math.min(done, total)).padStart(String(total).length)}/${total}  ${words}`;
    if (text === this.#last || words === '') return;
    this.#last = text;
    // Carriage return, then erase to the end of the line.
    this.#stream.write(this.#live ? `\r\u001b[K${text}` : `${text}\n`);
  }

  /** Leaves the terminal on a fresh line. */
  end(): void {
    if (this.#live && this.#last !== '') this.#stream.write('\r\u001b[K');
    this.#last = '';
  }
}
