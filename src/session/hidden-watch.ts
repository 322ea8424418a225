/**
 * A hidden tab is throttled by the browser and by the operating system, so what was timed meanwhile cannot stand
 * unmarked. This notes which points were in work while the page was hidden.
 */
import type { Run } from '../run/run.ts';

export class HiddenWatch {
  readonly #ids = new Set<string>();
  #now = '';
  readonly #look = (): void => {
    if (document.visibilityState === 'hidden' && this.#now) this.#ids.add(this.#now);
  };

  start(): void {
    document.addEventListener('visibilitychange', this.#look);
  }

  /** The point that is being measured from now on. */
  at(id: string): void {
    this.#now = id;
    this.#look();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#look);
  }

  /** The run with the badge on every kernel that was in work while nobody could see the page. */
  marked(run: Run): Run {
    if (this.#ids.size === 0) return run;
    return {
      ...run,
      kernels: run.kernels.map((kernel) => (this.#ids.has(kernel.id) && !kernel.badges.includes('page-was-hidden') ? { ...kernel, badges: [...kernel.badges, 'page-was-hidden'] } : kernel)),
    };
  }
}
