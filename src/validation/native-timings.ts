/**
 * Published timings of the vendors' own kernels, as far as ours have a counterpart: products of matrices and attention in
 * bfloat16 (NVIDIA aiconfigurator, ai-dynamo/aiconfigurator, commit 095f58a, Apache-2.0).
 */
import { rowsOf, type Row, type Table } from '../catalogue/table.ts';
import { table as decodeTable } from './published/operators/attention-generation.csv';
import { table as gemmTable } from './published/operators/gemm.csv';
import { table as prefillTable } from './published/operators/attention-context.csv';

export interface NativeTiming {
  /** System, library and version: `h200_sxm/trtllm/1.3.0rc20`. */
  readonly source: string;
  readonly operator: 'gemm' | 'attention.prefill' | 'attention.decode';
  readonly dtype: 'bf16';
  readonly shape: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** Systems by what their adapters call themselves; the first that fits. */
const systems: readonly (readonly [string, RegExp])[] = [
  ['gb200', /\bGB200\b/],
  ['b200_sxm', /\bB200\b/],
  // The NVL and PCIe cards of these names are other accelerators, with other clocks and memories.
  ['h200_sxm', /\bH200\b(?!.*(NVL|PCIe))/],
  ['h100_sxm', /\bH100\b(?!.*(NVL|PCIe))/],
  ['a100_sxm', /\bA100\b(?!.*PCIe)/i],
  ['rtx_pro_6000_server', /RTX PRO 6000 Blackwell Server/],
  ['b60', /Arc.*\bB60\b/],
];

/** The system of the published timings that an adapter is; null for all others, and for one that tells no device. */
export function systemOfAdapter({ device, description }: { readonly device: string; readonly description: string }): string | null {
  return systems.find(([, pattern]) => pattern.test(`${device} ${description}`))?.[0] ?? null;
}

export function nativeTimings(system: string): NativeTiming[] {
  const of = (table: Table): Row[] => rowsOf(table).filter((row) => String(row['source']).startsWith(`${system}/`) && row['dtype'] === 'bfloat16');
  const timing = (operator: NativeTiming['operator'], row: Row, shape: Readonly<Record<string, string>>): NativeTiming => ({
    source: String(row['source']),
    operator,
    dtype: 'bf16',
    shape: Object.fromEntries(Object.entries(shape).map(([name, column]) => [name, Number(row[column])])),
    seconds: Number(row['latency_us']) * 1e-6,
  });
  const attention = { batch: 'batch', seq: 'seq', heads: 'heads', kvHeads: 'kv_heads', headDim: 'head_dim' };
  const sameCache = (row: Row): boolean => row['kv_dtype'] === 'bfloat16';
  return [
    ...of(gemmTable).map((row) => timing('gemm', row, { m: 'm', n: 'n', k: 'k' })),
    ...of(prefillTable)
      .filter(sameCache)
      .map((row) => timing('attention.prefill', row, attention)),
    ...of(decodeTable)
      .filter(sameCache)
      .map((row) => timing('attention.decode', row, attention)),
  ];
}
