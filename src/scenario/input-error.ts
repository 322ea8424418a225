/** What is wrong with something that a person or a program gave us, and where. A value, never thrown. */

export type InputErrorCode = 'bad-json' | 'unknown-field' | 'unknown-id' | 'wrong-type' | 'out-of-range' | 'inconsistent';

export interface InputError {
  readonly code: InputErrorCode;
  /** Dotted path from the line's root: `scenario.parallel.tensor`. */
  readonly path: string;
  readonly message: string;
  /** Nearest things that would have been right. */
  readonly suggestions?: readonly string[];
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: InputError };

export const fail = (
  code: InputErrorCode,
  path: string,
  message: string,
  suggestions?: readonly string[],
): { readonly ok: false; readonly error: InputError } => ({
  ok: false,
  error: { code, path, message, ...(suggestions?.length ? { suggestions } : {}) },
});
