/** Training runs whose answers are frozen: models of every kind, methods, formats, layouts that are asked for and searched, prices, sites, refusals. */
const dense = { kind: 'pre-train', model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', accelerators: 64, tokens: 1e11 };
const large = {
  kind: 'pre-train',
  model: 'llama-3.1-405b',
  accelerator: 'h100-80-sxm',
  accelerators: 16_384,
  sequence: 8192,
  globalBatch: 2048,
  tokens: 1.56e13,
};
const experts = {
  kind: 'pre-train',
  model: 'deepseek-v3',
  accelerator: 'h800-sxm',
  accelerators: 2048,
  precision: 'fp8',
  globalBatch: 15_360,
  tokens: 1.48e13,
};
const tune = { kind: 'fine-tune', model: 'llama-3.3-70b', accelerator: 'h200-sxm', accelerators: 8, tokens: 1e9 };
const ownChip = {
  name: 'own chip',
  class: 'nvidia-datacenter',
  memoryBytes: 96e9,
  memoryBandwidth: 2e12,
  peak: { bf16: 5e14, fp8: 1e15 },
  scaleUp: { bandwidth: 2e11, size: 4 },
  scaleOut: { bandwidth: 2.5e10 },
  tdp: 500,
};

export const trainings: Readonly<Record<string, object>> = {
  'dense, searched': dense,
  'dense, count searched by a deadline': { ...dense, accelerators: null, deadlineHours: 100 },
  'dense, count searched': { ...dense, accelerators: null },
  'dense, no tokens': { ...dense, tokens: null },
  'dense, reserved at a site': { ...dense, ownership: 'rent-reserved', site: 'olkaria-g42' },
  'dense, own': { ...dense, ownership: 'own', utilisation: 0.8 },
  'dense, fp8 on b200': { ...dense, accelerator: 'b200-sxm', precision: 'fp8' },
  'dense, one device': { ...dense, accelerators: 1, tokens: 1e8 },
  'dense, long sequence': { ...dense, sequence: 131_072, globalBatch: 32 },
  'dense, odd count': { ...dense, accelerators: 24, globalBatch: 96 },
  'dense, tensor 2, sharded 3': { ...dense, parallel: { tensor: 2, shard: 3 } },
  'dense, context 4': { ...dense, sequence: 32_768, parallel: { tensor: 2, context: 4 } },
  'dense, all again': { ...dense, recompute: 'full', microBatch: 2 },
  'dense, amd': { ...dense, accelerator: 'mi300x' },
  'dense, pcie': { ...dense, accelerator: 'l40s', accelerators: 16 },
  'dense, own chip': { ...dense, accelerator: ownChip, accelerators: 16 },
  '405b as published': { ...large, parallel: { tensor: 8, pipeline: 16, context: 1 } },
  '405b, interleaved': { ...large, parallel: { tensor: 8, pipeline: 16, context: 1, virtualPipeline: 2 } },
  '405b, searched': large,
  'experts as published': { ...experts, parallel: { tensor: 1, pipeline: 16, context: 1, expert: 64, shard: 1 } },
  'experts, searched': experts,
  'experts, small': { kind: 'pre-train', model: 'qwen3-30b-a3b', accelerator: 'h100-80-sxm', accelerators: 32, tokens: 1e11 },
  'windows and sinks': { kind: 'pre-train', model: 'gpt-oss-20b', accelerator: 'h100-80-sxm', accelerators: 32, tokens: 1e11 },
  'linear layers': { kind: 'fine-tune', model: 'qwen3-next-80b-a3b', accelerator: 'h200-sxm', accelerators: 16, tokens: 1e9 },
  'tuned, all weights': tune,
  'tuned, adapters': { ...tune, method: 'lora' },
  'tuned, adapters of rank 64 on four bits': { ...tune, method: 'qlora', loraRank: 64, accelerators: 1 },
  'too large': { ...tune, model: 'deepseek-v3', accelerators: 8 },
  'too few by a little': { ...dense, accelerator: 'l40s', accelerators: 1 },
  'layout that does not divide': { ...dense, parallel: { tensor: 3 } },
};
