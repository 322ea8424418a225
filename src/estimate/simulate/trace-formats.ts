/**
 * The traces that people publish, by the names of their columns: what a trace calls its times and lengths, in which unit its times
 * are, and how many tokens a hash of its prompts stands for.
 */

/** Seconds of one unit. */
export const timeUnits = { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 } as const;
export type TimeUnit = keyof typeof timeUnits;

export interface TraceFormat {
  readonly id: string;
  /** As it is said to a person. */
  readonly name: string;
  readonly arrival: string;
  readonly inputTokens: string;
  readonly outputTokens: string;
  /** Of a plain number that is no time since 1970; a date says its unit itself. */
  readonly unit: TimeUnit;
  /** A column that tells it from a format with the same names for times and lengths. */
  readonly only?: string;
  /** Share of the prompt that lies in the prefix cache. */
  readonly hitRate?: string;
  /** Hashes of the prompt's blocks, first to last, and the tokens of one block. */
  readonly hashes?: { readonly column: string; readonly tokens: number };
}

/** Of formats with the same columns, the one that asks for more comes first. */
export const traceFormats: readonly TraceFormat[] = [
  {
    id: 'lab',
    name: 'this lab',
    arrival: 'arrival',
    inputTokens: 'inputTokens',
    outputTokens: 'outputTokens',
    unit: 's',
    hitRate: 'prefixHitRate',
  },
  // Azure/AzurePublicDataset: AzureLLMInferenceDataset2023.md and 2024.md; dates with seven or six decimals, 2024 with a zone.
  { id: 'azure', name: 'Azure LLM inference', arrival: 'TIMESTAMP', inputTokens: 'ContextTokens', outputTokens: 'GeneratedTokens', unit: 's' },
  // HPMLL/BurstGPT README: seconds from midnight of the first day; failed requests have no response tokens.
  { id: 'burstgpt', name: 'BurstGPT', arrival: 'Timestamp', inputTokens: 'Request tokens', outputTokens: 'Response tokens', unit: 's' },
  // alibaba-edu/qwen-bailian-usagetraces-anon README: seconds, a hash for every 16 tokens.
  {
    id: 'bailian',
    name: 'Qwen Bailian',
    arrival: 'timestamp',
    inputTokens: 'input_length',
    outputTokens: 'output_length',
    unit: 's',
    only: 'chat_id',
    hashes: { column: 'hash_ids', tokens: 16 },
  },
  // kvcache-ai/Mooncake README, FAST25-release/traces: milliseconds, a hash for every 512 tokens. AIPerf and Dynamo write the same.
  {
    id: 'mooncake',
    name: 'Mooncake',
    arrival: 'timestamp',
    inputTokens: 'input_length',
    outputTokens: 'output_length',
    unit: 'ms',
    hashes: { column: 'hash_ids', tokens: 512 },
  },
];

/**
 * Sessions of coding agents, one a line: `{ id, block_size, hash_id_scope, requests: [ { t, in, out, hash_ids } ] }`, seconds from the
 * start of the session (semianalysisai/cc-traces-weka, callanjfox/kv-cache-tester docs/trace_replay_tester.md). A request may be a
 * subagent that holds requests of its own.
 */
export const sessionFormat: TraceFormat = {
  id: 'cc-traces',
  name: 'coding-agent sessions',
  arrival: 't',
  inputTokens: 'in',
  outputTokens: 'out',
  unit: 's',
  hashes: { column: 'hash_ids', tokens: 64 },
};

/**
 * The format that has these columns, capitals and all; where none has all three, one that has two of them, so that the third can be
 * missed by its name. Undefined for columns of no format.
 */
export function formatOf(columns: readonly string[]): TraceFormat | undefined {
  const count = (format: TraceFormat): number => columnsOf(format).filter((column) => columns.includes(column)).length;
  const possible = traceFormats.filter(({ only }) => only === undefined || columns.includes(only));
  return possible.find((format) => count(format) === 3) ?? possible.find((format) => count(format) === 2);
}

/** The columns of a format in the order in which they are asked for. */
export const columnsOf = ({ arrival, inputTokens, outputTokens }: TraceFormat): readonly string[] => [arrival, inputTokens, outputTokens];

/** Which columns each format has, for who brought another. */
export const knownFormats = (): string =>
  [...traceFormats.filter(({ only }) => only === undefined), sessionFormat]
    .map((format) => `${columnsOf(format).join(', ')} (${format.name})`)
    .join('; ');
