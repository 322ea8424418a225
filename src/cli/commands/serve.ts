/** `serve`: the built lab at a fixed local address, which is what `npm start` runs. */
import { spawn } from 'node:child_process';
import { defineCommand, exitStatus } from '../command.ts';
import { systemReason, UsageError } from '../errors.ts';
import { wholeNumber } from '../flags.ts';
import { localAddress, pageFolder } from '../page-folder.ts';
import { serveFolder } from '../static-server.ts';

export const serve = defineCommand({
  name: 'serve',
  summary: 'serve the built lab at a fixed local address',
  description: `Serves the built lab at ${localAddress} until Ctrl-C, and opens a browser where there is a display.`,
  flags: {
    port: { value: 'N', describe: 'another port than 4173; 0 for any free one' },
    'no-open': { describe: 'only print the address' },
  },
  examples: ['inference-cost-lab serve', 'inference-cost-lab serve --port 8080 --no-open'],
  async run(flags, { output }) {
    const port = flags.port === undefined ? Number(new URL(localAddress).port) : wholeNumber('port', flags.port, 0, 65535);
    const server = await serveFolder(await pageFolder(), port).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
        throw new UsageError(`port ${port} is in use, perhaps by a lab that is already running; choose another with --port N`);
      }
      throw new UsageError(`port ${port} could not be opened: ${systemReason(error)}`);
    });
    await output.print(`The lab is at ${server.url}  (Ctrl-C ends)\n`);
    if (!flags['no-open'] && hasDisplay()) openBrowser(server.url);
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    });
    await server.close();
    return exitStatus.answered;
  },
});

/** A person at a screen: not a CI job, not a remote shell without one. */
function hasDisplay(): boolean {
  if (process.env['CI'] !== undefined || !process.stdout.isTTY) return false;
  if (process.platform === 'linux') return (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) !== undefined;
  return process.env['SSH_CONNECTION'] === undefined;
}

function openBrowser(url: string): void {
  const [program, words] = opening(url);
  const opener = spawn(program, words, { stdio: 'ignore', detached: true });
  // The address is printed in any case; a machine without an opener needs no complaint.
  opener.on('error', () => undefined);
  opener.unref();
}

function opening(url: string): readonly [program: string, words: readonly string[]] {
  switch (process.platform) {
    case 'darwin':
      return ['open', [url]];
    case 'win32':
      // `start` takes a first quoted word as the window's title.
      return ['cmd', ['/c', 'start', '', url]];
    default:
      return ['xdg-open', [url]];
  }
}
