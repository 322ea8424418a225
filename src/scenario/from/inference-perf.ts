/**
 * inference-perf's lifecycle reports (`summary_lifecycle_metrics.json`, `stage_N_lifecycle_metrics.json`): seconds throughout. Keys read in
 * November 2026 in kubernetes-sigs/inference-perf inference_perf/reportgen. The model stands in its configuration, not in its report.
 */
import { Fields, isObject, type Json } from './fields.ts';
import { ResultError, type BenchmarkResult } from './result.ts';
import { toResult } from './to-result.ts';

export const looksLikeInferencePerf = (record: Json): boolean => isObject(record['load_summary']) && isObject(record['successes']);

export function inferencePerfResult(record: Json, line: number): BenchmarkResult {
  const report = new Fields(record, line, 'inference-perf');
  const load = report.at('load_summary');
  const successes = report.at('successes');
  const latency = successes.at('latency');
  const throughput = successes.at('throughput');
  const count = successes.number('count') ?? 0;
  if (count < 1) throw new ResultError(line, 'successes.count', 'no request succeeded, so nothing was measured');
  const failed = report.at('failures').positive('count') ?? 0;
  const mean = (metric: string): number | undefined => latency.at(metric).positive('mean');
  const length = (key: string): number | undefined => {
    const found = successes.at(key).positive('mean');
    return found === undefined ? undefined : Math.max(Math.round(found), 1);
  };
  return toResult({
    tool: 'inference-perf',
    form: `inference-perf, ${load.has('requested_rate') || load.has('concurrency') ? 'report of a stage' : 'summary of all stages'}`,
    line,
    says: { inputTokens: length('prompt_len'), outputTokens: length('output_len') },
    load: {
      rate: load.has('concurrency') ? undefined : load.positive('requested_rate', 'achieved_rate'),
      concurrency: load.positive('concurrency'),
      requests: load.positive('count') ?? count + failed,
      // A summary is over stages that may differ.
      unsaid: !load.has('concurrency') && !load.has('requested_rate') && !load.has('achieved_rate'),
    },
    measured: {
      timePerOutputToken: mean('time_per_output_token'),
      timeToFirstToken: mean('time_to_first_token'),
      requestLatency: latency.at('request_latency').required('mean'),
      outputTokensPerSecond: throughput.positive('output_tokens_per_sec'),
      requestsPerSecond: throughput.positive('requests_per_sec'),
    },
    notes: failed > 0 ? [`${failed} of ${failed + count} requests failed; the times are of the others`] : [],
  });
}
