/**
 * When a scheduler lets a request in that has come: at the next pass, or held back for a few. Engines do so on demand of a flag, to
 * spend less time on the way in, or so that ranks which wait for each other carry prompts in the same pass.
 */
export type LetIn =
  /** In the next pass that has room. */
  | { readonly kind: 'at-once' }
  /** The scheduler looks for requests once in so many decode steps, and after every pass of prompts. */
  | { readonly kind: 'every'; readonly passes: number }
  /** From the first that comes on, until each of `ranks` ranks has one, for so many passes at the most. */
  | { readonly kind: 'together'; readonly ranks: number; readonly passes: number };

const atOnce: LetIn = { kind: 'at-once' };
/** However many there are. */
export const letInAtOnce = (): LetIn => atOnce;

/** Passes for which the first of a group is held: until every rank has one, or to the limit. @param arriving requests a pass and rank */
export function longestHeld({ ranks, passes }: Extract<LetIn, { kind: 'together' }>, arriving: number): number {
  // Of ranks that are met at random, the rest after the first takes ranks · (1 + 1/2 + … + 1/(ranks − 1)) arrivals.
  let harmonic = 0;
  for (let left = 1; left < ranks; left++) harmonic += 1 / left;
  return arriving > 0 ? Math.min(harmonic / arriving, passes) : passes;
}

/** Passes that a request is held back on average, while others decode. @param arriving requests a pass and rank */
export function heldPasses(letIn: LetIn, arriving: number): number {
  switch (letIn.kind) {
    case 'at-once':
      return 0;
    case 'every':
      return (letIn.passes - 1) / 2;
    case 'together': {
      const held = longestHeld(letIn, arriving);
      // The first of a rank is held for all of it, those that come to it meanwhile for half. Medians of published runs are of whole windows.
      const behind = arriving * held;
      return (held * (1 + behind / 2)) / (1 + behind);
    }
    default:
      return letIn satisfies never;
  }
}

/** Passes whose arrivals are let in together. */
export const passesApart = (letIn: LetIn): number => (letIn.kind === 'every' ? letIn.passes : 1);
