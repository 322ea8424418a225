/** The engines' own spellings of flags that a scenario has under one name, in any of the forms in which they are written. */
import { fail, type InputError } from './input-error.ts';

/** Letters of a flag, without dashes, underscores and capitals, and the key that it is. */
const keys: Readonly<Record<string, 'memoryShare' | 'maxSequences' | 'maxContext'>> = {
  gpumemoryutilization: 'memoryShare',
  memfractionstatic: 'memoryShare',
  freegpumemoryfraction: 'memoryShare',
  kvcachefreegpumemoryfraction: 'memoryShare',
  kvcachefreegpumemfraction: 'memoryShare',
  maxnumseqs: 'maxSequences',
  maxrunningrequests: 'maxSequences',
  maxbatchsize: 'maxSequences',
  maxmodellen: 'maxContext',
  contextlength: 'maxContext',
  maxseqlen: 'maxContext',
};

const lettersOf = (key: string): string => key.replace(/[-_]/g, '').toLowerCase();

/** What was given under an engine's spelling, and the key that it was read as. */
export type ReadAs = Readonly<Record<string, string>>;

export interface Spelled {
  readonly input: Readonly<Record<string, unknown>>;
  /** Null where every key was our own. */
  readonly readAs: ReadAs | null;
}

/** The input under our keys; an error where a flag stands beside its own key. */
export function ourSpelling(input: Readonly<Record<string, unknown>>): Spelled | InputError {
  const readAs: Record<string, string> = {};
  const own: Record<string, unknown> = {};
  for (const [given, value] of Object.entries(input)) {
    const letters = lettersOf(given);
    const key = Object.hasOwn(keys, letters) ? keys[letters] : undefined;
    if (key === undefined) {
      own[given] = value;
      continue;
    }
    if (input[key] !== undefined || Object.values(readAs).includes(key))
      return fail('inconsistent', given, `"${given}" is "${key}", which is given too`).error;
    readAs[given] = key;
    own[key] = value;
  }
  return Object.keys(readAs).length > 0 ? { input: own, readAs } : { input, readAs: null };
}
