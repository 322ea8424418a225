/** `--trace`: requests as CSV or JSON Lines, read line by line. */
import type { InputError, TraceRead } from '../index.ts';
import { inputProblem, UsageError } from './errors.ts';
import { openFile, openStandardInput } from './input.ts';
import { rowsOf } from './lines/rows.ts';

/** A session of a coding agent is one line with all its requests; the longest published ones are some 20 MB. */
const mostLineBytes = 64 * 2 ** 20;

/**
 * Of a file of any length only the numbers are kept, 32 bytes a request.
 * @param file a path, or - for standard input @param onRead told how many requests were read so far
 */
export async function readTrace(file: string, onRead: (requests: number) => void = () => undefined): Promise<TraceRead> {
  const { TraceReader } = await import('../index.ts');
  const source = file === '-' ? 'standard input' : `--trace ${file}`;
  const input = file === '-' ? openStandardInput('a trace, one request a line') : await openFile(file, '--trace');
  const refuse = (error: InputError): UsageError => new UsageError(`${source}: ${inputProblem(error)}`);
  const reader = new TraceReader();
  let number = 0;
  for await (const rows of rowsOf(input, mostLineBytes)) {
    for (const row of rows) {
      number += 1;
      if (typeof row !== 'string') throw refuse({ ...row, path: `line ${number}` });
      const read = reader.read(row, number);
      if (!read.ok) throw refuse(read.error);
    }
    onRead(reader.length);
  }
  const trace = reader.end();
  if (!trace.ok) throw refuse(trace.error);
  return trace.value;
}
