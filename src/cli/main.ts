#!/usr/bin/env node
/** The lab in a terminal: hands the words of the command line to the table of commands. */
import { runCommandLine } from './command-line.ts';

// A reader that leaves early (`| head`) has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCommandLine(process.argv.slice(2));
