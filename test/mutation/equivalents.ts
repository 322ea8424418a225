/**
 * Mutants that change no answer, marked by hand with the reason: at most one in twenty of a sample. A mark holds as long as its line reads
 * the same.
 */
import marks from './equivalents.json' with { type: 'json' };
import type { Mutant } from './mutants.ts';

interface Mark {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  readonly reason: string;
}

/** Why a mutant is no error, or null where it is one. */
export function equivalence({ file, original, replacement }: Mutant): string | null {
  const mark = (marks as readonly Mark[]).find((each) => each.file === file && each.original === original && each.replacement === replacement);
  return mark?.reason ?? null;
}
