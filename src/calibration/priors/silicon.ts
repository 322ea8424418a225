/**
 * Public chip facts that operators need beside the catalogue's rates: how many cores tiles are dealt to, how much
 * last-level cache they share, and which family of silicon (and so of kernels) the chip belongs to.
 * Source: vendors' datasheets and architecture whitepapers (NVIDIA A100, H100, Ada, Blackwell; AMD CDNA 3 and 4;
 * Intel Gaudi 3, Arc Pro B-series; Google TPU and AWS Neuron documentation). Cores are those enabled in the product.
 */
import type { AcceleratorClass } from '../../catalogue/facts.ts';

export const families = [
  'ampere',
  'ada',
  'hopper',
  'blackwell',
  'blackwell-gddr',
  'rubin',
  'cdna3',
  'cdna4',
  'xe2',
  'gaudi',
  'tpu',
  'neuron',
  'other',
] as const;
export type Family = (typeof families)[number];

/**
 * How matrix units are programmed, which decides the kernels that run: `warp` (mma.sync: Ampere, Ada, GeForce and RTX
 * PRO Blackwell) or `warpgroup` (asynchronous units with their own memory: Hopper, datacentre Blackwell, Rubin).
 */
export type Programming = 'warp' | 'warpgroup';

export interface Silicon {
  readonly family: Family;
  readonly cores: number;
  /** Bytes. */
  readonly cacheBytes: number;
  /** Softmax scores per second and core against the family's timed chips; 1 where left out. */
  readonly scoreGain?: number;
}

const MB = 2 ** 20;

/**
 * Blackwell Ultra doubles the rate of exponentials (NVIDIA, "Inside NVIDIA Blackwell Ultra", 2025). A score is not only
 * its exponential, so it gains less than that; never timed here, to be replaced by a fit when there is one.
 */
const ultraScoreGain = 1.6;

const known: Readonly<Record<string, Silicon>> = {
  'a100-80-sxm': { family: 'ampere', cores: 108, cacheBytes: 40 * MB },
  'h100-80-sxm': { family: 'hopper', cores: 132, cacheBytes: 50 * MB },
  'h800-sxm': { family: 'hopper', cores: 132, cacheBytes: 50 * MB },
  'h100-pcie': { family: 'hopper', cores: 114, cacheBytes: 50 * MB },
  'h100-nvl': { family: 'hopper', cores: 132, cacheBytes: 50 * MB },
  'h200-sxm': { family: 'hopper', cores: 132, cacheBytes: 50 * MB },
  h20: { family: 'hopper', cores: 78, cacheBytes: 60 * MB },
  b100: { family: 'blackwell', cores: 148, cacheBytes: 126 * MB },
  'b200-sxm': { family: 'blackwell', cores: 148, cacheBytes: 126 * MB },
  'b300-sxm': { family: 'blackwell', cores: 148, cacheBytes: 126 * MB, scoreGain: ultraScoreGain },
  'gb200-nvl72': { family: 'blackwell', cores: 152, cacheBytes: 126 * MB },
  'gb300-nvl72': { family: 'blackwell', cores: 152, cacheBytes: 126 * MB, scoreGain: ultraScoreGain },
  'vr200-nvl72': { family: 'rubin', cores: 224, cacheBytes: 126 * MB },
  'rtx-pro-6000-server': { family: 'blackwell-gddr', cores: 188, cacheBytes: 128 * MB },
  l4: { family: 'ada', cores: 58, cacheBytes: 48 * MB },
  l40s: { family: 'ada', cores: 142, cacheBytes: 96 * MB },
  'rtx-4090': { family: 'ada', cores: 128, cacheBytes: 72 * MB },
  'rtx-5090': { family: 'blackwell-gddr', cores: 170, cacheBytes: 96 * MB },
  mi300x: { family: 'cdna3', cores: 304, cacheBytes: 256 * MB },
  mi325x: { family: 'cdna3', cores: 304, cacheBytes: 256 * MB },
  mi350x: { family: 'cdna4', cores: 256, cacheBytes: 256 * MB },
  mi355x: { family: 'cdna4', cores: 256, cacheBytes: 256 * MB },
  'arc-pro-b60': { family: 'xe2', cores: 20, cacheBytes: 18 * MB },
};

/** Chips of few wide matrix units: as many cores as a GPU of their rate has, so that per-core rates keep their meaning. */
const wideCores = 132;

/** Where a chip is not listed: the middle of its class, so that tiles cost about what they cost its neighbours. */
const byClass: Readonly<Record<AcceleratorClass, Silicon>> = {
  'nvidia-datacenter': { family: 'other', cores: 148, cacheBytes: 50 * MB },
  'nvidia-workstation': { family: 'ada', cores: 142, cacheBytes: 72 * MB },
  'amd-instinct': { family: 'cdna3', cores: 304, cacheBytes: 256 * MB },
  'intel-gaudi': { family: 'gaudi', cores: wideCores, cacheBytes: 96 * MB },
  'intel-workstation': { family: 'xe2', cores: 20, cacheBytes: 18 * MB },
  tpu: { family: 'tpu', cores: wideCores, cacheBytes: 0 },
  trainium: { family: 'neuron', cores: wideCores, cacheBytes: 0 },
  ascend: { family: 'other', cores: wideCores, cacheBytes: 0 },
  dataflow: { family: 'other', cores: wideCores, cacheBytes: 0 },
  client: { family: 'other', cores: 40, cacheBytes: 0 },
};

export function programming(family: Family): Programming {
  return family === 'ampere' || family === 'ada' || family === 'blackwell-gddr' || family === 'xe2' ? 'warp' : 'warpgroup';
}

export function silicon(id: string, acceleratorClass: AcceleratorClass): Silicon {
  return known[id] ?? byClass[acceleratorClass];
}

/**
 * Families on which every engine is served with one kernel for all-reduce, residual, norm and quantisation. vLLM's
 * fuse_allreduce_rms, on by default since O2, takes buffers twice as large over 8 and sixteen times as large over 4
 * accelerators on compute capability 10.0 as on 9.0 and has no entry for workstation Blackwell (docs.vllm.ai, v0.16,
 * allreduce_rms_fusion). The scripts behind the published dense 70B turn it on for B200 and not for H100 and H200
 * (SemiAnalysisAI/InferenceX, benchmarks/70b_fp8_b200_docker.sh, 70b_fp8_h100_slurm.sh, 70b_fp8_h200_slurm.sh, read 2026-11-27).
 */
export const fusesReduction = (family: Family): boolean => family === 'blackwell' || family === 'rubin';
