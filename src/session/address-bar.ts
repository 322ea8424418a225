/** Keeps the address current, a moment after each edit; the code that writes queries loads with the first one. */
import type { Scenario } from '../index.ts';

/** Milliseconds of quiet before the address is written; Safari refuses more than a hundred writes in ten seconds. */
const quiet = 250;

export class AddressBar {
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onWritten: () => void;

  /** @param onWritten called after the address has changed */
  constructor(onWritten: () => void) {
    this.#onWritten = onWritten;
  }

  /** @param fragment the figure that was gone to, and an opened result, which stays for as long as the result is on the page */
  write(scenario: Scenario, fragment: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#write(scenario, fragment), quiet);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #write(scenario: Scenario, fragment: string): Promise<void> {
    const timer = this.#timer;
    const { addressOf } = await import('./address.ts');
    if (timer !== this.#timer) return;
    const url = addressOf(scenario, location.href);
    url.hash = fragment;
    if (url.href === location.href) return;
    history.replaceState(history.state, '', url);
    this.#onWritten();
  }
}
