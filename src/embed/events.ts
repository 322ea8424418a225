/** What an embedded figure tells the page around it, as events of the element and as messages of the frame. */
import type { FigureName } from '../share/poster.ts';
import type { Quantity } from '../units/quantity.ts';
import type { AttributeName } from './attributes.ts';

/** `lab-ready`: the poster stands (`live` false), and once more when the engine has answered for the first time (`live` true). */
export interface LabReady {
  readonly live: boolean;
}

/** `lab-change`: the visitor asked something else. */
export interface LabChange {
  /** As the `scenario` attribute takes it. */
  readonly scenario: string;
}

/** `lab-result`: what the figure now shows. */
export interface LabResult {
  readonly figure: FigureName;
  readonly scenario: string;
  readonly heading: string;
  /** Null where there is no number, and then `reason` says why. */
  readonly quantity: Quantity | null;
  readonly reason: string | null;
  /** Rows of a small chart, as the `chart` attribute takes them; may be empty. */
  readonly chart: string;
  readonly modelVersion: string;
}

/** What could not be done: an attribute, a scenario's key, the engine, charts, measuring, a message to a frame. */
export type LabErrorCode = 'attribute' | 'scenario' | 'engine' | 'charts' | 'measure' | 'message';

/** `lab-error`: what is wrong, in words; whatever else can be shown is shown. */
export interface LabError {
  readonly code: LabErrorCode;
  readonly attribute: AttributeName | null;
  readonly message: string;
}

export interface LabEvents {
  readonly 'lab-ready': LabReady;
  readonly 'lab-change': LabChange;
  readonly 'lab-result': LabResult;
  readonly 'lab-error': LabError;
}

export const eventNames = ['lab-ready', 'lab-change', 'lab-result', 'lab-error'] as const satisfies readonly (keyof LabEvents)[];
