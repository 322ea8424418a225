/**
 * AIPerf and its forerunner GenAI-Perf: the same statistics saved as JSON, as CSV and printed in a frame. Field names read in November
 * 2026 in ai-dynamo/aiperf src/aiperf/exporters/metrics_{json,csv}_exporter.py with docs/tutorials/working-with-profile-exports.md, and in
 * triton-inference-server/perf_analyzer genai-perf/genai_perf/export_data/{json,csv,console}_exporter.py.
 */
import { cellsOf } from './cells.ts';
import { Fields, isObject, type Json } from './fields.ts';
import { ResultError, type BenchmarkResult, type ToolId } from './result.ts';
import { toResult } from './to-result.ts';

type Statistics = Readonly<Record<string, { readonly avg: number; readonly unit: string }>>;

const metrics = [
  'time_to_first_token',
  'inter_token_latency',
  'request_latency',
  'output_token_throughput',
  'request_throughput',
  'input_sequence_length',
  'output_sequence_length',
  'request_count',
  'benchmark_duration',
] as const;
type Metric = (typeof metrics)[number];

export const looksLikeAiperf = (record: Json): boolean =>
  isObject(record['input_config']) || (isObject(record['request_latency']) && isObject(record['request_throughput']));

export function aiperfJson(record: Json, line: number): BenchmarkResult {
  const read: Record<string, { avg: number; unit: string }> = {};
  for (const metric of metrics) {
    const each = new Fields(record, line, 'aiperf').at(metric);
    const avg = each.number('avg');
    if (avg !== undefined) read[metric] = { avg, unit: each.text('unit') ?? '' };
  }
  const config = isObject(record['input_config']) ? record['input_config'] : {};
  // GenAI-Perf stores its flags side by side or its `model_names` above; AIPerf has sections.
  const sections =
    ['endpoint', 'loadgen', 'input'].some((key) => isObject(config[key])) || isObject(record['error_summary']) || 'was_cancelled' in record;
  const tool: ToolId = sections && !('perf_analyzer' in config) ? 'aiperf' : 'genai-perf';
  const settings = settingsOf(new Fields(config, line, tool));
  return resultOf(tool, `${tool === 'aiperf' ? 'profile_export_aiperf' : 'profile_export_genai_perf'}.json`, line, read, {
    ...settings,
    accelerator: gpuName(record),
    notes: record['was_cancelled'] === true ? ['the benchmark was cancelled before its end'] : [],
  });
}

interface Settings {
  readonly model?: string | undefined;
  readonly concurrency?: number | undefined;
  readonly rate?: number | undefined;
  readonly accelerator?: string | undefined;
  readonly notes?: readonly string[];
}

function settingsOf(config: Fields): Settings {
  const names =
    config.at('endpoint').record['model_names'] ?? config.at('models').record['names'] ?? config.record['model_names'] ?? config.record['model'];
  const load = config.at('loadgen');
  const stimulus = config.at('perf_analyzer').at('stimulus');
  const command = commandSettings(config.text('cli_command') ?? '');
  return {
    model: Array.isArray(names) && typeof names[0] === 'string' ? names[0] : typeof names === 'string' ? names : command.model,
    concurrency: load.positive('concurrency') ?? stimulus.positive('concurrency') ?? config.positive('concurrency') ?? command.concurrency,
    rate: load.positive('request_rate') ?? stimulus.positive('request_rate') ?? config.positive('request_rate') ?? command.rate,
  };
}

/** `aiperf profile --model 'x' --concurrency 100`: printed below the frame and saved with the rest. */
function commandSettings(command: string): Settings {
  const value = (...flags: readonly string[]): string | undefined => {
    for (const flag of flags) {
      const [, quoted, plain] = new RegExp(`(?:^|\\s)${flag}[ =](?:\\\\?["']([^"'\\\\]*)\\\\?["']|(\\S+))`).exec(command) ?? [];
      if (quoted !== undefined || plain !== undefined) return quoted ?? plain;
    }
    return undefined;
  };
  const number = (text: string | undefined): number | undefined => (text !== undefined && Number(text) > 0 ? Number(text) : undefined);
  return { model: value('--model', '--model-names', '-m'), concurrency: number(value('--concurrency')), rate: number(value('--request-rate')) };
}

/** The name that the driver gives the first GPU, where telemetry was on. */
function gpuName(record: Json): string | undefined {
  const endpoints = new Fields(record, 0, 'aiperf').at('telemetry_data').at('endpoints');
  for (const host of Object.values(endpoints.record))
    for (const gpu of Object.values(isObject(host) && isObject(host['gpus']) ? host['gpus'] : {}))
      if (isObject(gpu) && typeof gpu['gpu_name'] === 'string') return gpu['gpu_name'];
  return undefined;
}

/** Sections of CSV separated by blank lines: distributions with their average in the second column, then single values. */
export const looksLikeAiperfCsv = (lines: readonly string[]): boolean => lines.some((line) => /^Metric,(avg|Value)\b/.test(line));

export function aiperfCsv(lines: readonly string[]): BenchmarkResult {
  const read: Record<string, { avg: number; unit: string }> = {};
  const first = lines.findIndex((line) => /^Metric,(avg|Value)\b/.test(line)) + 1;
  let accelerator: string | undefined;
  let gpuColumn = -1;
  for (const line of lines.slice(first - 1)) {
    const cells = cellsOf(line);
    if (cells.includes('GPU_Name')) gpuColumn = cells.indexOf('GPU_Name');
    else if (gpuColumn >= 0) accelerator ??= cells[gpuColumn];
    else addMetric(read, cells[0] ?? '', cells[1] ?? '');
  }
  return resultOf(lines.some((line) => /^Metric,avg,min,max,p1,/.test(line)) ? 'aiperf' : 'genai-perf', 'CSV', first, read, { accelerator });
}

export const holdsAiperfFrame = (lines: readonly string[]): boolean =>
  lines.some((line) => /LLM Metrics/.test(line)) && lines.some((line) => /^\s*[│|┃]/.test(line));

/** The frame that is printed: `│ Time to First Token (ms) │ 18.26 │ …`; long names run on in the next line. */
export function aiperfFrame(lines: readonly string[]): BenchmarkResult {
  const read: Record<string, { avg: number; unit: string }> = {};
  const first = lines.findIndex((line) => /LLM Metrics/.test(line)) + 1;
  let average = 1;
  for (const line of lines.slice(first)) {
    const cells = line.split(/[│┃|]/).map((cell) => cell.trim());
    if (cells.length < 3) continue;
    if (/^(Metric|Statistic)$/.test(cells[1] ?? '')) average = Math.max(cells.indexOf('avg'), 2);
    else addMetric(read, cells[1] ?? '', cells[average] ?? '');
  }
  const command = lines.map((line) => /CLI Command: (.*)$/.exec(line)?.[1]).find((found) => found !== undefined);
  const genai = lines.some((line) => /GenAI-Perf/.test(line));
  return resultOf(genai ? 'genai-perf' : 'aiperf', 'printed table', first, read, commandSettings(command ?? ''));
}

/** `Inter Token Latency (ms)` → `inter_token_latency`; throughputs are told per second. */
function addMetric(read: Record<string, { avg: number; unit: string }>, label: string, value: string): void {
  const [, words = '', unit = ''] = /^(.*?)(?:\s*\(([^)]*)\))?$/.exec(label) ?? [];
  const metric = words.trim().toLowerCase().replaceAll(' ', '_');
  const number = Number(value.replaceAll(',', ''));
  if ((metrics as readonly string[]).includes(metric) && value !== '' && !Number.isNaN(number)) read[metric] ??= { avg: number, unit };
}

const secondsOf: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, sec: 1, '': 1e-3 };

function resultOf(tool: ToolId, file: string, line: number, read: Statistics, settings: Settings): BenchmarkResult {
  const value = (metric: Metric): number | undefined => {
    const avg = read[metric]?.avg;
    return avg === undefined || !(avg > 0) ? undefined : avg;
  };
  const time = (metric: Metric): number | undefined => {
    const found = value(metric);
    const unit = read[metric]?.unit ?? '';
    const factor = secondsOf[unit];
    if (found !== undefined && factor === undefined) throw new ResultError(line, `${metric}.unit`, `expected ns, us, ms or s, got "${unit}"`);
    return found === undefined ? undefined : found * (factor ?? 1);
  };
  const measured = {
    timePerOutputToken: time('inter_token_latency'),
    timeToFirstToken: time('time_to_first_token'),
    requestLatency: time('request_latency'),
    outputTokensPerSecond: value('output_token_throughput'),
    requestsPerSecond: value('request_throughput'),
  };
  if (Object.values(measured).every((each) => each === undefined))
    throw new ResultError(
      line,
      'inter_token_latency',
      `${tool} writes "inter_token_latency", "request_latency" or "output_token_throughput", each with its "avg"`,
    );
  const whole = (metric: Metric): number | undefined => {
    const found = value(metric);
    return found === undefined ? undefined : Math.max(Math.round(found), 1);
  };
  return toResult({
    tool,
    form: `${tool}, ${file}`,
    line,
    model: settings.model,
    accelerator: settings.accelerator,
    says: { inputTokens: whole('input_sequence_length'), outputTokens: whole('output_sequence_length') },
    load: {
      rate: settings.rate,
      concurrency: settings.concurrency,
      requests: value('request_count'),
      unsaid: settings.rate === undefined && settings.concurrency === undefined,
    },
    measured,
    notes: settings.notes ?? [],
  });
}
