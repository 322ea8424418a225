/**
 * Serving engines: the limits and defaults that decide how many requests run at once and how prompts are cut, by release
 * and by the memory of the chip. What changes between releases is data (`data/engines.csv`, `data/engine-limits.csv`);
 * overheads in seconds are fitted elsewhere.
 */
import { table as limitTable } from './data/engine-limits.csv';
import { table as releaseTable } from './data/engines.csv';
import type { AcceleratorClass } from './facts.ts';
import { catalogueDate, numberOrNull, requiredNumber, textOf } from './read-cell.ts';
import { rowsOf, type Row } from './table.ts';

export type EngineName = 'vllm' | 'sglang' | 'tensorrt-llm';

/** What sliding windows take of the cache: their whole length, what a pass may add to them, a share of the other layers' tokens, or just themselves. */
export type WindowReserve =
  | { readonly kind: 'whole' }
  | { readonly kind: 'batch'; readonly batches: number }
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'own' };

/** Bytes that an engine takes off the memory in place of a share, before it has measured anything. */
export interface EngineReserve {
  readonly base: number;
  readonly perToken: number;
  readonly perGraph: number;
  readonly perRank: number;
  /** At least this much on boards of more than 60 GiB. */
  readonly floor: number;
}

export interface EngineFacts {
  readonly id: EngineName;
  readonly name: string;
  /** Release whose defaults these are, and the month it came out. */
  readonly release: string;
  readonly from: string;
  /** Share of the memory that weights, activations and cache may take together; null where it follows from `reserve`. */
  readonly memoryShare: number | null;
  /** `free`: the share is of what is left beside weights and runtime, and goes to the cache alone. */
  readonly shareOf: 'total' | 'free';
  readonly reserve: EngineReserve | null;
  /** Tokens of the pass that is run to measure activations: the largest batch, or a whole model length; `none` is measured. */
  readonly profiles: 'batch' | 'context' | 'none';
  /** Bytes that sampling takes for each sequence of the largest batch and each entry of the vocabulary. */
  readonly samplerBytes: number;
  /** True where captured graphs count against the share. */
  readonly graphsInside: boolean;
  readonly windows: WindowReserve;
  /** Recurrent states that are kept of a sequence. */
  readonly stateCopies: number;
  /** Tokens of a cache block. */
  readonly blockTokens: number;
  /** Most sequences that one attention-data rank runs at once by default. */
  readonly maxSequences: number;
  /** Most tokens in one forward pass: prompts longer than this are cut. */
  readonly tokenBudget: number;
  /** Largest batch of a captured graph: on up to two tensor ranks, and on more. */
  readonly graphs: { readonly few: number; readonly many: number };
  /** Share of the output's cache that must be free before a request is admitted. */
  readonly reservedOutput: number;
  /** True where prompts ride along with decoding in one pass; false where they get passes of their own. */
  readonly mixesPrefill: boolean;
  /** Passes that are put together while the one before still runs: a request that comes meanwhile waits for one more. */
  readonly ahead: number;
  /** True where the host launches the kernels of a pass with prompts one by one; false where a compiled engine runs them. */
  readonly eager: boolean;
  /** True where all-reduce, residual and norm are one kernel on every chip with links of its own; the others do so on some (`silicon.ts`). */
  readonly fusesReduction: boolean;
  /** Weight formats whose checkpoints bring scales for a cache in 8 bits; beside others it stays in 16 when nobody says otherwise. */
  readonly narrowCache: readonly string[];
  readonly runsOn: readonly AcceleratorClass[];
  readonly source: readonly string[];
  readonly date: string;
}

/** What an engine looks at to choose its limits. */
export interface EngineChip {
  readonly name: string;
  readonly memoryBytes: number | null;
}

const everywhere: readonly AcceleratorClass[] = [
  'nvidia-datacenter',
  'nvidia-workstation',
  'amd-instinct',
  'intel-gaudi',
  'intel-workstation',
  'tpu',
  'trainium',
  'ascend',
  'dataflow',
  'client',
];

/** What no release changed. */
const engines: Readonly<Record<EngineName, Pick<EngineFacts, 'name' | 'mixesPrefill' | 'fusesReduction' | 'runsOn'>>> = {
  vllm: { name: 'vLLM', mixesPrefill: true, fusesReduction: false, runsOn: everywhere },
  sglang: { name: 'SGLang', mixesPrefill: false, fusesReduction: false, runsOn: everywhere },
  // enable_fusion is on in the decoder layers of Llama, DeepSeek-V3 and Qwen3 MoE unless an environment variable turns it off.
  'tensorrt-llm': { name: 'TensorRT-LLM', mixesPrefill: true, fusesReduction: true, runsOn: ['nvidia-datacenter', 'nvidia-workstation'] },
};
export const engineNames = Object.keys(engines) as readonly EngineName[];

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

interface Tables {
  readonly releases: readonly Row[];
  readonly limits: readonly Row[];
}
let cached: Tables | undefined;
const tables = (): Tables => (cached ??= { releases: rowsOf(releaseTable), limits: rowsOf(limitTable) });

/** Rows of an engine that were out in a month ("YYYY-MM"), or are today. */
const outBy = (rows: readonly Row[], id: EngineName, month: string | null): readonly Row[] =>
  rows.filter((row) => textOf(row, 'engine') === id && (month === null || textOf(row, 'from') <= month));

/** Month of the first release that is known. */
export const firstRelease = (id: EngineName): string => textOf(outBy(tables().releases, id, null)[0] ?? {}, 'from');

/**
 * An engine's defaults on a chip.
 * @param month "YYYY-MM": the release of that month; null is the newest
 * @returns undefined before its first release
 */
export function engineOn(id: EngineName, chip: EngineChip, month: string | null): EngineFacts | undefined {
  const release = outBy(tables().releases, id, month).at(-1);
  const limit = limitOn(id, chip, month);
  return release && limit && readEngine(id, release, limit);
}

/** The tier of the chip's memory: the highest that it reaches, and of that the newest. */
function limitOn(id: EngineName, { name, memoryBytes }: EngineChip, month: string | null): Row | undefined {
  const size = (memoryBytes ?? 0) / gibibyte;
  const excepted = (row: Row): boolean => textOf(row, 'except') !== '' && name.toLowerCase().includes(textOf(row, 'except'));
  return outBy(tables().limits, id, month)
    .filter((row) => requiredNumber(row, 'least_gib') <= size && !excepted(row))
    .sort((a, b) => requiredNumber(a, 'least_gib') - requiredNumber(b, 'least_gib') || textOf(a, 'from').localeCompare(textOf(b, 'from')))
    .at(-1);
}

function readEngine(id: EngineName, release: Row, limit: Row): EngineFacts {
  const share = numberOrNull(release, 'share');
  return {
    id,
    ...engines[id],
    release: textOf(release, 'release'),
    from: textOf(release, 'from'),
    memoryShare: share,
    shareOf: textOf(release, 'share_of') === 'free' ? 'free' : 'total',
    reserve:
      share === null
        ? {
            base: requiredNumber(release, 'reserve_mib') * mebibyte,
            perToken: requiredNumber(release, 'reserve_per_token_mib') * mebibyte,
            perGraph: requiredNumber(release, 'reserve_per_graph_mib') * mebibyte,
            perRank: requiredNumber(release, 'reserve_per_rank_mib') * mebibyte,
            floor: requiredNumber(release, 'reserve_floor_mib') * mebibyte,
          }
        : null,
    profiles: textOf(release, 'profile') as EngineFacts['profiles'],
    samplerBytes: requiredNumber(release, 'sampler_bytes'),
    graphsInside: textOf(release, 'graphs_inside') === 'true',
    windows: readWindows(release),
    stateCopies: requiredNumber(release, 'state_copies'),
    blockTokens: requiredNumber(release, 'block_tokens'),
    maxSequences: requiredNumber(limit, 'sequences'),
    tokenBudget: requiredNumber(limit, 'tokens'),
    graphs: { few: requiredNumber(limit, 'graphs'), many: requiredNumber(limit, 'graphs_split') },
    reservedOutput: requiredNumber(release, 'reserved_output'),
    ahead: requiredNumber(release, 'ahead'),
    eager: textOf(release, 'eager') === 'true',
    narrowCache: textOf(release, 'narrow_cache').split(' '),
    source: [textOf(release, 'where'), textOf(limit, 'where')],
    date: catalogueDate,
  };
}

function readWindows(row: Row): WindowReserve {
  const kind = textOf(row, 'windows');
  const batches = requiredNumber(row, 'batches');
  if (kind === 'batch') return { kind, batches };
  if (kind === 'share') return { kind, share: batches };
  return { kind: kind === 'whole' ? kind : 'own' };
}

/** A board as they are common: what an engine does where no chip is named. */
const usualChip: EngineChip = { name: '', memoryBytes: 80 * gibibyte };

/** The newest release of each on a board of 80 GiB. */
export const engineFacts: readonly EngineFacts[] = engineNames.flatMap((id) => engineOn(id, usualChip, null) ?? []);

const byId = new Map(engineFacts.map((facts) => [facts.id as string, facts]));

export function engineById(id: string): EngineFacts | undefined {
  return byId.get(id);
}
