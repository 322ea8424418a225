/** When one rank's scheduler sees who has come, and for how long it holds back who waits: counted in passes, as engines count. */
import { longestHeld } from '../letting-in.ts';
import type { BatchingRules } from './rules.ts';

export class Looks {
  readonly #rules: Pick<BatchingRules, 'ahead' | 'letIn'>;
  /** When the pass before this moment began. */
  #began = 0;
  /** Passes since the scheduler last looked for requests; since the first came, where they are held for each other. */
  #passes = 0;
  #steps = 0;
  #come = 0;

  constructor(rules: Pick<BatchingRules, 'ahead' | 'letIn'>) {
    this.#rules = rules;
  }

  /** Who came until then may be in the next pass, which was put together when the one before began; null where nobody looks now. */
  until(now: number, busy: boolean): number | null {
    const { ahead, letIn } = this.#rules;
    if (!busy) return now;
    if (letIn.kind === 'every' && this.#passes % letIn.passes > 0) return null;
    return ahead > 0 ? this.#began : now;
  }

  /** @param first true where nobody else waits */
  came(first: boolean): void {
    this.#come += 1;
    if (this.#rules.letIn.kind === 'together' && first) this.#passes = 0;
  }

  /** Passes of equal length went by. @param prompts true where they carried prompts, after which the scheduler looks at once */
  passed(now: number, seconds: number, passes: number, prompts: boolean): void {
    this.#began = now - seconds / passes;
    this.#steps += passes;
    this.#passes = prompts && this.#rules.letIn.kind === 'every' ? 0 : this.#passes + passes;
  }

  /** Passes for which those who wait are held back yet, so that the other ranks have somebody too; they are met as often as this one. */
  heldFor(): number {
    const { letIn } = this.#rules;
    return letIn.kind === 'together' ? Math.round(longestHeld(letIn, this.#come / Math.max(this.#steps, 1))) - this.#passes : 0;
  }

  /** The steps at whose end the scheduler next looks, from so many on. */
  next(steps: number): number {
    const { letIn } = this.#rules;
    if (letIn.kind !== 'every') return steps;
    return Math.max(Math.ceil((this.#passes + steps) / letIn.passes) * letIn.passes - this.#passes, steps);
  }
}
