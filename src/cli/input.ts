/**
 * What people hand in: files by name and standard input. Every command reads them here, so that a byte-order mark (Excel
 * and PowerShell write one), a folder, a missing file and bytes that are not UTF-8 get the same answer everywhere.
 */
import { isUtf8 } from 'node:buffer';
import { createReadStream, fstatSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { systemReason, UnavailableError, UsageError } from './errors.ts';

/** Above it a text is no scenario and no run; V8's longest string is 512 MiB. */
const mostBytes = 256 * 2 ** 20;

const standardInput = 0;

/**
 * The text of a file, without its byte-order mark.
 * @param flag that named it, for the words of an error: `--file`
 * @throws UsageError in one line
 */
export async function readTextFile(file: string, flag: string): Promise<string> {
  return textOf(await openFile(file, flag), `${flag} ${file}`);
}

/**
 * A file as it is read; with `rowsOf` (`lines/rows.ts`) row by row.
 * @throws UsageError in one line where it cannot be opened, UnavailableError where reading breaks off
 */
export async function openFile(file: string, flag: string): Promise<AsyncIterable<Buffer>> {
  const refusal = (reason: string): UsageError => new UsageError(`${flag} ${file} could not be read: ${reason}`);
  const handle = await open(file).catch((error: unknown) => {
    throw refusal(systemReason(error));
  });
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw refusal('it is a folder');
  }
  return bytesOf(createReadStream(file, { fd: handle }), `${flag} ${file}`);
}

/**
 * Standard input as it comes. A person at a terminal is told what is expected.
 * @param what one of it: `scenarios, one JSON object a line`
 * @throws UsageError where there is nothing to read: a folder, or closed; UnavailableError where reading breaks off
 */
export function openStandardInput(what: string): AsyncIterable<Buffer> {
  const stats = fstatSync(standardInput);
  if (stats.isDirectory()) throw new UsageError('standard input is a folder; expected a file, a pipe or a terminal');
  if (isatty(standardInput)) process.stderr.write(`Reading ${what}; Ctrl-D ends.\n`);
  else if (stats.isCharacterDevice() && isWritable(standardInput))
    throw new UsageError('standard input is closed; pipe text into this command, or redirect a file');
  return bytesOf(process.stdin, 'standard input');
}

/** All of standard input as text, without its byte-order mark. */
export async function readStandardInput(what: string): Promise<string> {
  return textOf(openStandardInput(what), 'standard input');
}

/** The system's errors in one line. */
async function* bytesOf(input: Readable, source: string): AsyncGenerator<Buffer> {
  try {
    yield* input as AsyncIterable<Buffer>;
  } catch (error) {
    throw new UnavailableError(`${source}: ${systemReason(error)}`);
  }
}

async function textOf(input: AsyncIterable<Buffer>, source: string): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of input) {
    size += piece.length;
    if (size > mostBytes) throw new UsageError(`${source} is longer than ${mostBytes / 2 ** 20} MiB`);
    pieces.push(piece);
  }
  const bytes = Buffer.concat(pieces);
  if (!isUtf8(bytes)) throw new UsageError(`${source} is not UTF-8 text`);
  const text = bytes.toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/**
 * Node opens `/dev/null` in the place of a closed standard input, for reading and writing; a redirection `< /dev/null`,
 * which is an empty file, opens it for reading alone. Writing nothing tells them apart.
 */
function isWritable(descriptor: number): boolean {
  try {
    writeSync(descriptor, '');
    return true;
  } catch {
    return false;
  }
}
