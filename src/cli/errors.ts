/** Errors that are answers to a person: printed without a stack, each with its exit status. */
import { getSystemErrorMap } from 'node:util';
import type { InputError } from '../scenario/input-error.ts';

/** An argument is wrong: exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The machine lacks what a command needs: exit status 1. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}

/** Why the system refused, in its own words and without the name of its call: `no space left on device`. */
export function systemReason(error: unknown): string {
  if (error instanceof Error && 'errno' in error && typeof error.errno === 'number') {
    const [, words] = getSystemErrorMap().get(error.errno) ?? [];
    if (words !== undefined) return words;
  }
  return error instanceof Error ? error.message : String(error);
}

/** What is wrong with a scenario or a row, as one line: `concurrency: expected …; did you mean …?`. */
export function inputProblem({ path, message, suggestions }: InputError): string {
  return `${path === '' ? '' : `${path}: `}${message}${suggestions === undefined ? '' : `; did you mean ${suggestions.join(', ')}?`}`;
}
