/** What a command is: a line in the table, its flags, and a function that is loaded only when it is called. */
import type { FlagSpecs, FlagValues, OperandSpec } from './flags.ts';
import type { Output } from './output.ts';

/** Exit statuses of the public interface. */
export const exitStatus = {
  /** Every row was answered; an infeasible scenario is an answer. */
  answered: 0,
  /** A fault of ours, or of the machine. */
  fault: 1,
  /** A row or an argument was wrong. */
  wrongInput: 2,
  /** Ctrl-C, as shells say it: 128 and the signal's number. */
  interrupted: 130,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** What a command is called with beside its flags. */
export interface Call {
  readonly output: Output;
  /** Words that are no flags, as many as its `operands` allow. */
  readonly operands: readonly string[];
}

export interface Command<Specs extends FlagSpecs = FlagSpecs> {
  readonly name: string;
  /** One line for the table of commands. */
  readonly summary: string;
  /** A paragraph for the command's own help. */
  readonly description: string;
  readonly flags: Specs;
  /** Absent where the command takes flags alone. */
  readonly operands?: OperandSpec;
  /** Each a command line and, after two spaces and a `#`, what it is for. */
  readonly examples: readonly string[];
  /** Prints through the call's output alone and waits for it; throws `UsageError` for what a person got wrong. */
  run(flags: FlagValues<Specs>, call: Call): Promise<ExitStatus>;
}

/** Keeps the types of the flags while the command is an ordinary object. */
export function defineCommand<const Specs extends FlagSpecs>(command: Command<Specs>): Command<Specs> {
  return command;
}
