/**
 * Bytes into rows. Split at line feeds alone: U+2028 is allowed inside JSON strings, and `node:readline` would break a
 * row there. What is no text, or longer than a row may be, is a row too: it gets its error, and the rows after it their answers.
 */
import { isUtf8 } from 'node:buffer';
import { fail, type InputError } from '../../scenario/input-error.ts';

/** The text of a line without its line feed, or why it has none. */
export type Row = string | InputError;

/** A row with a pasted model configuration takes some 10 kB; a longer line than this is no row, and is not kept. */
export const mostRowBytes = 16 * 2 ** 20;

const lineFeed = 0x0a;
const byteOrderMark = Buffer.from('\uFEFF');

/**
 * The complete rows of each chunk, as they come, blank ones included so that rows can be counted as an editor counts lines.
 * Holds one chunk and at most one row.
 */
export async function* rowsOf(input: AsyncIterable<Uint8Array>, most = mostRowBytes): AsyncGenerator<readonly Row[]> {
  const start = new RowStart(most);
  for await (const piece of withoutMark(input)) {
    const first = piece.indexOf(lineFeed);
    if (first < 0) {
      start.add(piece);
      continue;
    }
    start.add(piece.subarray(0, first));
    const last = piece.lastIndexOf(lineFeed);
    // The lines between the first and the last line feed lie whole within the chunk.
    const whole = last > first ? linesWithin(piece.subarray(first + 1, last), most) : [];
    const rows = [start.take(), ...whole];
    start.add(piece.subarray(last + 1));
    yield rows;
  }
  if (start.bytes > 0) yield [start.take()];
}

/** A row that began in an earlier chunk. */
class RowStart {
  #pieces: Buffer[] = [];
  #bytes = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(piece: Buffer): void {
    this.#bytes += piece.length;
    // Of a line that is too long nothing is kept but its length.
    if (this.#bytes > this.#most) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  take(): Row {
    const row = this.#bytes > this.#most ? tooLong(this.#bytes, this.#most) : rowFrom(Buffer.concat(this.#pieces));
    this.#pieces = [];
    this.#bytes = 0;
    return row;
  }
}

function linesWithin(bytes: Buffer, most: number): Row[] {
  if (isUtf8(bytes) && bytes.length <= most) return bytes.toString('utf8').split('\n');
  const rows: Row[] = [];
  for (let from = 0; from <= bytes.length;) {
    const found = bytes.indexOf(lineFeed, from);
    const end = found < 0 ? bytes.length : found;
    rows.push(end - from > most ? tooLong(end - from, most) : rowFrom(bytes.subarray(from, end)));
    from = end + 1;
  }
  return rows;
}

function rowFrom(bytes: Buffer): Row {
  return isUtf8(bytes) ? bytes.toString('utf8') : fail('bad-json', '', 'the row is not UTF-8 text').error;
}

const tooLong = (bytes: number, most: number): InputError => fail('out-of-range', '', `the row has ${bytes} bytes; expected at most ${most}`).error;

/** A byte-order mark may arrive in pieces, like anything else. */
async function* withoutMark(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of input) {
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    if (head === null) {
      yield piece;
      continue;
    }
    head = Buffer.concat([head, piece]);
    if (head.length < byteOrderMark.length && byteOrderMark.subarray(0, head.length).equals(head)) continue;
    yield head.subarray(head.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? byteOrderMark.length : 0);
    head = null;
  }
  if (head !== null && head.length > 0) yield head;
}
