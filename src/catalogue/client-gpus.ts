/**
 * GPUs that visitors bring, to tell whether what a browser measured is plausible. Peaks are shader peaks, rounded by
 * their source: FP16 where its table had it, FP32 for Apple and older parts; most bandwidths were not re-read.
 */
import { table } from './data/client-gpus.csv';
import { rowsOf, type Row } from './table.ts';
import type { Fact } from './facts.ts';
import { factOrNull, numberOrNull, requiredNumber, textOf, type Column } from './read-cell.ts';

export interface ClientGpu {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly kind: 'desktop' | 'laptop' | 'integrated' | 'soc' | 'datacenter';
  readonly year: number | null;
  readonly shaderPeak: Fact | null;
  /** Bytes of each variant sold. */
  readonly memorySizes: readonly number[];
  readonly memoryBandwidth: Fact | null;
  readonly power: Fact | null;
  readonly price: Fact | null;
  /** What `GPUAdapterInfo.vendor` says on it. */
  readonly webgpuVendor: string;
  /** Tokens/s of llama.cpp with Llama 3.1 8B Q4_K_M: 128 generated, 512 read. */
  readonly measuredDecode: Fact | null;
  readonly measuredPrefill: Fact | null;
}

const columns = {
  shaderPeak: {
    name: 'tflops_shader_fp16_or_fp32',
    unit: 'FLOP/s',
    scale: 1e12,
    definition: 'shader peak, FP16 or FP32 as the source had it; approximate',
  },
  bandwidth: { name: 'bandwidth_gbs', unit: 'B/s', scale: 1e9, definition: 'peak of the main memory' },
  power: { name: 'power_w', unit: 'W', scale: 1, definition: 'rated power' },
  price: { name: 'msrp_usd', unit: 'USD', scale: 1, definition: 'list price at launch' },
  decode: {
    name: 'measured_llama31_8b_q4km_tg128_tok_s',
    unit: 'tokens/s',
    scale: 1,
    definition: 'llama.cpp, Llama 3.1 8B Q4_K_M, 128 tokens generated',
  },
  prefill: {
    name: 'measured_llama31_8b_q4km_pp512_tok_s',
    unit: 'tokens/s',
    scale: 1,
    definition: 'llama.cpp, Llama 3.1 8B Q4_K_M, 512 tokens read',
  },
} satisfies Record<string, Column>;

let cached: readonly ClientGpu[] | undefined;

export function clientGpus(): readonly ClientGpu[] {
  cached ??= rowsOf(table).map(readClientGpu);
  return cached;
}

/** The parts of one vendor as WebGPU names it; architecture alone does not tell a model. */
export function clientGpusOf(webgpuVendor: string): readonly ClientGpu[] {
  return clientGpus().filter((gpu) => gpu.webgpuVendor === webgpuVendor);
}

function readClientGpu(row: Row): ClientGpu {
  return {
    id: textOf(row, 'id'),
    name: textOf(row, 'name'),
    vendor: textOf(row, 'vendor'),
    kind: textOf(row, 'kind') as ClientGpu['kind'],
    year: numberOrNull(row, 'year'),
    shaderPeak: factOrNull(row, columns.shaderPeak),
    memorySizes: textOf(row, 'memory_gb_options')
      .split('|')
      .filter((size) => size !== '')
      .map((size) => requiredNumber({ id: textOf(row, 'id'), size }, 'size') * 2 ** 30),
    memoryBandwidth: factOrNull(row, columns.bandwidth, textOf(row, 'bandwidth_basis') === 'read' ? 'read' : 'datasheet'),
    power: factOrNull(row, columns.power),
    price: factOrNull(row, columns.price),
    webgpuVendor: textOf(row, 'webgpu_vendor_string'),
    measuredDecode: factOrNull(row, columns.decode),
    measuredPrefill: factOrNull(row, columns.prefill),
  };
}
