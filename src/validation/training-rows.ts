/** Published training steps as questions to the model, each with its tokens a second, or why it is left out of the score. */
import { textOf, numberOrNull } from '../catalogue/read-cell.ts';
import { rowsOf, type Row } from '../catalogue/table.ts';
import type { AttentionKernel } from '../estimate/training/operators.ts';
import type { AskedParallel, Recompute, Training, TrainingPrecision } from '../scenario/training.ts';
import { table } from './published/training.csv';

export interface TrainingRow {
  readonly id: string;
  /** "model | accelerator": held out together. */
  readonly group: string;
  /** `read`, or `recalled`: from memory and not read again, so never scored. */
  readonly trust: string;
  readonly source: string;
  readonly training: Training;
  /** Attention as it was then. */
  readonly kernel: AttentionKernel;
  /** Tokens a second on one accelerator. */
  readonly measured: number;
}

export interface LeftOut {
  readonly id: string;
  readonly why: string;
}

export interface TrainingRows {
  readonly rows: readonly TrainingRow[];
  readonly leftOut: readonly LeftOut[];
}

const kinds = ['pretrain-bench', 'sft', 'lora'];
/** Names of the rows that the catalogue has under another. */
const renamed: Readonly<Record<string, string>> = {};

/** A published run, with its date and software as printed. */
export interface PublishedStep {
  /** Null for a whole run, of which only the mean is known. */
  readonly row: TrainingRow | null;
  readonly id: string;
  readonly model: string;
  readonly accelerator: string;
  readonly accelerators: number | null;
  readonly precision: TrainingPrecision;
  readonly method: Training['method'];
  readonly sequence: number | null;
  /** Tokens a second on one accelerator; of a whole run the mean, with what failed in it. */
  readonly tokensPerSecond: number;
  readonly software: string;
  /** Month, or empty. */
  readonly date: string;
  readonly source: string;
}

/** Steps that are scored and whole runs, those that were read at their source alone. */
export function publishedSteps(known: (model: string) => boolean): readonly PublishedStep[] {
  const steps = new Map(trainingRows(known).rows.map((row) => [row.id, row]));
  return rowsOf(table).flatMap((row) => {
    const id = textOf(row, 'id');
    const step = steps.get(id) ?? null;
    const rate = step?.measured ?? (textOf(row, 'kind') === 'run' && known(modelOf(row)) ? meanOfRun(row) : null);
    if (rate === null || textOf(row, 'trust') !== 'read') return [];
    const printed: PublishedStep = {
      row: step,
      id,
      model: modelOf(row),
      accelerator: textOf(row, 'accelerator'),
      accelerators: numberOrNull(row, 'accelerators'),
      precision: textOf(row, 'precision') as TrainingPrecision,
      method: textOf(row, 'kind') === 'lora' ? 'lora' : 'full',
      sequence: numberOrNull(row, 'sequence'),
      tokensPerSecond: rate,
      software: textOf(row, 'framework'),
      date: textOf(row, 'date'),
      source: textOf(row, 'source'),
    };
    return [printed];
  });
}

function meanOfRun(row: Row): number | null {
  const tokens = numberOrNull(row, 'tokens_b');
  const hours = numberOrNull(row, 'accelerator_hours_m');
  return tokens === null || hours === null ? null : (tokens * 1e9) / (hours * 1e6 * 3600);
}

export function trainingRows(known: (model: string) => boolean): TrainingRows {
  const rows: TrainingRow[] = [];
  const leftOut: LeftOut[] = [];
  for (const row of rowsOf(table)) {
    const id = textOf(row, 'id');
    const why = unfit(row, known);
    const measured = why === null ? tokensPerSecond(row) : null;
    if (why !== null || measured === null) leftOut.push({ id, why: why ?? 'no tokens a second, and nothing that they follow from' });
    else rows.push(readRow(row, id, measured));
  }
  return { rows, leftOut };
}

function unfit(row: Row, known: (model: string) => boolean): string | null {
  const kind = textOf(row, 'kind');
  if (!kinds.includes(kind)) return kind === 'run' ? 'a whole run, not a step' : 'a time to a quality target';
  if (!known(modelOf(row))) return 'the shape of the model was not published';
  if (textOf(row, 'notes').includes('not a stock SXM5')) return 'another part than the one of the catalogue';
  if (numberOrNull(row, 'sequence') === null || numberOrNull(row, 'global_batch') === null) return 'no sequence or batch';
  return null;
}

const modelOf = (row: Row): string => renamed[textOf(row, 'model')] ?? textOf(row, 'model');

/** As printed; else from the time of a step; else from TFLOP/s by the source's own count. */
function tokensPerSecond(row: Row): number | null {
  const printed = numberOrNull(row, 'tokens_per_s_per_accelerator');
  if (printed !== null) return printed;
  const step = numberOrNull(row, 'step_s');
  const sequence = numberOrNull(row, 'sequence') ?? 0;
  if (step !== null) return ((numberOrNull(row, 'global_batch') ?? 0) * sequence) / step / (numberOrNull(row, 'accelerators') ?? 1);
  const teraflops = numberOrNull(row, 'model_tflops_per_accelerator');
  const shape = /heads (\d+); hidden (\d+); layers (\d+); vocab (\d+)/.exec(textOf(row, 'notes'));
  if (teraflops === null || shape === null) return null;
  const [hidden, layers, vocab] = [Number(shape[2]), Number(shape[3]), Number(shape[4])];
  // Narayanan et al., arXiv 2104.04473, equation 3: the recomputed forward and attention without its causal half are counted.
  const perToken = 96 * layers * hidden ** 2 * (1 + sequence / (6 * hidden) + vocab / (16 * layers * hidden));
  return (teraflops * 1e12) / perToken;
}

/** llm-foundry's table stands without days; its file names December 2023. */
const yearOfBenchmark = '2023-12';

/** Months of the releases: FlashAttention May 2022, its third version July 2024. */
const kernelOf = (date: string): AttentionKernel => (date < '2022-06' ? 'unfused' : date < '2024-08' ? 'second' : 'current');

function readRow(row: Row, id: string, measured: number): TrainingRow {
  const kind = textOf(row, 'kind');
  const model = modelOf(row);
  const accelerator = textOf(row, 'accelerator');
  const precision = textOf(row, 'precision') as TrainingPrecision;
  const recompute = textOf(row, 'recompute');
  const training: Training = {
    kind: kind === 'pretrain-bench' ? 'pre-train' : 'fine-tune',
    method: kind === 'lora' ? 'lora' : 'full',
    model,
    accelerator,
    accelerators: numberOrNull(row, 'accelerators'),
    precision,
    sequence: numberOrNull(row, 'sequence') ?? 0,
    globalBatch: numberOrNull(row, 'global_batch'),
    microBatch: numberOrNull(row, 'micro_batch'),
    parallel: layoutOf(row),
    recompute: recompute === '' ? null : ((recompute === 'selective-op' ? 'selective' : recompute) as Recompute),
    tokens: null,
    loraRank: 16,
    deadlineHours: null,
    ownership: 'rent-on-demand',
    utilisation: 1,
    site: null,
  };
  return {
    id,
    group: `${model} | ${accelerator}`,
    trust: textOf(row, 'trust'),
    source: textOf(row, 'source'),
    training,
    kernel: kernelOf(textOf(row, 'date') || yearOfBenchmark),
    measured,
  };
}

/** `fsdp` above 0 is ZeRO-3 over that many ranks, 0 is ZeRO-1; blank cells are not known, and searched. */
function layoutOf(row: Row): AskedParallel {
  const fsdp = numberOrNull(row, 'fsdp');
  return {
    tensor: numberOrNull(row, 'tensor'),
    pipeline: numberOrNull(row, 'pipeline'),
    context: numberOrNull(row, 'context'),
    expert: numberOrNull(row, 'expert'),
    virtualPipeline: numberOrNull(row, 'virtual_pipeline'),
    shard: fsdp === null ? null : fsdp > 0 ? 3 : 1,
    shardRanks: fsdp === null || fsdp === 0 ? null : fsdp,
  };
}
