/**
 * What is fitted: per operator class and variant, the rows of the published tables with the seconds that the model's
 * own operator functions give for them. The same functions price scenarios, so a fit can never drift from its use.
 */
import type { Row } from '../../../catalogue/csv.ts';
import type { PeakFormat } from '../../../catalogue/facts.ts';
import {
  decodeBytes,
  decodeSeconds,
  prefillFlops,
  prefillSeconds,
  type DecodeParameters,
  type PrefillParameters,
} from '../../../model/operators/attention.ts';
import { oneLevelSeconds, type CollectiveOp, type CollectiveParameters } from '../../../model/operators/collectives.ts';
import { formats, type ArithmeticFormat } from '../../../model/operators/formats.ts';
import { gemmFlops, gemmSeconds, gemmWeightBytes, type GemmParameters } from '../../../model/operators/gemm.ts';
import { deepSeekGeometry, mlaDecodeSeconds, mlaPrefillSeconds } from '../../../model/operators/mla.ts';
import { moeSeconds, type MoeParameters } from '../../../model/operators/moe.ts';
import type { ChipRates } from '../../../model/operators/primitive.ts';
import type { Routing } from '../../../model/operators/routing.ts';
import type { KvFormat } from '../../../scenario/scenario.ts';
import type { PriorClass } from '../operator-classes.ts';
import { systemOf, type System } from './systems.ts';
import { latencyOf, numberOf, table } from './tables.ts';

export type Numbers = Readonly<Record<string, number>>;

export interface FitRow {
  readonly system: System;
  /** s */
  readonly measured: number;
  readonly seconds: (parameters: Numbers) => number;
}

/** One set of parameters to fit. */
export interface Form {
  /** `gemm/bf16`, `attention.prefill/bf16/fp8`, `collective/allReduce/graph`, … */
  readonly key: string;
  readonly class: PriorClass;
  readonly rows: readonly FitRow[];
  /** Rows that the physical rule left out. */
  readonly left: number;
}

const dtypes: Readonly<Record<string, ArithmeticFormat>> = {
  bfloat16: 'bf16',
  fp8: 'fp8',
  fp8_block: 'fp8_block',
  nvfp4: 'nvfp4',
  int8_wo: 'int8_wo',
  int4_wo: 'int4_wo',
  w4a8_mxfp4_mxfp8: 'mxfp4',
  w4a16_mxfp4: 'mxfp4',
};

/** Format of the units, and bf16 where the system has none of them. */
function rates(system: System, format: PeakFormat): ChipRates {
  const peak = system.peak[format] ?? system.peak.bf16;
  if (peak === undefined) throw new Error(`${system.id} has no peak`);
  return { peak, bandwidth: system.bandwidth, cores: system.cores, cacheBytes: system.cacheBytes };
}

const kvOf = (name: string | undefined): KvFormat => (name === 'fp8' ? 'fp8' : 'bf16');

/** Rows by the key of their form. */
function grouped(rows: readonly Row[], keyOf: (row: Row) => string | null, read: (row: Row) => FitRow | null, operatorClass: PriorClass): Form[] {
  const groups = new Map<string, { rows: FitRow[]; left: number }>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(key) ?? { rows: [], left: 0 };
    groups.set(key, group);
    const fitRow = read(row);
    if (fitRow) group.rows.push(fitRow);
    else group.left++;
  }
  return [...groups].map(([key, group]) => ({ key, class: operatorClass, ...group }));
}

/**
 * The physical rule: no row may imply more than 1.05 of the dense peak, or weights read faster than memory delivers
 * them (they were left in cache from the call before, which they are not inside a model).
 */
const mostOfPeak = 1.05;

function gemm(): Form[] {
  const dtypeOf = (row: Row): ArithmeticFormat => dtypes[row['dtype'] ?? ''] ?? 'bf16';
  return grouped(
    table('gemm'),
    (row) => `gemm/${dtypeOf(row)}`,
    (row) => {
      const system = systemOf(row['source'] ?? '');
      const dtype = dtypeOf(row);
      const query = { m: numberOf(row, 'm'), n: numberOf(row, 'n'), k: numberOf(row, 'k') };
      const measured = latencyOf(row);
      const chip = rates(system, formats[dtype].peak);
      if (gemmFlops(query.m, query.n, query.k) / measured > mostOfPeak * chip.peak) return null;
      if (gemmWeightBytes(query.n, query.k, dtype) / measured > chip.bandwidth) return null;
      return { system, measured, seconds: (p) => gemmSeconds(query, dtype, p as unknown as GemmParameters, chip) };
    },
    'gemm',
  );
}

function attentionShape(row: Row) {
  return {
    batch: numberOf(row, 'batch'),
    seq: numberOf(row, 'seq'),
    prefix: 0,
    heads: numberOf(row, 'heads'),
    kvHeads: numberOf(row, 'kv_heads'),
    headDim: numberOf(row, 'head_dim'),
    window: 0,
  };
}

function prefill(): Form[] {
  const format = (row: Row): 'bf16' | 'fp8' => (row['dtype'] === 'fp8' ? 'fp8' : 'bf16');
  return grouped(
    table('attention-context'),
    (row) => `attention.prefill/${format(row)}/${kvOf(row['kv_dtype'])}`,
    (row) => {
      const system = systemOf(row['source'] ?? '');
      const shape = attentionShape(row);
      const kv = kvOf(row['kv_dtype']);
      const measured = latencyOf(row);
      const chip = rates(system, format(row));
      // fp8 caches let the engine multiply in fp8, so the faster of the two units is the limit.
      const limit = rates(system, kv === 'fp8' ? 'fp8' : 'bf16').peak;
      if (prefillFlops(shape) / measured > mostOfPeak * limit) return null;
      return { system, measured, seconds: (p) => prefillSeconds(shape, kv, p as unknown as PrefillParameters, chip) };
    },
    'attention.prefill',
  );
}

function decode(): Form[] {
  return grouped(
    table('attention-generation'),
    (row) => `attention.decode/${kvOf(row['kv_dtype'])}`,
    (row) => {
      const system = systemOf(row['source'] ?? '');
      const shape = attentionShape(row);
      const kv = kvOf(row['kv_dtype']);
      const measured = latencyOf(row);
      const chip = rates(system, 'bf16');
      const bytes = decodeBytes(shape, kv);
      if (bytes > 2 * system.cacheBytes && bytes / measured > chip.bandwidth) return null;
      return { system, measured, seconds: (p) => decodeSeconds(shape, kv, p as unknown as DecodeParameters, chip) };
    },
    'attention.decode',
  );
}

function mla(): Form[] {
  const phase = (row: Row): 'mla.prefill' | 'mla.decode' => (row['op'] === 'mla_context' ? 'mla.prefill' : 'mla.decode');
  const of = (operatorClass: 'mla.prefill' | 'mla.decode'): Form[] =>
    grouped(
      table('attention-mla'),
      (row) => (phase(row) === operatorClass ? `${operatorClass}/${kvOf(row['kv_dtype'])}` : null),
      (row) => {
        const system = systemOf(row['source'] ?? '');
        const shape = { batch: numberOf(row, 'batch'), seq: numberOf(row, 'seq'), prefix: 0, heads: numberOf(row, 'heads'), ...deepSeekGeometry };
        const kv = kvOf(row['kv_dtype']);
        const chip = rates(system, 'bf16');
        const seconds =
          operatorClass === 'mla.prefill'
            ? (p: Numbers): number => mlaPrefillSeconds(shape, kv, p as unknown as PrefillParameters, chip)
            : (p: Numbers): number => mlaDecodeSeconds(shape, kv, p as unknown as DecodeParameters, chip);
        return { system, measured: latencyOf(row), seconds };
      },
      operatorClass,
    );
  return [...of('mla.prefill'), ...of('mla.decode')];
}

function moe(): Form[] {
  const keyOf = (row: Row): string => {
    const dtype = row['dtype'] ?? '';
    if (dtype === 'w4a16_mxfp4') return 'moe/mxfp4/wide';
    const kernel = row['kernel']?.endsWith('min_latency') ? '/low-latency' : '';
    return `moe/${dtypes[dtype] ?? dtype}${kernel}`;
  };
  return grouped(
    table('moe'),
    keyOf,
    (row) => {
      const system = systemOf(row['source'] ?? '');
      const dtype = dtypes[row['dtype'] ?? ''] ?? 'bf16';
      const chip = rates(system, row['dtype'] === 'w4a16_mxfp4' ? 'bf16' : formats[dtype].peak);
      const query = {
        tokens: numberOf(row, 'num_tokens'),
        hidden: numberOf(row, 'hidden'),
        inter: numberOf(row, 'inter'),
        topK: numberOf(row, 'topk'),
        experts: numberOf(row, 'num_experts'),
        moeTensor: numberOf(row, 'moe_tp'),
        moeExpert: numberOf(row, 'moe_ep'),
        routing: row['routing'] as Routing,
      };
      return { system, measured: latencyOf(row), seconds: (p) => moeSeconds(query, dtype, p as unknown as MoeParameters, chip) };
    },
    'moe',
  );
}

const collectiveOps: Readonly<Record<string, CollectiveOp>> = {
  all_reduce: 'allReduce',
  all_gather: 'allGather',
  reduce_scatter: 'reduceScatter',
  alltoall: 'allToAll',
};

function collectives(): Form[] {
  const opOf = (row: Row): CollectiveOp => collectiveOps[row['op'] ?? ''] ?? 'allReduce';
  // The custom all-reduces were replayed from a captured graph; NCCL was launched call by call.
  const launch = (row: Row): string => (row['library']?.startsWith('NCCL') ? 'eager' : 'graph');
  return grouped(
    table('comm'),
    (row) => `collective/${opOf(row)}/${launch(row)}`,
    (row) => {
      const system = systemOf(row['source'] ?? '');
      const n = numberOf(row, 'n_gpus');
      const bytes = numberOf(row, 'message_bytes');
      const op = opOf(row);
      return { system, measured: latencyOf(row), seconds: (p) => oneLevelSeconds(op, n, bytes, p as unknown as CollectiveParameters, system.link) };
    },
    'collective',
  );
}

export function forms(): readonly Form[] {
  return [...gemm(), ...prefill(), ...decode(), ...mla(), ...moe(), ...collectives()];
}
