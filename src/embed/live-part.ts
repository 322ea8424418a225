/** The seam between the poster and what loads on a click: the poster knows these types alone, so that nothing else comes with it. */
import type { FigureName, PosterValue } from '../share/poster.ts';
import type { Quantity } from '../units/quantity.ts';
import type { LabError, LabResult } from './events.ts';

/** What stands in the card. */
export interface Shown {
  readonly heading: string;
  /** Null: `words` stand in its place. */
  readonly quantity: Quantity | null;
  readonly words: string | null;
  /** A chart, a table, a run; shown as they are. */
  readonly body: readonly Node[];
  /** The line at the foot: "as of 28 Nov 2026 · model 2026.11-5". */
  readonly source: readonly string[];
}

/** What is asked, from the attributes. */
export interface Asked {
  readonly figure: FigureName;
  readonly scenario: string;
  /** The snippet's own words, which hold for the scenario that it came with. */
  readonly heading: string | null;
  readonly value: PosterValue | null;
}

/** What the live part may do to the element. */
export interface LiveHost {
  show(shown: Shown): void;
  /** Fields with which the visitor changes what is asked; null takes them away. */
  controls(controls: Node | null): void;
  /** Says that something takes a moment, or with an empty text that it is over. */
  busy(words: string): void;
  changed(scenario: string): void;
  result(result: LabResult): void;
  /** Problems of the scenario and of the browser, in place of those said before. */
  problems(problems: readonly LabError[]): void;
}

export interface LivePart {
  /** Answers what is asked now; what is still at work for something else is dropped. */
  update(asked: Asked): void;
  /** Opens or closes the fields. @returns whether they are open */
  toggleControls(): boolean;
  /** Measures this GPU; only ever after a press. */
  measure(): void;
  /** The element has left its page. */
  end(): void;
}

export type StartLive = (host: LiveHost) => LivePart;
