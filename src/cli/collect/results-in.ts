/**
 * The results that an operand of `collect` holds: a run, the lanes of a full measuring, or many runs and links, one a line.
 * Whatever is wrong is an answer of its own, so that one bad file costs the others nothing.
 */
import { parseJson, readRun } from '../../index.ts';
import type { Ceilings, Run } from '../../run/run.ts';
import { decodeResult } from '../../share/result-link.ts';
import { claimedRun } from '../../share/shared-result.ts';
import { UnavailableError, UsageError } from '../errors.ts';
import { readStandardInput, readTextFile } from '../input.ts';

/** Where a result came from, as a person finds it again: a file, a file and its line, or the link itself. */
type Source = string;

export interface FoundResult {
  readonly source: Source;
  readonly run: Run;
  /** `measured`: a run with its samples. `claimed`: a link, which somebody else may have written. */
  readonly origin: 'measured' | 'claimed';
}

export interface BadResult {
  readonly source: Source;
  readonly error: {
    readonly code: 'unreadable' | 'fault' | 'bad-json' | 'no-result' | 'wrong-run' | 'bad-link';
    /** Within a run, as in `kernels.3.median`; empty for the whole. */
    readonly path: string;
    readonly message: string;
  };
}

export type ReadResult = FoundResult | BadResult;

export const isBad = (result: ReadResult): result is BadResult => 'error' in result;

/** @param operand a file, `-` for standard input, or a link with `#r=` */
export async function resultsIn(operand: string): Promise<readonly ReadResult[]> {
  if (payloadOf(operand) !== null) return [await readLink(operand, shortened(operand))];
  const source = operand === '-' ? 'standard input' : operand;
  try {
    const text = operand === '-' ? await readStandardInput('runs and links, one a line') : await readTextFile(operand, 'file');
    return await resultsOf(text, source);
  } catch (error) {
    if (error instanceof UsageError) return [bad(source, 'unreadable', error.message)];
    if (error instanceof UnavailableError) return [bad(source, 'fault', error.message)];
    throw error;
  }
}

async function resultsOf(text: string, source: Source): Promise<readonly ReadResult[]> {
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line: line.trim(), number: index + 1 }]));
  const [first] = lines;
  if (first === undefined) return [bad(source, 'no-result', 'it is empty; expected a run or a link with #r=1.…')];
  // A file is one JSON value, or one of something a line; a link begins with no brace.
  if (first.line.startsWith('{') && (lines.length === 1 || !parseJson(first.line).ok)) return [readRunText(text, source)];
  const read: ReadResult[] = [];
  for (const { line, number } of lines) {
    const place = `${source}, line ${number}`;
    read.push(line.startsWith('{') ? readRunText(line, place) : await readLink(line, place));
  }
  return read;
}

function readRunText(text: string, source: Source): ReadResult {
  const json = parseJson(text);
  if (!json.ok) return bad(source, 'bad-json', json.error.message);
  const { value } = json;
  if (typeof value === 'object' && value !== null && 'lanes' in value && Array.isArray(value.lanes)) return ofLanes(value.lanes, source);
  return ofRun(text, source);
}

function ofRun(text: string, source: Source): ReadResult {
  const parsed = readRun(text);
  if (!parsed.ok) return bad(source, 'wrong-run', `it is no run: ${parsed.message}`, parsed.path);
  return { source, run: parsed.run, origin: 'measured' };
}

/** `measure --full` has each lane measure in a process of its own; together they are one run of the adapter. */
function ofLanes(lanes: readonly unknown[], source: Source): ReadResult {
  const runs: Run[] = [];
  for (const [index, lane] of lanes.entries()) {
    const run: unknown = typeof lane === 'object' && lane !== null && 'run' in lane ? lane.run : undefined;
    // A lane that the device lacks, or that broke off, has none.
    if (run === null) continue;
    const read = ofRun(JSON.stringify(run ?? lane), source);
    if (isBad(read)) return bad(source, 'wrong-run', `lane ${index}: ${read.error.message}`, read.error.path);
    runs.push(read.run);
  }
  const [first, ...others] = runs;
  if (first === undefined) return bad(source, 'no-result', 'none of its lanes holds a run');
  return { source, run: others.reduce(together, first), origin: 'measured' };
}

function together(one: Run, other: Run): Run {
  const names = Object.keys({ ...one.ceilings, ...other.ceilings }) as (keyof Ceilings)[];
  const ceilings = Object.fromEntries(names.map((name) => [name, one.ceilings[name] ?? other.ceilings[name] ?? null])) as unknown as Ceilings;
  return { ...one, ceilings, kernels: [...one.kernels, ...other.kernels], left: [...one.left, ...other.left] };
}

async function readLink(text: string, source: Source): Promise<ReadResult> {
  const payload = payloadOf(text);
  if (payload === null) return bad(source, 'no-result', 'neither a run nor a link: expected #r=1.… at the end of the address');
  const decoded = await decodeResult(payload);
  if (!decoded.ok) return bad(source, 'bad-link', decoded.error.message);
  return { source, run: claimedRun(decoded.result), origin: 'claimed' };
}

/** What stands after `r=` in the fragment of an address, or of a fragment alone. */
function payloadOf(text: string): string | null {
  const hash = text.indexOf('#');
  return hash < 0 ? null : new URLSearchParams(text.slice(hash + 1)).get('r');
}

const bad = (source: Source, code: BadResult['error']['code'], message: string, path = ''): BadResult => ({ source, error: { code, path, message } });

const longest = 80;
const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
