#!/usr/bin/env node
/** The lab in a terminal: hands the words of the command line to the table of commands. In a thread of its own making it answers rows. */
import { isMainThread, workerData } from 'node:worker_threads';
import { runCommandLine } from './command-line.ts';
import { serveRows } from './row-threads.ts';

// An error that cannot be told to anybody (`2>/dev/full`) still has its exit status.
process.stderr.on('error', () => undefined);

if (isMainThread) process.exitCode = await runCommandLine(process.argv.slice(2));
else if (workerData === 'tools') (await import('./mcp/tool-threads.ts')).serveTools();
else await serveRows();
