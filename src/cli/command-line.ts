/**
 * The table of commands, their help, and what becomes of an error. A command's module is loaded only when it is
 * called or its help is asked for, so that `estimate` starts at once and needs nothing but Node.
 */
import { nearest } from '../index.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';
import { UnavailableError, UsageError } from './errors.ts';
import { describeFlags, readWords } from './flags.ts';
import { type Output, outputTo, ReaderLeftError } from './output.ts';

/** In the order of the help. A new command is a file in `commands/` and its line here. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  lab: async () => (await import('./commands/lab.ts')).lab,
  measure: async () => (await import('./commands/measure.ts')).measure,
  estimate: async () => (await import('./commands/estimate.ts')).estimate,
  operators: async () => (await import('./commands/operators.ts')).operators,
  collect: async () => (await import('./commands/collect.ts')).collect,
  validate: async () => (await import('./commands/validate.ts')).validate,
  fleet: async () => (await import('./commands/fleet.ts')).fleet,
  train: async () => (await import('./commands/train.ts')).train,
  agent: async () => (await import('./commands/agent.ts')).agent,
  place: async () => (await import('./commands/place.ts')).place,
  signals: async () => (await import('./commands/signals.ts')).signals,
  sweep: async () => (await import('./commands/sweep.ts')).sweep,
  simulate: async () => (await import('./commands/simulate.ts')).simulate,
  list: async () => (await import('./commands/list.ts')).list,
  schema: async () => (await import('./commands/schema.ts')).schema,
  mcp: async () => (await import('./commands/mcp.ts')).mcp,
  serve: async () => (await import('./commands/serve.ts')).serve,
};

export const commandNames = Object.keys(commands);

/** Runs one command line and returns the exit status; errors go to standard error. */
export async function runCommandLine(words: readonly string[], output: Output = outputTo()): Promise<ExitStatus> {
  try {
    return await run(words, output);
  } catch (error) {
    if (error instanceof ReaderLeftError) return exitStatus.answered;
    const known = error instanceof UsageError || error instanceof UnavailableError;
    process.stderr.write(`${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return error instanceof UsageError ? exitStatus.wrongInput : exitStatus.fault;
  }
}

async function run([name, ...rest]: readonly string[], output: Output): Promise<ExitStatus> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await output.print(await overview());
    return name === undefined ? exitStatus.wrongInput : exitStatus.answered;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) throw new UsageError(unknownCommand(name));
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    await output.print(help(command));
    return exitStatus.answered;
  }
  const { flags, operands } = readWords(command.flags, command.operands, rest);
  return command.run(flags, { output, operands });
}

function unknownCommand(name: string): string {
  const [best] = nearest(name, commandNames);
  return `no command "${name}"${best === undefined ? `; there are ${commandNames.join(', ')}` : `; did you mean "${best}"?`}`;
}

async function overview(): Promise<string> {
  const width = Math.max(...commandNames.map((name) => name.length));
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const rows = all.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Measures a GPU with WebGPU kernels and estimates what tokens cost on datacentre accelerators.\n\nUsage: inference-cost-lab <command> [flags]\n\n${rows.join('\n')}\n\nEach command has --help with examples.\n`;
}

function help({ name, description, flags, operands, examples }: Command): string {
  const lines = examples.map((example) => `  ${example}`).join('\n');
  const usage = `inference-cost-lab ${name}${operands === undefined ? '' : ` ${operands.least === 0 ? `[${operands.value}]` : operands.value}`} [flags]`;
  return `${description}\n\nUsage: ${usage}\n\n${describeFlags(flags, operands)}\n\nExamples\n${lines}\n`;
}
