/**
 * Results of the two serving benchmarks that share an ancestor. Field names and when each came, read in November 2026 in
 * vllm-project/vllm vllm/benchmarks/serve.py (`vllm bench serve`; benchmarks/benchmark_serving.py before it) and
 * sgl-project/sglang python/sglang/bench_serving.py, python/sglang/benchmark/serving.py (`sglang.bench_serving`).
 */
import type { Parallel } from '../scenario.ts';
import { Fields, type Json } from './fields.ts';
import { engineNamed } from './named.ts';
import { ResultError, type BenchmarkResult } from './result.ts';
import type { Speculative } from '../scenario.ts';
import { acceptanceOf } from './speculation.ts';
import { milli, toResult, tokensEach } from './to-result.ts';

/** What stands beside a printed table: the arguments that the tool printed before it. */
export interface ServingExtras {
  readonly arguments: Json;
  readonly printed: boolean;
}

export const looksLikeSglang = (record: Json): boolean =>
  'mean_e2e_latency_ms' in record ||
  'median_e2e_latency_ms' in record ||
  'total_output_tokens_retokenized' in record ||
  'random_range_ratio' in record;

export const looksLikeVllm = (record: Json): boolean =>
  'mean_ttft_ms' in record || 'total_token_throughput' in record || ('output_throughput' in record && 'request_throughput' in record);

/** Metrics of both tools are milliseconds under `mean_ttft_ms` and so on; `has` may hold a saved result or a printed table read by label. */
export function servingResult(record: Json, line: number, extras: ServingExtras): BenchmarkResult {
  const sglang = looksLikeSglang(record);
  const tool = sglang ? 'sglang' : 'vllm';
  const called = sglang ? 'sglang.bench_serving' : 'vllm bench serve';
  const has = new Fields(record, line, called);
  const given = new Fields(extras.arguments, line, called);
  const completed = has.number('completed');
  if (completed === undefined || completed < 1)
    throw new ResultError(
      line,
      'completed',
      completed === undefined
        ? `${called} writes "completed", the number of requests that succeeded`
        : 'no request succeeded, so nothing was measured',
    );
  const seconds = has.positive('duration');
  const requestsPerSecond = has.positive('request_throughput') ?? (seconds === undefined ? undefined : completed / seconds);
  const totalOutput = has.required('total_output_tokens', 'total_output');
  const measured = {
    timePerOutputToken: milli(has.positive('mean_tpot_ms')),
    timeToFirstToken: milli(has.positive('mean_ttft_ms')),
    requestLatency: milli(has.positive('mean_e2el_ms', 'mean_e2e_latency_ms')),
    outputTokensPerSecond: has.positive('output_throughput') ?? (seconds === undefined ? undefined : totalOutput / seconds),
    requestsPerSecond,
  };
  if (measured.timePerOutputToken === undefined && measured.outputTokensPerSecond === undefined)
    throw new ResultError(line, 'mean_tpot_ms', `${called} writes "mean_tpot_ms" or "output_throughput"`);
  const server = sglang ? serverOf(has.at('server_info')) : {};
  const backend = has.text('backend') ?? has.text('endpoint_type') ?? given.text('backend') ?? given.text('endpoint_type');
  const outputTokens = tokensEach(totalOutput, completed);
  return toResult({
    tool,
    form: formOf(record, sglang, extras.printed),
    line,
    model: has.text('model_id') ?? server.model ?? given.text('model'),
    says: {
      engine: sglang ? (engineNamed(backend) ?? (server.model === undefined ? undefined : 'sglang')) : engineNamed(backend),
      inputTokens: tokensEach(has.positive('total_input_tokens', 'total_input'), completed),
      outputTokens,
      accelerators: server.accelerators ?? worldSize(has),
      parallel: server.parallel ?? parallelOf(has),
      weights: server.weights,
      kvCache: server.kvCache,
    },
    speculative: speculativeOf(has, server.draftTokens),
    load: {
      rate: has.positive('request_rate') ?? given.positive('request_rate'),
      concurrency: has.positive('max_concurrency') ?? given.positive('max_concurrency'),
      requests: has.positive('num_prompts') ?? given.positive('num_prompts') ?? completed + (has.positive('failed') ?? 0),
      inFlight: sglang ? has.positive('concurrency') : undefined,
      // Old tables held neither; the lines before them did.
      unsaid: extras.printed && !today(record) && !sglang && !given.has('request_rate') && !given.has('max_concurrency'),
    },
    measured,
    notes: [...failures(has, completed), ...(server.eager ? ['the server ran without captured graphs (disable_cuda_graph)'] : [])],
  });
}

/** benchmark_serving.py wrote none of these; `vllm bench serve` one from its first release. */
const today = (record: Json): boolean =>
  ['endpoint_type', 'failed', 'max_output_tokens_per_s', 'max_concurrent_requests'].some((key) => key in record);

function formOf(record: Json, sglang: boolean, printed: boolean): string {
  const kind = printed ? 'printed table' : 'saved JSON';
  if (sglang)
    return `sglang.bench_serving, ${'total_input_text_tokens' in record ? '' : 'before it told text from images, '}${printed ? kind : 'JSON Lines'}`;
  return `${today(record) ? 'vllm bench serve' : 'benchmark_serving.py'}, ${kind}`;
}

const failures = (has: Fields, completed: number): readonly string[] => {
  const failed = has.positive('failed') ?? Math.max((has.positive('num_prompts') ?? 0) - completed, 0);
  return failed > 0 ? [`${failed} of ${failed + completed} requests failed; the times are of the others`] : [];
};

/** Sizes that people pass as `--metadata`, which the tool stores under the name given. */
function parallelOf(has: Fields): Parallel | undefined {
  const tensor = has.positive('tensor_parallel_size', 'tp', 'tp_size');
  if (tensor === undefined) return undefined;
  return { tensor, pipeline: has.positive('pipeline_parallel_size', 'pp', 'pp_size') ?? 1, expert: 1, attentionData: 1 };
}

function worldSize(has: Fields): number | undefined {
  const parallel = parallelOf(has);
  return parallel && parallel.tensor * parallel.pipeline * (has.positive('data_parallel_size', 'dp', 'dp_size') ?? 1);
}

interface Server {
  readonly model?: string | undefined;
  readonly accelerators?: number | undefined;
  readonly parallel?: Parallel | undefined;
  readonly weights?: 'fp8' | 'int4' | undefined;
  readonly kvCache?: 'bf16' | 'fp8' | undefined;
  readonly draftTokens?: number | undefined;
  readonly eager?: boolean;
}

/** The server's own arguments, which SGLang's tool asks it for. */
function serverOf(info: Fields): Server {
  const tensor = info.positive('tp_size');
  if (tensor === undefined) return { model: info.text('model_path') };
  const data = info.positive('dp_size') ?? 1;
  const pipeline = info.positive('pp_size') ?? 1;
  const shared = info.flag('enable_dp_attention') === true;
  // With attention split by data, tp_size counts all ranks of a replica; without, dp_size counts replicas.
  return {
    model: info.text('model_path'),
    accelerators: tensor * pipeline * (shared ? 1 : data),
    parallel: {
      tensor: shared ? Math.max(tensor / data, 1) : tensor,
      pipeline,
      expert: info.positive('ep_size') ?? 1,
      attentionData: shared ? data : 1,
    },
    weights: info.text('quantization') === 'fp8' ? 'fp8' : undefined,
    kvCache: /^fp8/.test(info.text('kv_cache_dtype') ?? '')
      ? 'fp8'
      : /^(bf16|bfloat16)$/.test(info.text('kv_cache_dtype') ?? '')
        ? 'bf16'
        : undefined,
    draftTokens: info.positive('speculative_num_steps'),
    eager: info.flag('disable_cuda_graph') === true,
  };
}

function speculativeOf(has: Fields, serverDraft: number | undefined): Omit<Speculative, 'draft'> | undefined {
  const drafts = has.positive('spec_decode_num_drafts');
  const drafted = has.positive('spec_decode_draft_tokens');
  const length = has.positive('spec_decode_acceptance_length', 'accept_length');
  const draftTokens = drafts !== undefined && drafted !== undefined ? Math.round(drafted / drafts) : serverDraft;
  if (draftTokens === undefined || draftTokens < 1 || length === undefined) return undefined;
  return { draftTokens, acceptance: acceptanceOf(draftTokens, length) };
}
