/** A choice that was made: the keys of the scenario that it sets. Bubbles to whoever owns the scenario. */
import type { Scenario } from '../../../scenario/scenario.ts';

export class ChangeEvent extends Event {
  static readonly eventName = 'lab-change';

  constructor(readonly patch: Partial<Scenario>) {
    super(ChangeEvent.eventName, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-change': ChangeEvent;
  }
}
