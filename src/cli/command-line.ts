/**
 * The table of commands, their help, and what becomes of an error. A command's module is loaded only when it is
 * called or its help is asked for, so that `estimate` starts at once and needs nothing but Node.
 */
import { nearest } from '../index.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';
import { UnavailableError, UsageError } from './errors.ts';
import { describeFlags, readFlags } from './flags.ts';

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  lab: {
    summary: 'measure this machine in a real browser and print what tokens would cost',
    load: async () => (await import('./commands/lab.ts')).lab,
  },
  measure: { summary: 'run the kernels through Dawn in Node, no browser', load: async () => (await import('./commands/measure.ts')).measure },
  estimate: { summary: 'answer scenarios: JSON Lines in, JSON Lines out', load: async () => (await import('./commands/estimate.ts')).estimate },
  operators: {
    summary: 'time single operators: JSON Lines in, JSON Lines out',
    load: async () => (await import('./commands/operators.ts')).operators,
  },
  validate: { summary: 'score the estimates against published measurements', load: async () => (await import('./commands/validate.ts')).validate },
  sweep: { summary: 'every combination of a scenario with lists, and the Pareto set', load: async () => (await import('./commands/sweep.ts')).sweep },
  simulate: {
    summary: 'simulate a scenario request by request: percentiles, bursts, traces',
    load: async () => (await import('./commands/simulate.ts')).simulate,
  },
  serve: { summary: 'serve the built lab at a fixed local address', load: async () => (await import('./commands/serve.ts')).serve },
};

/** Runs one command line and returns the exit status; errors go to standard error. */
export async function runCommandLine(words: readonly string[]): Promise<ExitStatus> {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview());
    return name === undefined ? exitStatus.wrongInput : exitStatus.answered;
  }
  try {
    const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (entry === undefined) throw new UsageError(unknownCommand(name));
    const command = await entry.load();
    if (rest.includes('--help') || rest.includes('-h')) {
      process.stdout.write(help(command));
      return exitStatus.answered;
    }
    return await command.run(readFlags(command.flags, rest));
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`);
      return exitStatus.wrongInput;
    }
    if (error instanceof UnavailableError) {
      process.stderr.write(`${error.message}\n`);
      return exitStatus.fault;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return exitStatus.fault;
  }
}

function unknownCommand(name: string): string {
  const [best] = nearest(name, Object.keys(commands));
  return `no command "${name}"${best === undefined ? `; there are ${Object.keys(commands).join(', ')}` : `; did you mean "${best}"?`}`;
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `Measures a GPU with WebGPU kernels and estimates what tokens cost on datacentre accelerators.\n\nUsage: inference-cost-lab <command> [flags]\n\n${rows.join('\n')}\n\nEach command has --help with examples.\n`;
}

function help(command: Command): string {
  const examples = command.examples.map((example) => `  ${example}`).join('\n');
  return `${command.description}\n\nUsage: inference-cost-lab ${command.name} [flags]\n\n${describeFlags(command.flags)}\n\nExamples\n${examples}\n`;
}
