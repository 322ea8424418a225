/** Errors that are answers to a person: printed without a stack, each with its exit status. */

/** An argument is wrong: exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The machine lacks what a command needs: exit status 1. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}
