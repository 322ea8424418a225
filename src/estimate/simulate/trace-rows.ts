/**
 * A trace line by line, in the columns of whoever published it (`trace-formats.ts`), as CSV with a header or as JSON Lines. Times count
 * from the earliest request, requests without an answer are left out and counted, and hashes of prompts become prefix hits.
 */
import { Column } from '../../model/simulation/column.ts';
import { Trace, traceLimits } from '../../model/simulation/trace.ts';
import { fail, type Parsed } from '../../scenario/input-error.ts';
import { parseJson } from '../../scenario/parse-json.ts';
import { PrefixBlocks } from './prefix-blocks.ts';
import { csvCell, shareOf, timeOf, timeUnitOf, tokensOf, tooFar } from './trace-cells.ts';
import { columnsOf, formatOf, knownFormats, sessionFormat, type TimeUnit, type TraceFormat } from './trace-formats.ts';

export const noRequests = fail('inconsistent', '', 'the trace has no requests');

/** What was read, and what was left out on the way. */
export interface TraceRead {
  readonly trace: Trace;
  /** As it is said to a person. */
  readonly format: string;
  /** Requests that nobody answered: no output tokens. */
  readonly noOutput: number;
}

type Cells = Readonly<Record<string, unknown>>;

const done: Parsed<null> = { ok: true, value: null };

export class TraceReader {
  readonly #arrival = new Column();
  readonly #input = new Column();
  readonly #output = new Column();
  readonly #cached = new Column();
  readonly #blocks = new PrefixBlocks();
  #format: TraceFormat | null = null;
  #unit: TimeUnit | null = null;
  /** Of CSV; null while no header came, and of JSON Lines. */
  #header: readonly string[] | null = null;
  #first = 0;
  #earliest = Infinity;
  #noOutput = 0;
  #sessions = 0;

  /** Requests so far. */
  get length(): number {
    return this.#arrival.length;
  }

  /**
   * Reads one line; a blank one is nothing.
   * @param number of the line, for the path of an error: `line 3.ContextTokens`
   */
  read(line: string, number: number): Parsed<null> {
    const text = line.trim();
    if (text === '') return done;
    const path = `line ${number}`;
    if (this.#header) return this.#row(cellsOf(text, this.#header), path);
    if (this.#format === null && !/^[[{"]/.test(text)) return this.#readHeader(text, path);
    const json = parseJson(text);
    if (!json.ok) return fail('bad-json', path, json.error.message);
    if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value))
      return fail('wrong-type', path, `expected an object with ${knownFormats()}`);
    const cells = json.value as Cells;
    return Array.isArray(cells['requests']) ? this.#session(cells, cells['requests'], path) : this.#row(cells, path);
  }

  /** The requests in the order of the lines, the earliest at 0 s. */
  end(): Parsed<TraceRead> {
    if (this.length === 0) return this.#noOutput === 0 ? noRequests : fail('inconsistent', '', 'no request of the trace has output tokens');
    const trace = new Trace();
    for (let index = 0; index < this.length; index++) {
      const cachedTokens = this.#cached.at(index);
      trace.push({
        arrival: this.#arrival.at(index) - this.#earliest,
        inputTokens: this.#input.at(index),
        outputTokens: this.#output.at(index),
        ...(Number.isNaN(cachedTokens) ? {} : { cachedTokens }),
      });
    }
    return { ok: true, value: { trace, format: this.#format?.name ?? '', noOutput: this.#noOutput } };
  }

  #readHeader(text: string, path: string): Parsed<null> {
    const header = splitCsv(text);
    const format = formatOf(header);
    if (!format) return unknownColumns(header, path);
    const missing = columnsOf(format).find((column) => !header.includes(column));
    if (missing !== undefined) return fail('unknown-field', `${path}.${missing}`, `the header has no column "${missing}"`);
    this.#format = format;
    this.#header = header;
    return done;
  }

  #row(cells: Cells, path: string): Parsed<null> {
    const format = (this.#format ??= formatOf(Object.keys(cells)) ?? null);
    if (!format) return unknownColumns(Object.keys(cells), path);
    return this.#request(cells, format, { path, tokensPerHash: format.hashes?.tokens ?? 0, scope: '' });
  }

  /** All requests of a session and of its subagents. Hashes count from 1 in each session unless the trace calls them global. */
  #session(session: Cells, requests: readonly unknown[], path: string): Parsed<null> {
    this.#format ??= sessionFormat;
    if (this.#format !== sessionFormat) return fail('unknown-field', `${path}.requests`, `sessions do not stand among rows of ${this.#format.name}`);
    const size = tokensOf(session['block_size'] ?? sessionFormat.hashes?.tokens, `${path}.block_size`, 1, traceLimits.inputTokens);
    if (!size.ok) return size;
    this.#sessions += 1;
    const scope = session['hash_id_scope'] === 'global' ? '' : `session ${this.#sessions}`;
    return this.#requestsOf(requests, { path: `${path}.requests`, tokensPerHash: size.value, scope }, mostNesting);
  }

  #requestsOf(requests: readonly unknown[], at: Place, levels: number): Parsed<null> {
    for (const [index, request] of requests.entries()) {
      const path = `${at.path}.${index}`;
      if (typeof request !== 'object' || request === null || Array.isArray(request))
        return fail('wrong-type', path, 'expected an object with t, in and out');
      const cells = request as Cells;
      const inner = cells['requests'];
      if (Array.isArray(inner) && levels === 0) return fail('out-of-range', path, `subagents are nested deeper than ${mostNesting}`);
      const read = Array.isArray(inner)
        ? this.#requestsOf(inner, { ...at, path: `${path}.requests` }, levels - 1)
        : this.#request(cells, sessionFormat, { ...at, path });
      if (!read.ok) return read;
    }
    return done;
  }

  #request(cells: Cells, format: TraceFormat, { path, tokensPerHash, scope }: Place): Parsed<null> {
    const cell = (column: string): unknown => (Object.hasOwn(cells, column) ? cells[column] : undefined);
    const at = (column: string): string => `${path}.${column}`;
    this.#unit ??= timeUnitOf(cell(format.arrival), format.unit);
    const arrival = timeOf(cell(format.arrival), this.#unit, at(format.arrival));
    if (!arrival.ok) return arrival;
    const output = tokensOf(cell(format.outputTokens), at(format.outputTokens), 0, traceLimits.outputTokens);
    const input = tokensOf(cell(format.inputTokens), at(format.inputTokens), output.ok && output.value === 0 ? 0 : 1, traceLimits.inputTokens);
    if (!input.ok) return input;
    if (!output.ok) return output;
    if (this.length === 0 && this.#noOutput === 0) this.#first = arrival.value;
    if (Math.abs(arrival.value - this.#first) > traceLimits.arrival) return tooFar(cell(format.arrival), at(format.arrival));
    if (output.value === 0) {
      this.#noOutput += 1;
      return done;
    }
    const cached = this.#cachedOf(cell, format, input.value, { path, tokensPerHash, scope });
    if (!cached.ok) return cached;
    this.#earliest = Math.min(this.#earliest, arrival.value);
    this.#arrival.push(arrival.value);
    this.#input.push(input.value);
    this.#output.push(output.value);
    this.#cached.push(cached.value);
    return done;
  }

  /** Tokens of the prompt that a cache holds; NaN where the row says nothing of it. */
  #cachedOf(
    cell: (column: string) => unknown,
    { hashes, hitRate }: TraceFormat,
    input: number,
    { path, tokensPerHash, scope }: Place,
  ): Parsed<number> {
    const rate = hitRate === undefined ? undefined : cell(hitRate);
    if (hitRate !== undefined && rate !== undefined && rate !== '') {
      const share = shareOf(rate, `${path}.${hitRate}`);
      return share.ok ? { ok: true, value: Math.floor(share.value * input) } : share;
    }
    const ids = hashes && cell(hashes.column);
    if (hashes === undefined || ids === undefined) return { ok: true, value: Number.NaN };
    const list: unknown = typeof ids === 'string' ? parsedList(ids) : ids;
    if (!Array.isArray(list))
      return fail('wrong-type', `${path}.${hashes.column}`, `expected a list of hashes, got ${JSON.stringify(ids).slice(0, 80)}`);
    return { ok: true, value: Math.min(this.#blocks.seen(list, scope) * tokensPerHash, input) };
  }
}

/** Where a request stands, and how its hashes are read. */
interface Place {
  readonly path: string;
  readonly tokensPerHash: number;
  /** Hashes of different scopes are never the same; empty for one of the whole trace. */
  readonly scope: string;
}

/** Agents that start agents that start agents; published sessions have one level. */
const mostNesting = 8;

const unknownColumns = (columns: readonly string[], path: string): Parsed<never> =>
  fail('unknown-field', path, `no known trace has these columns: ${columns.slice(0, 12).join(', ').slice(0, 200)}; known are ${knownFormats()}`);

/** A list in a cell of CSV. */
function parsedList(text: string): unknown {
  const json = parseJson(text);
  return json.ok ? json.value : text;
}

/** Cells of one line; a cell in quotes may hold commas, and doubled quotes for one. */
function splitCsv(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim());
  return [...line.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*|([^,]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain.trim(),
  );
}

function cellsOf(line: string, header: readonly string[]): Cells {
  const cells = splitCsv(line);
  return Object.fromEntries(header.map((column, index) => [column, csvCell(cells[index] ?? '')]));
}

/** A whole text at once. */
export function parseTrace(text: string): Parsed<TraceRead> {
  const reader = new TraceReader();
  for (const [index, line] of text.split('\n').entries()) {
    const read = reader.read(line, index + 1);
    if (!read.ok) return read;
  }
  return reader.end();
}
