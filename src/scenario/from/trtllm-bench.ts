/**
 * `trtllm-bench`: the report that it prints and the one that it saves (`--report_json`). Labels and keys read in November 2026 in
 * NVIDIA/TensorRT-LLM tensorrt_llm/bench/dataclasses/reporting.py.
 */
import type { KvFormat, WeightFormat } from '../scenario.ts';
import { Fields, isObject, type Json } from './fields.ts';
import { ResultError, type BenchmarkResult } from './result.ts';
import { milli, toResult } from './to-result.ts';

export const looksLikeTrtllm = (record: Json): boolean => isObject(record['world_info']) && isObject(record['request_info']);

export const holdsTrtllmReport = (lines: readonly string[]): boolean => lines.some((line) => /= PERFORMANCE OVERVIEW/.test(line));

export const trtllmJson = (record: Json, line: number): BenchmarkResult => resultOf(record, line, 'saved report');

/** Label → section and key of the saved report. */
const labels: Readonly<Record<string, readonly [section: string, key: string]>> = {
  Model: ['engine', 'model'],
  'TensorRT LLM Version': ['engine', 'version'],
  'TensorRT-LLM Version': ['engine', 'version'],
  'KV Cache Dtype': ['engine', 'kv_cache_dtype'],
  Quantization: ['engine', 'quantization'],
  Dtype: ['engine', 'dtype'],
  'TP Size': ['world_info', 'tp_size'],
  'PP Size': ['world_info', 'pp_size'],
  'EP Size': ['world_info', 'ep_size'],
  'Max Runtime Batch Size': ['world_info', 'max_batch_size'],
  'Number of requests': ['request_info', 'num_requests'],
  'Number of concurrent requests': ['request_info', 'avg_num_concurrent_requests'],
  'Average Input Length (tokens)': ['request_info', 'avg_input_length'],
  'Average Output Length (tokens)': ['request_info', 'avg_output_length'],
  'Request Throughput (req/sec)': ['performance', 'request_throughput_req_s'],
  'Total Output Throughput (tokens/sec)': ['performance', 'system_output_throughput_tok_s'],
  'Average request latency (ms)': ['performance', 'avg_request_latency_ms'],
  'Average time-to-first-token [TTFT] (ms)': ['streaming_metrics', 'avg_ttft_ms'],
  'Average time-per-output-token [TPOT] (ms)': ['streaming_metrics', 'avg_tpot_ms'],
};

export function trtllmReports(lines: readonly string[]): readonly BenchmarkResult[] {
  const starts = lines.flatMap((line, index) => (/= (PYTORCH BACKEND|ENGINE DETAILS)/.test(line) ? [index] : []));
  const from = starts.length > 0 ? starts : [0];
  return from.map((start, index) => {
    const report: Record<string, Record<string, unknown>> = {};
    const own = lines.slice(start, from[index + 1]);
    own.forEach((line, at) => {
      const [, label = '', value = ''] = /^\s*(?:\[[^\]]*\] *)?([A-Za-z][^:]*?):\s+(.*?)\s*$/.exec(line) ?? [];
      const place = labels[label];
      if (place) (report[place[0]] ??= {})[place[1]] = value;
      // `NVIDIA H200, memory 139.81 GB, 3.20 GHz` stands under its heading.
      if (/= MACHINE DETAILS/.test(line)) (report['machine'] ??= {})['name'] = /^(.*?), memory /.exec(own[at + 2] ?? '')?.[1];
    });
    return resultOf(report, start + 1, 'printed report');
  });
}

function resultOf(record: Json, line: number, kind: string): BenchmarkResult {
  const report = new Fields(record, line, 'trtllm-bench');
  const [engine, world, requests, performance, streaming] = ['engine', 'world_info', 'request_info', 'performance', 'streaming_metrics'].map((key) =>
    report.at(key),
  ) as [Fields, Fields, Fields, Fields, Fields];
  const measured = {
    timePerOutputToken: milli(streaming.positive('avg_tpot_ms')),
    timeToFirstToken: milli(streaming.positive('avg_ttft_ms')),
    requestLatency: milli(performance.positive('avg_request_latency_ms')),
    outputTokensPerSecond: performance.required('system_output_throughput_tok_s'),
    requestsPerSecond: performance.positive('request_throughput_req_s'),
  };
  const tensor = world.positive('tp_size');
  const pipeline = world.positive('pp_size') ?? 1;
  const expert = world.positive('ep_size') ?? 1;
  const count = requests.required('num_requests');
  const inFlight = requests.positive('avg_num_concurrent_requests');
  const batch = world.positive('max_batch_size');
  const queued = inFlight !== undefined && batch !== undefined && inFlight > batch;
  const length = (key: string): number => Math.max(Math.round(requests.required(key)), 1);
  const quantisation = engine.text('quantization') ?? 'None';
  const weights = weightsOf(quantisation);
  if (weights === null) throw new ResultError(line, 'engine.quantization', `"${quantisation}" is a format that the lab does not know`);
  return toResult({
    tool: 'trtllm-bench',
    form: `trtllm-bench${engine.has('version') ? ` of TensorRT-LLM ${engine.text('version') ?? ''}` : ''}, ${kind}`,
    line,
    model: engine.text('model'),
    accelerator: report.at('machine').text('name'),
    says: {
      engine: 'tensorrt-llm',
      accelerators: tensor === undefined ? undefined : (world.positive('world_size') ?? tensor * pipeline),
      parallel: tensor === undefined ? undefined : { tensor, pipeline, expert, attentionData: 1 },
      weights: quantisation === 'None' ? undefined : weights,
      kvCache: kvOf(engine.text('kv_cache_dtype')),
      inputTokens: length('avg_input_length'),
      outputTokens: length('avg_output_length'),
      // More requests than run at once: all were queued at the start, and only the throughput says something of the engine.
      ...(queued ? { concurrency: 'max' as const } : {}),
    },
    load: queued || inFlight === undefined ? {} : { concurrency: Math.max(Math.round(inFlight), 1), requests: count },
    measured: queued ? { ...measured, timePerOutputToken: undefined, timeToFirstToken: undefined } : measured,
    notes: queued ? [`${Math.round(inFlight)} requests were in flight and at most ${batch} ran: the throughput is compared, not the times`] : [],
  });
}

/** `quant_algo` of a checkpoint; null where it is none of ours. */
function weightsOf(algorithm: string): WeightFormat | undefined | null {
  if (algorithm === 'None') return undefined;
  if (/^FP8/i.test(algorithm)) return 'fp8';
  if (/NVFP4/i.test(algorithm)) return 'nvfp4';
  if (/MXFP4/i.test(algorithm)) return 'mxfp4';
  if (/^W4A/i.test(algorithm)) return 'int4';
  if (/^W8A/i.test(algorithm) || /INT8/i.test(algorithm)) return 'int8';
  return null;
}

const kvOf = (text: string | undefined): KvFormat | undefined =>
  text === undefined || text === 'None' ? undefined : /fp8/i.test(text) ? 'fp8' : undefined;
