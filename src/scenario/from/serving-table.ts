/** The table that both serving benchmarks print, read by its labels into the fields of what they save. */
import type { Json } from './fields.ts';
import { ResultError, type BenchmarkResult } from './result.ts';
import { servingResult } from './serving-bench.ts';

const heading = /^=+ Serving Benchmark Result =+\s*$/;
const ending = /^=+\s*$/;
const row = /^([A-Za-z][^:]*?[A-Za-z).\]]):\s+(\S.*?)\s*$/;

/** Label, in lower case → field. A label that is not here (percentiles, peaks) is passed over. */
const fields: Readonly<Record<string, string>> = {
  backend: 'backend',
  'traffic request rate': 'request_rate',
  'request rate configured (rps)': 'request_rate',
  'max request concurrency': 'max_concurrency',
  // As SGLang printed it until 2025.
  'max reqeuest concurrency': 'max_concurrency',
  'maximum request concurrency': 'max_concurrency',
  'successful requests': 'completed',
  'failed requests': 'failed',
  'benchmark duration (s)': 'duration',
  'total input tokens': 'total_input_tokens',
  'total input text tokens': 'total_input_text_tokens',
  'total generated tokens': 'total_output_tokens',
  'total generated tokens (retokenized)': 'total_output_tokens_retokenized',
  'request throughput (req/s)': 'request_throughput',
  'output token throughput (tok/s)': 'output_throughput',
  'total token throughput (tok/s)': 'total_token_throughput',
  'peak output token throughput (tok/s)': 'max_output_tokens_per_s',
  'peak concurrent requests': 'max_concurrent_requests',
  concurrency: 'concurrency',
  'accept length': 'accept_length',
  'acceptance length': 'spec_decode_acceptance_length',
  drafts: 'spec_decode_num_drafts',
  'draft tokens': 'spec_decode_draft_tokens',
  'mean ttft (ms)': 'mean_ttft_ms',
  'mean tpot (ms)': 'mean_tpot_ms',
  'mean e2el (ms)': 'mean_e2el_ms',
  'mean e2e latency (ms)': 'mean_e2e_latency_ms',
};

export const holdsServingTable = (lines: readonly string[]): boolean => lines.some((line) => heading.test(line.trim()));

/** Every table of a log. What the tool printed before one (its arguments, the rate) belongs to it. */
export function readServingTables(lines: readonly string[]): readonly BenchmarkResult[] {
  const results: BenchmarkResult[] = [];
  let said: Record<string, unknown> = {};
  for (let index = 0; index < lines.length; index++) {
    const line = (lines[index] ?? '').trim();
    if (!heading.test(line)) {
      said = { ...said, ...namespaceOf(line), ...rowOf(line) };
      continue;
    }
    const record: Record<string, unknown> = {};
    const first = index + 1;
    for (index++; index < lines.length && !ending.test((lines[index] ?? '').trim()) && !heading.test((lines[index] ?? '').trim()); index++)
      Object.assign(record, rowOf((lines[index] ?? '').trim()));
    if (heading.test((lines[index] ?? '').trim()))
      throw new ResultError(first, '', 'the table is cut off: a closing line of = is expected before the next one');
    results.push(servingResult(record, first, { arguments: said, printed: true }));
    said = {};
  }
  return results;
}

function rowOf(line: string): Json {
  const [, label, value] = row.exec(line) ?? [];
  const field = label === undefined ? undefined : fields[label.toLowerCase()];
  return field === undefined || value === undefined ? {} : { [field]: value };
}

/** `Namespace(backend='vllm', model='…', num_prompts=1000)`, which argparse prints. */
function namespaceOf(line: string): Json {
  const start = line.indexOf('Namespace(');
  if (start < 0) return {};
  const found: Record<string, unknown> = {};
  for (const [, key = '', value = ''] of line.slice(start + 'Namespace('.length).matchAll(/(\w+)=('[^']*'|"[^"]*"|[^,()]+)/g))
    if (value !== 'None') found[key] = value.replace(/^(['"])(.*)\1$/, '$2');
  return found;
}
