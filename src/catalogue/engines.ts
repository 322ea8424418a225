/**
 * Serving engines: the limits and defaults that decide how many requests run at once and how prompts are cut.
 * Read in the engines' own documentation and source; overheads in seconds are fitted elsewhere.
 */
import type { AcceleratorClass } from './facts.ts';

export interface EngineFacts {
  readonly id: 'vllm' | 'sglang' | 'tensorrt-llm';
  readonly name: string;
  /** Share of the accelerator's memory that weights, activations and cache may take together. */
  readonly memoryShare: number;
  /** Most sequences that one attention-data rank runs at once by default. */
  readonly maxSequences: number;
  /** Most tokens in one forward pass: prompts longer than this are cut. */
  readonly tokenBudget: number;
  /** Share of the output's cache that must be free before a request is admitted. */
  readonly reservedOutput: number;
  /** True where prompts ride along with decoding in one pass; false where they get passes of their own. */
  readonly mixesPrefill: boolean;
  /** True where all-reduce, residual and norm are one kernel on every chip with links of its own; the others do so on some (`silicon.ts`). */
  readonly fusesReduction: boolean;
  /** True where the cache is kept in 8 bits beside 8-bit weights when nobody says otherwise. */
  readonly narrowCache: boolean;
  readonly runsOn: readonly AcceleratorClass[];
  readonly source: readonly string[];
  readonly date: string;
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

export const engineFacts: readonly EngineFacts[] = [
  {
    id: 'vllm',
    name: 'vLLM',
    memoryShare: 0.9,
    maxSequences: 1024,
    tokenBudget: 8192,
    // Blocks are allocated as a sequence grows; on average half of its output is there.
    reservedOutput: 0.5,
    mixesPrefill: true,
    fusesReduction: false,
    narrowCache: true,
    runsOn: everywhere,
    source: ['vllm-project/vllm vllm/engine/arg_utils.py, vllm/config/cache.py'],
    date: '2026-11-22',
  },
  {
    id: 'sglang',
    name: 'SGLang',
    memoryShare: 0.88,
    maxSequences: 1024,
    tokenBudget: 8192,
    reservedOutput: 0.5,
    mixesPrefill: false,
    fusesReduction: false,
    // `auto` stays at the model's own type unless the checkpoint brings scales, which NVFP4 ones do.
    narrowCache: false,
    runsOn: everywhere,
    source: ['sgl-project/sglang python/sglang/srt/server_args.py'],
    date: '2026-11-22',
  },
  {
    id: 'tensorrt-llm',
    name: 'TensorRT-LLM',
    memoryShare: 0.92,
    maxSequences: 2048,
    tokenBudget: 8192,
    // GUARANTEED_NO_EVICT, the default scheduler policy, admits only what can finish.
    reservedOutput: 1,
    mixesPrefill: true,
    // enable_fusion is on in the decoder layers of Llama, DeepSeek-V3 and Qwen3 MoE unless an environment variable turns it off.
    fusesReduction: true,
    narrowCache: true,
    runsOn: ['nvidia-datacenter', 'nvidia-workstation'],
    source: [
      'NVIDIA/TensorRT-LLM docs: KV cache and scheduler reference',
      'NVIDIA/TensorRT-LLM tensorrt_llm/_torch/models: modeling_llama.py, modeling_deepseekv3.py, modeling_qwen3_moe.py',
    ],
    date: '2026-11-27',
  },
];

const byId = new Map(engineFacts.map((facts) => [facts.id as string, facts]));

export function engineById(id: string): EngineFacts | undefined {
  return byId.get(id);
}

/** Bytes that the runtime, communication buffers and activations take on every accelerator: 3.5 GiB ± 1.5 over published start-up logs. */
export const runtimeBytes = { value: 3.5 * 2 ** 30, low: 2 * 2 ** 30, high: 5 * 2 ** 30 } as const;
