#!/usr/bin/env node
/** The lab in a terminal: hands the words of the command line to the table of commands. In a thread of its own making it answers rows. */
import { isMainThread } from 'node:worker_threads';
import { runCommandLine } from './command-line.ts';
import { serveRows } from './row-threads.ts';

// A reader that leaves early (`| head`) has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

if (isMainThread) process.exitCode = await runCommandLine(process.argv.slice(2));
else await serveRows();
