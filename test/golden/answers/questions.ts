/**
 * The questions whose answers are frozen: models of every kind of attention and experts, accelerators of every class, engines, formats,
 * loads, pools, drafts, open arrivals, targets, prices. Each differs from its neighbours in what it exercises. To add one, add a line and
 * run `npm run freeze`.
 */
const tensor = (size: number, more: object = {}): object => ({ parallel: { tensor: size, pipeline: 1, expert: 1, attentionData: 1, ...more } });
/** A load is found where none is given; most questions give one. */
const llama = { model: 'llama-3.3-70b', accelerator: 'h200-sxm', accelerators: 2, weights: 'fp8', engine: 'vllm', ...tensor(2) };
const small = { model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', accelerators: 1, weights: 'bf16', engine: 'vllm', ...tensor(1) };
const deepseek = { model: 'deepseek-v3', accelerator: 'b200-sxm', inputTokens: 4096 };
const pools = {
  model: 'llama-3.3-70b',
  accelerator: 'h200-sxm',
  weights: 'fp8',
  inputTokens: 4096,
  outputTokens: 512,
  serving: {
    prefill: { accelerators: 4, parallel: { tensor: 4, pipeline: 1, expert: 1, attentionData: 1 } },
    decode: { accelerators: 4, parallel: { tensor: 4, pipeline: 1, expert: 1, attentionData: 1 } },
  },
};
const ownChip = {
  name: 'own chip',
  class: 'nvidia-datacenter',
  memoryBytes: 96e9,
  memoryBandwidth: 2e12,
  peak: { bf16: 5e14, fp8: 1e15 },
  scaleUp: { bandwidth: 2e11, size: 4 },
  scaleOut: { bandwidth: 2.5e10 },
  tdp: 500,
  usdPerHour: 1.5,
};

const closed = { ...llama, concurrency: 32 };
const busy = { ...small, concurrency: 32 };
export const scenarios: Readonly<Record<string, object>> = {
  // One dense model, one thing changed at a time.
  'llama 70B, two H200': closed,
  'a load that is found': llama,
  'one request in flight': { ...closed, concurrency: 1 },
  'four in flight': { ...closed, concurrency: 4 },
  '256 in flight': { ...closed, concurrency: 256 },
  'more in flight than memory admits': { ...closed, inputTokens: 16_384, concurrency: 1000 },
  'as many as memory admits': { ...closed, inputTokens: 8192, outputTokens: 512, concurrency: 'max' },
  'sixteen bits': { ...closed, accelerators: 4, weights: 'bf16', ...tensor(4) },
  'eight-bit cache': { ...closed, kvCache: 'fp8', inputTokens: 16_384 },
  'four-bit weights without units for them': { ...closed, weights: 'int4' },
  'NVFP4 on Hopper': { ...closed, weights: 'nvfp4', accelerators: 1, ...tensor(1) },
  'half of the prompt cached': { ...closed, inputTokens: 8192, prefixHitRate: 0.5 },
  'the whole prompt cached': { ...closed, inputTokens: 8192, prefixHitRate: 1 },
  'long prompts': { ...closed, inputTokens: 60_000, outputTokens: 400, concurrency: 4 },
  'one token out': { ...closed, outputTokens: 1 },
  'long answers': { ...closed, inputTokens: 128, outputTokens: 16_384 },
  SGLang: { ...closed, engine: 'sglang' },
  'TensorRT-LLM': { ...closed, engine: 'tensorrt-llm' },
  'a mixture of engines': { ...closed, engine: null },
  'four drafts': { ...closed, speculative: { draftTokens: 4, acceptance: 0.7, draft: 'llama-3.2-1b' }, concurrency: 8 },
  'a pipeline of two stages': { ...closed, accelerators: 4, ...tensor(2, { pipeline: 2 }) },
  'a tensor split past the KV heads': { ...closed, accelerators: 16, accelerator: 'gb200-nvl72', ...tensor(16) },
  'two replicas': { ...closed, accelerators: 4 },
  'five accelerators, arrangement searched': { ...closed, accelerators: 5, parallel: null },
  // Prices, power and place.
  reserved: { ...closed, ownership: 'rent-reserved' },
  owned: { ...closed, ownership: 'own' },
  'owned on own terms': {
    ...closed,
    ownership: { own: { usdPerAccelerator: 30_000, years: 4, costOfCapital: 0.1, hostingUsdPerKilowattMonth: 150, usdPerKilowattHour: 0.08 } },
    utilisation: 0.5,
  },
  'owned with a network': {
    ...closed,
    ownership: {
      own: { usdPerAccelerator: 30_000, networkUsdPerAccelerator: 3000, networkWattsPerAccelerator: 60, networkUsdPerAcceleratorHour: 0.02 },
    },
  },
  'at a price of 2 $/h, half used': { ...closed, ownership: { usdPerAcceleratorHour: 2 }, utilisation: 0.5 },
  egress: { ...closed, egress: { usdPerGigabyte: 0.09 } },
  'egress by bytes a token': { ...closed, egress: { usdPerGigabyte: 0.09, bytesPerToken: 40 } },
  'in Johannesburg': { ...closed, site: 'azure-southafricanorth' },
  'owned in Sao Paulo': { ...closed, site: 'claro-sao-paulo', ownership: 'own' },
  // Open arrivals, targets, anchors, pools.
  'open arrivals, nearly idle': { ...llama, requestsPerSecond: 0.02 },
  'open arrivals, half load': { ...llama, requestsPerSecond: 0.9 },
  'open arrivals, SGLang': { ...llama, engine: 'sglang', requestsPerSecond: 1 },
  'open arrivals past saturation': { ...llama, requestsPerSecond: 1000 },
  'a rate and no count': { model: 'qwen3-32b', accelerator: 'h200-sxm', requestsPerSecond: 6 },
  'a target of 20 ms a token': { ...llama, parallel: null, accelerators: null, target: { timePerOutputToken: 0.02 } },
  'a target of both times': { ...llama, parallel: null, accelerators: null, target: { timePerOutputToken: 0.03, timeToFirstToken: 1 } },
  'a target that nothing meets': { ...llama, target: { timePerOutputToken: 1e-4 } },
  'a target and a rate': { ...llama, parallel: null, accelerators: null, target: { timePerOutputToken: 0.03 }, requestsPerSecond: 3 },
  'an anchor': { ...closed, anchor: [{ concurrency: 32, timePerOutputToken: 0.02 }] },
  'an anchor away from the load': { ...closed, anchor: [{ concurrency: 8, timePerOutputToken: 0.015, timeToFirstToken: 0.2 }] },
  'two anchors': {
    ...closed,
    anchor: [
      { concurrency: 8, timePerOutputToken: 0.015 },
      { concurrency: 128, outputTokensPerSecond: 4000 },
    ],
  },
  'a peak twice the mean': { ...llama, accelerators: 8, requestsPerSecond: 2, peakToMean: 2 },
  'a rate, its peak and a target': {
    ...llama,
    parallel: null,
    accelerators: null,
    requestsPerSecond: 9,
    peakToMean: 1.5,
    target: { timePerOutputToken: 0.03 },
  },
  'spare replicas': { ...closed, accelerators: 8, spareReplicas: 1 },
  'spare replicas of a rate': { model: 'qwen3-32b', accelerator: 'h200-sxm', requestsPerSecond: 6, spareReplicas: 2 },
  'no target': { ...llama, target: 'none' },
  'a target at the 95th percentile': { ...llama, requestsPerSecond: 2, target: { timeToFirstToken: 1, percentile: 95 } },
  'a target that the load misses': { ...closed, concurrency: 256, target: { timePerOutputToken: 0.015 } },
  'a session of two requests each': { ...closed, session: { requestsPerUser: 2 } },
  'a session of fifty requests each': { ...closed, session: { requestsPerUser: 50 } },
  'a count that leaves idle accelerators': { model: 'llama-3.3-70b', accelerator: 'h200-sxm', weights: 'fp8', accelerators: 9, concurrency: 64 },
  'pools left open': {
    model: 'llama-3.3-70b',
    accelerator: 'h200-sxm',
    weights: 'fp8',
    inputTokens: 4096,
    outputTokens: 512,
    requestsPerSecond: 4,
    serving: { prefill: {}, decode: {} },
  },
  'pools of a rate': { ...pools, requestsPerSecond: 1 },
  'pools past their rate': { ...pools, requestsPerSecond: 1000 },
  'pools of a target': { ...pools, target: { timePerOutputToken: 0.02, timeToFirstToken: 1 } },
  'pools in a closed loop': { ...pools, concurrency: 64 },
  'pools of eight, one count given': { ...pools, accelerators: 8, serving: { prefill: { accelerators: 2 }, decode: {} }, concurrency: 64 },
  'pools of four and four': pools,
  'pools, one starved of prompts': {
    ...pools,
    engine: 'sglang',
    prefixHitRate: 0.3,
    serving: { prefill: { accelerators: 1, parallel: { tensor: 1 } }, decode: { accelerators: 8, parallel: { tensor: 4 } } },
    concurrency: 128,
  },
  'pools as full as memory admits': { ...pools, concurrency: 'max' },
  // Chips of every class.
  A100: { ...busy, accelerator: 'a100-80-sxm' },
  H100: small,
  'H100 PCIe': { ...busy, accelerator: 'h100-pcie' },
  H20: { ...busy, accelerator: 'h20', weights: 'fp8' },
  'B200 in NVFP4': { ...closed, accelerator: 'b200-sxm', weights: 'nvfp4' },
  'GB300, tensor 8': {
    concurrency: 32,
    model: 'llama-3.1-405b',
    accelerator: 'gb300-nvl72',
    accelerators: 8,
    weights: 'nvfp4',
    engine: 'tensorrt-llm',
    ...tensor(8),
  },
  'Vera Rubin': { concurrency: 32, model: 'llama-3.3-70b', accelerator: 'vr200-nvl72', weights: 'fp8' },
  L40S: { ...busy, accelerator: 'l40s', weights: 'fp8' },
  'L4 is too small for sixteen bits and a long prompt': { ...busy, accelerator: 'l4', inputTokens: 60_000 },
  L4: { ...busy, accelerator: 'l4', weights: 'fp8', concurrency: 4, inputTokens: 256, outputTokens: 128 },
  'RTX PRO 6000, four without links': {
    concurrency: 32,
    model: 'qwen3-32b',
    accelerator: 'rtx-pro-6000-server',
    accelerators: 4,
    weights: 'fp8',
    ...tensor(4),
  },
  'RTX 4090': { model: 'qwen3-8b', accelerator: 'rtx-4090', weights: 'fp8', concurrency: 8 },
  MI300X: { ...closed, accelerator: 'mi300x', accelerators: 1, ...tensor(1) },
  'MI355X, tensor 8': { concurrency: 32, model: 'deepseek-r1', accelerator: 'mi355x', accelerators: 8, engine: 'sglang', ...tensor(8) },
  'Gaudi 3': { ...closed, accelerator: 'gaudi3', engine: 'vllm' },
  'TPU v6e': { concurrency: 32, model: 'llama-3.1-8b', accelerator: 'tpu-v6e', weights: 'bf16' },
  TPU7x: { model: 'llama-3.3-70b', accelerator: 'tpu7x' },
  'Trainium 2': { concurrency: 32, model: 'llama-3.1-70b', accelerator: 'trainium2' },
  'a chip of one’s own': { concurrency: 32, model: 'qwen3-32b', accelerator: ownChip, accelerators: 2, ...tensor(2) },
  'a chip without power or price': {
    model: 'llama-3.1-8b',
    accelerator: { name: 'bare', memoryBytes: 48e9, memoryBandwidth: 1e12, peak: { bf16: 2e14 } },
    accelerators: 1,
  },
  'an announced chip without facts': { concurrency: 32, model: 'llama-3.1-8b', accelerator: 'tpu-v8' },
  // Models of every kind.
  'DeepSeek-V3 over sixteen': {
    ...deepseek,
    accelerators: 16,
    concurrency: 512,
    parallel: { tensor: 1, pipeline: 1, expert: 16, attentionData: 16 },
  },
  'DeepSeek-V3 over eight, tensor': { ...deepseek, concurrency: 32, accelerators: 8, ...tensor(8) },
  'DeepSeek-V3, tensor with experts apart': { ...deepseek, concurrency: 32, accelerators: 8, accelerator: 'h200-sxm', ...tensor(8, { expert: 8 }) },
  'DeepSeek-V3.2, sparse attention': {
    concurrency: 32,
    model: 'deepseek-v3.2',
    accelerator: 'h200-sxm',
    accelerators: 8,
    inputTokens: 32_768,
    ...tensor(8),
  },
  'Kimi K2 over 32': {
    model: 'kimi-k2',
    accelerator: 'gb200-nvl72',
    accelerators: 32,
    concurrency: 1024,
    parallel: { tensor: 1, pipeline: 1, expert: 32, attentionData: 32 },
  },
  'gpt-oss-120b, sliding windows': {
    concurrency: 32,
    model: 'gpt-oss-120b',
    accelerator: 'h100-80-sxm',
    accelerators: 2,
    inputTokens: 8192,
    ...tensor(2),
  },
  'gpt-oss-20b, few tokens of a window': { concurrency: 32, model: 'gpt-oss-20b', accelerator: 'h100-80-sxm', inputTokens: 64, outputTokens: 32 },
  'Gemma 3, windows without experts': { concurrency: 32, model: 'gemma-3-27b', accelerator: 'h100-80-sxm', inputTokens: 8192, prefixHitRate: 0.4 },
  'Qwen3-235B': { concurrency: 32, model: 'qwen3-235b-a22b', accelerator: 'h200-sxm', accelerators: 8, weights: 'fp8' },
  'Qwen3-Next, layers of constant state': {
    model: 'qwen3-next-80b-a3b',
    accelerator: 'h200-sxm',
    accelerators: 2,
    inputTokens: 16_384,
    ...tensor(2),
  },
  'Nemotron-H, states and few attention layers': {
    concurrency: 32,
    model: 'nemotron-h-56b',
    accelerator: 'h100-80-sxm',
    accelerators: 4,
    ...tensor(4),
  },
  Mixtral: { model: 'mixtral-8x7b', accelerator: 'h100-80-sxm', accelerators: 2, weights: 'fp8', ...tensor(2, { expert: 2 }) },
  'Llama 4 Scout': { concurrency: 32, model: 'llama-4-scout', accelerator: 'mi325x', weights: 'fp8' },
  'Qwen3-0.6B, head shared with the embedding': { model: 'qwen3-0.6b', accelerator: 'a100-80-sxm', concurrency: 64 },
  // Not feasible.
  'a model too large': { ...busy, model: 'llama-3.1-405b' },
  'a split that divides no heads': { ...busy, accelerators: 3, ...tensor(3) },
};

const gemm = { op: 'gemm', dtype: 'bf16', m: 64, n: 8192, k: 8192 };
const attention = { dtype: 'bf16', kvDtype: 'bf16', batch: 16, seq: 4096, heads: 8, kvHeads: 1, headDim: 128 };
const latent = { dtype: 'bf16', kvDtype: 'fp8', batch: 16, seq: 4096, heads: 16 };
const moe = { op: 'moe', dtype: 'fp8', tokens: 256, hidden: 7168, inter: 2048, topK: 8, experts: 256, moeExpert: 8 };

export const operators: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'gemm of few rows': { ...gemm, accelerator: 'h100-80-sxm', m: 1 },
  'gemm of many rows': { ...gemm, accelerator: 'h100-80-sxm', m: 8192 },
  'gemm of odd sizes': { ...gemm, accelerator: 'h200-sxm', m: 130, n: 5120, k: 1400 },
  'gemm fp8': { ...gemm, accelerator: 'h200-sxm', dtype: 'fp8' },
  'gemm fp8 by blocks': { ...gemm, accelerator: 'h200-sxm', dtype: 'fp8_block', m: 4096 },
  'gemm nvfp4': { ...gemm, accelerator: 'b200-sxm', dtype: 'nvfp4', m: 512 },
  'gemm mxfp4': { ...gemm, accelerator: 'mi355x', dtype: 'mxfp4' },
  'gemm of 4-bit weights': { ...gemm, accelerator: 'a100-80-sxm', dtype: 'int4_wo', m: 16 },
  'gemm of 8-bit weights': { ...gemm, accelerator: 'l40s', dtype: 'int8_wo' },
  'gemm int8': { ...gemm, accelerator: 'gaudi3', dtype: 'int8' },
  'gemm on a TPU': { ...gemm, accelerator: 'tpu-v5e' },
  prefill: { op: 'attention.prefill', ...attention, batch: 1, accelerator: 'h100-80-sxm' },
  'prefill behind a prefix': { op: 'attention.prefill', ...attention, batch: 2, seq: 512, prefix: 8192, accelerator: 'h100-80-sxm' },
  'prefill in a window': {
    op: 'attention.prefill',
    ...attention,
    batch: 2,
    seq: 512,
    prefix: 64,
    window: 128,
    kvDtype: 'fp8',
    accelerator: 'b200-sxm',
  },
  decode: { op: 'attention.decode', ...attention, accelerator: 'h100-80-sxm' },
  'decode of one sequence': { op: 'attention.decode', ...attention, batch: 1, seq: 100_000, accelerator: 'mi300x' },
  'decode in a window': { op: 'attention.decode', ...attention, batch: 256, window: 128, kvDtype: 'fp8', accelerator: 'h200-sxm' },
  'decode of a cache that stays': { op: 'attention.decode', ...attention, batch: 1, seq: 2048, accelerator: 'rtx-pro-6000-server' },
  'latent prefill': { op: 'mla.prefill', ...latent, batch: 1, accelerator: 'h200-sxm' },
  'latent prefill behind a prefix': { op: 'mla.prefill', ...latent, batch: 1, seq: 256, prefix: 4096, accelerator: 'b200-sxm' },
  'latent decode': { op: 'mla.decode', ...latent, accelerator: 'h200-sxm' },
  'latent decode of another shape': { op: 'mla.decode', ...latent, kvLoraRank: 256, ropeDim: 32, nopeDim: 64, vDim: 64, accelerator: 'b200-sxm' },
  experts: { ...moe, accelerator: 'h200-sxm' },
  'experts of skewed routing': { ...moe, routing: 'power_law_1.2', accelerator: 'h200-sxm' },
  'experts of nearly even routing': { ...moe, routing: 'power_law_1.01', moeExpert: 4, moeTensor: 2, tokens: 4096, accelerator: 'b200-sxm' },
  'experts of one token': { ...moe, tokens: 1, moeExpert: 1, accelerator: 'mi300x' },
  'all-reduce of two': { op: 'allReduce', accelerators: 2, bytes: 16_384, accelerator: 'h100-80-sxm' },
  'all-reduce of eight, large': { op: 'allReduce', accelerators: 8, bytes: 1e8, accelerator: 'h100-80-sxm' },
  'all-reduce of eight, eager': { op: 'allReduce', accelerators: 8, bytes: 1e6, launch: 'eager', accelerator: 'h200-sxm' },
  'all-reduce on a mesh': { op: 'allReduce', accelerators: 4, bytes: 1e6, accelerator: 'mi300x' },
  'all-reduce past the domain': { op: 'allReduce', accelerators: 32, bytes: 1e7, accelerator: 'h200-sxm' },
  'all-gather': { op: 'allGather', accelerators: 8, bytes: 1e7, accelerator: 'b200-sxm' },
  'reduce-scatter': { op: 'reduceScatter', accelerators: 8, bytes: 1e7, accelerator: 'mi355x' },
  'all-to-all': { op: 'allToAll', accelerators: 8, bytes: 1e6, accelerator: 'h200-sxm' },
  'all-to-all past the domain': { op: 'allToAll', accelerators: 16, bytes: 1e6, accelerator: 'h200-sxm' },
  'all-reduce of one': { op: 'allReduce', accelerators: 1, bytes: 1e6, accelerator: 'h200-sxm' },
  'an operator without its fact': { ...gemm, accelerator: 'tpu-v8' },
};

/** Few answers each: their numbers are frozen, not their precision. */
export const simulations: Readonly<Record<string, { readonly scenario: object; readonly options: object }>> = {
  'closed loop': { scenario: { ...closed, inputTokens: 512, outputTokens: 64 }, options: { answers: 120, seed: 3 } },
  'closed loop of spread lengths': {
    scenario: { ...closed, engine: 'sglang', inputTokens: 512, outputTokens: 64 },
    options: { answers: 120, seed: 4, spread: { kind: 'uniform', low: 0.8, high: 1.2 } },
  },
  'open arrivals': {
    scenario: { ...llama, engine: 'tensorrt-llm', inputTokens: 1024, outputTokens: 64, requestsPerSecond: 4 },
    options: { answers: 150, seed: 5 },
  },
  'open arrivals past saturation': {
    scenario: { ...small, inputTokens: 1024, outputTokens: 64, requestsPerSecond: 60 },
    options: { answers: 200, seed: 6 },
  },
  'closed loop of lognormal lengths': {
    scenario: { ...small, inputTokens: 700, outputTokens: 50, concurrency: 12 },
    options: { answers: 100, seed: 11, spread: { kind: 'lognormal', sigma: 0.5 } },
  },
  'DeepSeek over sixteen': {
    scenario: {
      ...deepseek,
      engine: 'sglang',
      accelerators: 16,
      concurrency: 128,
      outputTokens: 48,
      parallel: { tensor: 1, expert: 16, attentionData: 16 },
    },
    options: { answers: 60, seed: 12 },
  },
  'a burst': { scenario: { ...small, inputTokens: 256, outputTokens: 32, concurrency: 40 }, options: { arrivals: 'burst', seed: 7 } },
  'a trace': {
    scenario: { ...busy, inputTokens: 256, outputTokens: 32, prefixHitRate: 0.5 },
    options: {
      arrivals: 'trace',
      trace: [
        { arrival: 0, inputTokens: 2000, outputTokens: 20 },
        { arrival: 0.001, inputTokens: 100, outputTokens: 40 },
        { arrival: 0.4, inputTokens: 9000, outputTokens: 2 },
        { arrival: 0.41, inputTokens: 300, outputTokens: 1 },
        { arrival: 2, inputTokens: 300, outputTokens: 30 },
      ],
    },
  },
  'memory that runs out': {
    scenario: { ...small, accelerator: 'l4', weights: 'fp8', inputTokens: 4000, outputTokens: 400, concurrency: 64 },
    options: { answers: 80, seed: 8 },
  },
  'a pipeline': {
    scenario: { ...closed, accelerators: 4, ...tensor(2, { pipeline: 2 }), inputTokens: 512, outputTokens: 32 },
    options: { answers: 100, seed: 9 },
  },
  drafts: {
    scenario: {
      ...llama,
      speculative: { draftTokens: 3, acceptance: 0.6, draft: 'llama-3.2-1b' },
      inputTokens: 512,
      outputTokens: 64,
      concurrency: 8,
    },
    options: { answers: 60, seed: 10 },
  },
};

/** What is made of several estimates: assumptions moved one at a time, sweeps, tables, list prices. */
export const views: Readonly<
  Record<string, { readonly view: 'sensitivity' | 'sweep' | 'cost table' | 'market'; readonly input: object; readonly more?: object }>
> = {
  'what moves the price of llama 70B': { view: 'sensitivity', input: closed },
  'what moves the price where prompts are cached': {
    view: 'sensitivity',
    input: { ...closed, engine: null, prefixHitRate: 0.5, inputTokens: 8192, ownership: 'own', site: 'claro-sao-paulo' },
  },
  'what moves the price of pools': { view: 'sensitivity', input: pools },
  'what moves the price of a chip of one’s own': {
    view: 'sensitivity',
    input: { model: 'qwen3-32b', accelerator: ownChip, accelerators: 2, ...tensor(2) },
  },
  'loads and engines': { view: 'sweep', input: { ...llama, engine: ['vllm', 'sglang'], concurrency: [1, 8, 64, 512, 'max'] } },
  'lengths and hit rates': {
    view: 'sweep',
    input: { ...closed, inputTokens: [100, 9000], outputTokens: [1, 700], prefixHitRate: [0, 0.5, 1] },
    more: { x: 'timeToFirstToken', y: 'outputTokensPerSecondPerAccelerator' },
  },
  'drafts, rates and targets': {
    view: 'sweep',
    input: { ...llama, speculative: { draftTokens: [1, 4], acceptance: 0.7, draft: 'llama-3.2-1b' }, requestsPerSecond: [0.1, 1, 100] },
    more: { x: 'requestLatency', y: 'joulesPerOutputToken' },
  },
  'accelerators and splits': {
    view: 'sweep',
    input: { model: 'qwen3-32b', accelerator: ['h200-sxm', 'mi300x', 'l4'], weights: 'fp8', parallel: { tensor: [1, 2] }, engine: 'vllm' },
  },
  'a sweep of nothing': { view: 'sweep', input: { ...llama, concurrency: [] } },
  'a sweep of a wrong value': { view: 'sweep', input: { ...llama, concurrency: [1, -1] } },
  'five accelerators side by side, each on as many as the load needs': {
    view: 'cost table',
    input: { ...llama, engine: null },
    more: { accelerators: ['h100-80-sxm', 'h200-sxm', 'b200-sxm', 'mi300x', 'l4'] },
  },
  'list prices of DeepSeek': { view: 'market', input: { model: 'deepseek-v3.1', accelerator: 'h200-sxm', accelerators: 8, ...tensor(8) } },
  'list prices of llama 70B': { view: 'market', input: llama },
};

/** What a visitor's run says, by run and what is asked of it. */
export const runs = ['a laptop', 'a processor', 'a laptop of few kernels'] as const;
export const targets: Readonly<Record<string, { readonly scenario: object; readonly client: string | null }>> = {
  'llama 70B on H200': { scenario: llama, client: null },
  'llama 8B, an RTX 4090 named': { scenario: small, client: 'nvidia-rtx-4090' },
  'gpt-oss-20b, an RTX 4090 named': { scenario: { model: 'gpt-oss-20b', accelerator: 'h100-80-sxm' }, client: 'nvidia-rtx-4090' },
};

/** Accelerators of which every operator's parameters are frozen: one of each family, and the odd ones. */
export const fullPriors = [
  'a100-80-sxm',
  'h100-pcie',
  'h200-sxm',
  'b300-sxm',
  'gb200-nvl72',
  'vr200-nvl72',
  'l40s',
  'rtx-pro-6000-server',
  'mi300x',
  'mi355x',
  'gaudi3',
  'tpu-v6e',
  'trainium2',
  'cerebras-wse3',
  'arc-pro-b60',
] as const;
