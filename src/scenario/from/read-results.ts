/**
 * The one door: text that a benchmark tool printed or saved → its results, told apart by the names of fields and labels. Whole logs may
 * be handed in; what is not a result is passed over.
 */
import { fail, type Parsed } from '../input-error.ts';
import { aiperfCsv, aiperfFrame, aiperfJson, holdsAiperfFrame, looksLikeAiperf, looksLikeAiperfCsv } from './aiperf.ts';
import { isObject, type Json } from './fields.ts';
import { inferencePerfResult, looksLikeInferencePerf } from './inference-perf.ts';
import { holdsLlamaSql, holdsLlamaTable, llamaCsv, llamaResult, llamaSql, llamaTables, looksLikeLlama, looksLikeLlamaCsv } from './llama-bench.ts';
import { parsePythonJson } from './python-json.ts';
import { ResultError, type BenchmarkResult } from './result.ts';
import { looksLikeSglang, looksLikeVllm, servingResult } from './serving-bench.ts';
import { holdsServingTable, readServingTables } from './serving-table.ts';
import { holdsTrtllmReport, looksLikeTrtllm, trtllmJson, trtllmReports } from './trtllm-bench.ts';

/** Characters. A result with every request's own times has some megabytes. */
const longest = 256 * 2 ** 20;

/**
 * @param text a file or a piece of a terminal: JSON, JSON Lines, CSV, Markdown, SQL, or what was printed
 * @returns at least one result, in the order of the text; else the first thing that is wrong: its line and field in `path`
 *   (`line 12, mean_tpot_ms`) and what the tool would have written
 */
export function readResults(text: string): Parsed<readonly BenchmarkResult[]> {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (plain.trim() === '') return fail('bad-json', '', 'there is nothing to read');
  if (plain.length > longest) return fail('out-of-range', '', `longer than ${longest / 2 ** 20} Mi characters`);
  try {
    const results = /^\s*(\{|\[\s*[{\]])/.test(plain) ? fromJson(plain) : fromLines(plain.split(/\r\n|\n|\r/).map(withoutColours));
    if (results.length > 0) return { ok: true, value: results };
    return fail('unknown-field', 'line 1', `this is none of what the lab reads: ${expected}`);
  } catch (error) {
    if (!(error instanceof ResultError)) throw error;
    return fail(error.field === '' ? 'bad-json' : 'wrong-type', `line ${error.line}${error.field === '' ? '' : `, ${error.field}`}`, error.message);
  }
}

const expected = 'the table or saved JSON of vllm bench serve, sglang.bench_serving, AIPerf, GenAI-Perf, trtllm-bench, inference-perf or llama-bench';

/** Colours of a terminal. */

const withoutColours = (line: string): string => line.replace(/\u001b\[[0-9;]*m/g, '');

function fromLines(lines: readonly string[]): readonly BenchmarkResult[] {
  if (holdsServingTable(lines)) return readServingTables(lines);
  if (holdsTrtllmReport(lines)) return trtllmReports(lines);
  if (holdsAiperfFrame(lines)) return [aiperfFrame(lines)];
  if (holdsLlamaTable(lines)) return llamaTables(lines);
  if (looksLikeLlamaCsv(lines)) return llamaCsv(lines);
  if (looksLikeAiperfCsv(lines)) return [aiperfCsv(lines)];
  if (holdsLlamaSql(lines)) return llamaSql(lines);
  return [];
}

/** One value, or one a line. */
function fromJson(text: string): readonly BenchmarkResult[] {
  const lines = text.split('\n');
  const filled = lines.flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1 }]));
  const byLine = filled.length > 1 && filled.every(({ line }) => /^\s*\{.*\}\s*$/.test(line));
  if (byLine) return filled.flatMap(({ line, number }) => fromValue(parsePythonJson(line, number), number, 'JSON Lines'));
  return fromValue(parsePythonJson(text, 1), filled[0]?.number ?? 1, 'JSON');
}

function fromValue(value: unknown, line: number, kind: string): readonly BenchmarkResult[] {
  if (Array.isArray(value)) {
    if (value.length === 0) throw new ResultError(line, '', 'the list is empty: the tool measured nothing');
    return value.flatMap((each, index) => {
      if (!isObject(each)) throw new ResultError(line, String(index), 'expected an object, one result');
      return [within(index, () => fromRecord(each, line, kind))];
    });
  }
  if (!isObject(value)) throw new ResultError(line, '', 'expected an object or a list of objects');
  return [fromRecord(value, line, kind)];
}

/** An error inside an element of a list says which. */
function within<T>(index: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ResultError) throw new ResultError(error.line, `${index}.${error.field}`, error.message);
    throw error;
  }
}

function fromRecord(record: Json, line: number, kind: string): BenchmarkResult {
  if (looksLikeLlama(record)) return llamaResult(record, line, kind);
  if (looksLikeTrtllm(record)) return trtllmJson(record, line);
  if (looksLikeInferencePerf(record)) return inferencePerfResult(record, line);
  if (looksLikeAiperf(record)) return aiperfJson(record, line);
  if (looksLikeSglang(record) || looksLikeVllm(record)) return servingResult(record, line, { arguments: {}, printed: false });
  throw new ResultError(line, Object.keys(record)[0] ?? '', `these fields are of no tool that the lab reads; expected ${expected}`);
}
