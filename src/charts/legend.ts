/** What the signs of a figure mean, in the words that stand below it on the page and in its picture. */
import type { Evidence } from '../units/quantity.ts';

export interface Legend {
  /** Marks that are drawn, best known first. */
  readonly marks: readonly Evidence[];
  /** What each colour stands for: a maker, a part of the time. */
  readonly colours: readonly { readonly name: string; readonly colour: string }[];
  /** "12 of 18 rows drawn"; empty where nothing is left out. */
  readonly leftOut: string;
}

export const noLegend: Legend = { marks: [], colours: [], leftOut: '' };
