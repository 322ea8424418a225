/**
 * What people hand in: files by name and standard input. Every command reads them here, so that a byte-order mark (Excel
 * and PowerShell write one), a folder, a missing file and bytes that are not UTF-8 get the same answer everywhere.
 */
import { isUtf8 } from 'node:buffer';
import { createReadStream, fstatSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
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
  return decoded(await buffer(await openFile(file, flag, mostBytes)), `${flag} ${file}`);
}

/**
 * A file as a stream of bytes, for rows (`lines/rows.ts`); its errors while reading are the caller's.
 * @throws UsageError in one line where it cannot be opened
 */
export async function openFile(file: string, flag: string, most = Number.POSITIVE_INFINITY): Promise<Readable> {
  const refuse = (reason: string): never => {
    throw new UsageError(`${flag} ${file} could not be read: ${reason}`);
  };
  try {
    const handle = await open(file);
    const stats = await handle.stat();
    const reason = stats.isDirectory() ? 'it is a folder' : stats.size > most ? `it is larger than ${most / 2 ** 20} MiB` : undefined;
    if (reason === undefined) return createReadStream(file, { fd: handle });
    await handle.close();
    return refuse(reason);
  } catch (error) {
    return error instanceof UsageError ? Promise.reject(error) : refuse(systemReason(error));
  }
}

/**
 * Standard input as bytes. A person at a terminal is told what is expected.
 * @param what one of it: `scenarios, one JSON object a line`
 * @throws UsageError where there is nothing to read: a folder, or closed
 */
export function openStandardInput(what: string): Readable {
  const stats = fstatSync(standardInput);
  if (stats.isDirectory()) throw new UsageError('standard input is a folder; expected a file, a pipe or a terminal');
  if (isatty(standardInput)) process.stderr.write(`Reading ${what}; Ctrl-D ends.\n`);
  else if (stats.isCharacterDevice() && isWritable(standardInput))
    throw new UsageError('standard input is closed; pipe text into this command, or redirect a file');
  return process.stdin;
}

/** All of standard input as text, without its byte-order mark. */
export async function readStandardInput(what: string): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of openStandardInput(what) as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > mostBytes) throw new UsageError(`standard input is longer than ${mostBytes / 2 ** 20} MiB`);
      pieces.push(piece);
    }
  } catch (error) {
    throw inputFault(error, 'standard input');
  }
  return decoded(Buffer.concat(pieces), 'standard input');
}

/** An error while reading, in one line. */
export const inputFault = (error: unknown, source: string): unknown =>
  error instanceof Error && 'errno' in error ? new UnavailableError(`${source}: ${systemReason(error)}`) : error;

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

function decoded(bytes: Buffer, source: string): string {
  if (!isUtf8(bytes)) throw new UsageError(`${source} is not UTF-8 text`);
  const text = bytes.toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
