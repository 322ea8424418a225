/**
 * `llama-bench`: every test of a run is a result. Field names, and the columns of its Markdown, read in November 2026 in
 * ggml-org/llama.cpp tools/llama-bench/llama-bench.cpp (before 2025 examples/llama-bench). One request at a time, no server: a prompt of
 * `n_prompt` tokens, or `n_gen` tokens after `n_depth`.
 */
import { cellsOf } from './cells.ts';
import { Fields, type Json } from './fields.ts';
import { formatNamed } from './named.ts';
import { ResultError, type BenchmarkResult } from './result.ts';
import { toResult } from './to-result.ts';

export const looksLikeLlama = (record: Json): boolean => 'avg_ts' in record && 'n_gen' in record;

export function llamaResult(record: Json, line: number, kind: string): BenchmarkResult {
  const row = new Fields(record, line, 'llama-bench');
  const prompt = row.number('n_prompt') ?? 0;
  const generated = row.number('n_gen') ?? 0;
  const depth = row.number('n_depth') ?? 0;
  const rate = row.required('avg_ts');
  if (prompt + generated < 1) throw new ResultError(line, 'n_prompt', 'a test has prompt tokens (n_prompt) or generated tokens (n_gen)');
  const stored = row.text('model_type') ?? '';
  // The file's name says which model; the type says only family, size and format.
  return toResult({
    tool: 'llama-bench',
    form: `llama-bench, ${kind}`,
    line,
    model: row.text('model_filename') ?? (stored === '' ? undefined : stored),
    accelerator: firstGpu(row.text('gpu_info')),
    says: {
      weights: formatNamed(stored),
      kvCache: /^b?f16$/.test(row.text('type_k') ?? '') && /^b?f16$/.test(row.text('type_v') ?? '') ? 'bf16' : undefined,
      inputTokens: Math.max(prompt > 0 ? prompt : depth, 1),
      outputTokens: Math.max(generated, 1),
      concurrency: 1,
    },
    load: { concurrency: 1 },
    // Tokens a second are over the prompt alone, over the answer alone, or over both.
    measured: {
      timePerOutputToken: prompt === 0 ? 1 / rate : undefined,
      timeToFirstToken: generated === 0 ? prompt / rate : undefined,
      requestLatency: prompt > 0 && generated > 0 ? (prompt + generated) / rate : undefined,
      outputTokensPerSecond: prompt > 0 && generated > 0 ? (rate * generated) / (prompt + generated) : undefined,
    },
    notes: ['llama.cpp is none of the engines that the lab knows: the answer is what a serving engine would do with these weights'],
  });
}

/** `NVIDIA GeForce RTX 4090, NVIDIA GeForce RTX 4090`: devices side by side. */
const firstGpu = (text: string | undefined): string | undefined => text?.split(',')[0]?.trim();

const csvHeading = /^"?build_commit"?,/;
export const looksLikeLlamaCsv = (lines: readonly string[]): boolean => lines.some((line) => csvHeading.test(line));

export function llamaCsv(lines: readonly string[]): readonly BenchmarkResult[] {
  const start = lines.findIndex((line) => csvHeading.test(line));
  const columns = cellsOf(lines[start] ?? '');
  return lines.flatMap((line, index) =>
    index <= start || line.trim() === '' ? [] : [llamaResult(recordOf(columns, cellsOf(line), index + 1), index + 1, 'CSV')],
  );
}

function recordOf(columns: readonly string[], cells: readonly string[], line: number): Json {
  if (cells.length !== columns.length) throw new ResultError(line, '', `expected ${columns.length} cells under the heading, got ${cells.length}`);
  return Object.fromEntries(columns.map((column, index) => [column, cells[index]]));
}

const markdownHeading = /^\s*\|\s*model\s*\|.*\|\s*t\/s\s*\|/;
export const holdsLlamaTable = (lines: readonly string[]): boolean => lines.some((line) => markdownHeading.test(line));

export function llamaTables(lines: readonly string[]): readonly BenchmarkResult[] {
  const results: BenchmarkResult[] = [];
  let columns: readonly string[] = [];
  let device: string | undefined;
  lines.forEach((line, index) => {
    // `Device 0: NVIDIA GeForce RTX 4090, compute capability 8.9` stands above the table.
    device ??= /^\s*Device 0: (.+?)(?:, compute capability| \(|, gfx|$)/.exec(line)?.[1];
    if (markdownHeading.test(line)) columns = piped(line);
    else if (columns.length > 0 && line.trim().startsWith('|') && !/^[\s|:-]+$/.test(line)) {
      const record = recordOf(columns, piped(line), index + 1);
      results.push(
        llamaResult(
          {
            ...testOf(String(record['test']), index + 1),
            avg_ts: String(record['t/s']).split(/[±\s]/)[0],
            model_type: record['model'],
            gpu_info: device,
          },
          index + 1,
          'printed table',
        ),
      );
    }
  });
  return results;
}

const piped = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

/** `pp512`, `tg128 @ d4096`, `pp512+tg128`. */
function testOf(test: string, line: number): Json {
  const [, prompt, generated, depth] = /^(?:pp ?(\d+))?\+?(?:tg ?(\d+))?(?: @ d(\d+))?$/.exec(test) ?? [];
  if (prompt === undefined && generated === undefined) throw new ResultError(line, 'test', `expected pp512, tg128 or pp512+tg128, got "${test}"`);
  return { n_prompt: Number(prompt ?? 0), n_gen: Number(generated ?? 0), n_depth: Number(depth ?? 0) };
}

const inserted = /^\s*INSERT INTO (?:llama_bench|test) \(([^)]*)\) VALUES \((.*)\);\s*$/i;
export const holdsLlamaSql = (lines: readonly string[]): boolean => lines.some((line) => inserted.test(line));

/** `-o sql`: one INSERT a test, each value between single quotes. */
export function llamaSql(lines: readonly string[]): readonly BenchmarkResult[] {
  return lines.flatMap((line, index) => {
    const [, columns, values] = inserted.exec(line) ?? [];
    if (columns === undefined || values === undefined) return [];
    const cells = [...values.matchAll(/'((?:[^']|'')*)'|([^,\s]+)/g)].map(([, quoted, plain]) => quoted?.replaceAll("''", "'") ?? plain ?? '');
    return [
      llamaResult(
        recordOf(
          columns.split(',').map((column) => column.trim()),
          cells,
          index + 1,
        ),
        index + 1,
        'SQL',
      ),
    ];
  });
}
