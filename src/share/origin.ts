/** Where a table or a picture came from. Every copy carries it, so that one found alone can still be traced. */

export interface Origin {
  /** Version of equations and priors. */
  readonly modelVersion: string;
  /** ISO 8601 day on which it was answered. */
  readonly date: string;
  /** Address of the figure with its scenario. */
  readonly link: string;
  /** Titles of what the numbers rest on. */
  readonly sources: readonly string[];
  /** What else it needs to be made again: the run, points that a link claims, the seed of a simulation. */
  readonly more: readonly (readonly [name: string, value: string])[];
}

/** All but the sources, in the order in which they are printed. */
export function originLines({ modelVersion, date, link, more }: Origin): readonly (readonly [name: string, value: string])[] {
  const lines: readonly (readonly [string, string])[] = [['model version', modelVersion], ['date', date], ['address', link], ...more];
  return lines.filter(([, value]) => value !== '');
}
