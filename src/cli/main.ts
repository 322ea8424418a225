#!/usr/bin/env node
/** The lab in a terminal: picks the command and hands it its arguments. Each command is loaded only when it is called. */
import { runCommandLine } from './command-line.ts';

process.exitCode = await runCommandLine(process.argv.slice(2));
