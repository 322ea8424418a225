/**
 * What could explain a measurement: each candidate is the same deployment with one thing changed, estimated again. The difference is the
 * seconds that it explains; what changes nothing, or the wrong way, is no cause.
 */
import { usualDraft } from '../../scenario/draft.ts';
import { servingParameters, type ServingParameters } from '../../calibration/priors/serving.ts';
import { model as modelById } from '../../catalogue/models.ts';
import { importConfig } from '../../catalogue/import-config.ts';
import { hasLinks, type ChipSpec } from '../../model/chip.ts';
import { hostFabric } from '../../model/server.ts';
import type { EngineId, Scenario } from '../../scenario/scenario.ts';
import { estimateScenario, type EstimateOptions } from '../estimate-scenario.ts';
import type { DecodeTerms, Estimate, FirstTokenTerms } from '../estimate.ts';
import { resolve } from '../resolve/resolve.ts';
import { secondsOf, type ComparedTime } from './compare.ts';

export interface Cause {
  readonly id: CauseId;
  /** The term of the estimate that grows or shrinks. */
  readonly term: keyof DecodeTerms | keyof FirstTokenTerms;
  /** What to look at or to change, in words: it would show whether this is it. */
  readonly change: string;
  /** Seconds of the deciding time that it explains: below zero where it makes the server faster. */
  readonly seconds: number;
  /** Of the difference between measured and expected; above one where it would explain more. */
  readonly share: number;
}

export type CauseId =
  | 'graphs-off'
  | 'slow-host'
  | 'slow-link'
  | 'small-cache'
  | 'wide-weights'
  | 'wide-cache'
  | 'capped-clocks'
  | 'no-prefix-hits'
  | 'no-draft'
  | 'prefix-hits'
  | 'draft'
  | 'narrow-weights'
  | 'narrow-cache'
  | 'fast-host';

interface Candidate extends Pick<Cause, 'id' | 'term' | 'change'> {
  readonly patch?: Partial<Scenario>;
  readonly options?: EstimateOptions;
}

/** Of the expected time: what explains less is not worth a line. */
const leastShare = 0.02;

/**
 * A stop before each candidate.
 * @param scenario whole, without anchors, laid out as `expected` was
 * @param said keys that the tool or the user gave: what was said is not doubted
 * @returns the likeliest first: what explains most of the difference and least beyond it
 */
export function* causeSteps(
  scenario: Scenario,
  said: ReadonlySet<string>,
  expected: Estimate,
  { metric, measured, ratio }: ComparedTime,
  options: EstimateOptions,
): Generator<void, readonly Cause[]> {
  const before = expected[metric];
  if (before === null) return [];
  const base = secondsOf(metric, before.value);
  const gap = secondsOf(metric, measured) - base;
  const candidates = ratio.value > 1 ? slower(scenario, said, expected) : faster(scenario, said);
  const found: Cause[] = [];
  for (const { id, term, change, patch = {}, options: own = {} } of candidates) {
    yield;
    const after = estimateScenario({ ...scenario, ...patch }, { ...options, ...own })[metric];
    if (after === null) continue;
    const seconds = secondsOf(metric, after.value) - base;
    const share = seconds / gap;
    if (share > 0 && Math.abs(seconds) >= leastShare * base) found.push({ id, term, change, seconds, share });
  }
  return bestOfEach(found).sort((a, b) => closeness(b) - closeness(a));
}

const closeness = ({ share }: Cause): number => Math.min(share, 1 / share);

/** Of several sizes of one cause, the one that fits best. */
function bestOfEach(causes: readonly Cause[]): Cause[] {
  const best = new Map<CauseId, Cause>();
  for (const cause of causes) {
    const other = best.get(cause.id);
    if (!other || closeness(cause) > closeness(other)) best.set(cause.id, cause);
  }
  return [...best.values()];
}

function slower(scenario: Scenario, said: ReadonlySet<string>, expected: Estimate): readonly Candidate[] {
  const { engine } = scenario;
  const resolution = resolve(scenario);
  if (!resolution.ok) return [];
  const { chip, weights, kvCache } = resolution.value;
  const ranks = scenario.parallel ? scenario.parallel.tensor * scenario.parallel.pipeline * scenario.parallel.attentionData : 1;
  return [
    { id: 'graphs-off', term: 'launch', change: graphsWords(engine), options: { serving: withoutGraphs(scenario, expected) } },
    {
      id: 'slow-host',
      term: 'host',
      change:
        'the processor is half as fast as usual or busy with other work: watch the engine’s own process (top, py-spy) and run the load generator elsewhere',
      options: { serving: hostTimes(2) },
    },
    ...(ranks > 1 && hasLinks(chip)
      ? [
          {
            id: 'slow-link',
            term: 'collectives',
            change:
              'accelerators talk over PCIe in place of their own links: read nvidia-smi topo -m or rocm-smi --showtopo, and unset NCCL_P2P_DISABLE',
            options: { chip: (stated: ChipSpec) => ({ ...stated, scaleUpBandwidth: Math.min(stated.scaleUpBandwidth ?? hostFabric, hostFabric) }) },
          } as const,
        ]
      : []),
    ...[0.9, 0.75, 0.6, 0.5].map((share): Candidate => ({
      id: 'small-cache',
      term: expected.admittedConcurrency && typeof scenario.concurrency === 'number' ? 'queue' : 'kvCache',
      change: `the engine takes ${Math.round(share * 100)} % of the memory that it takes by default, so that requests wait: compare the cache tokens in its log, raise ${memoryFlag(engine)} and end what else holds memory`,
      options: { chip: (stated: ChipSpec) => ({ ...stated, memoryBytes: stated.memoryBytes === null ? null : stated.memoryBytes * share }) },
    })),
    ...(!said.has('weights') && weights !== 'bf16'
      ? [
          {
            id: 'wide-weights',
            term: 'weights',
            change: `the weights run in 16 bits and not in ${weights}: read the format in the engine’s log`,
            patch: { weights: 'bf16' },
          } as const,
        ]
      : []),
    ...(!said.has('kvCache') && kvCache !== 'bf16'
      ? [
          {
            id: 'wide-cache',
            term: 'kvCache',
            change: 'the cache is kept in 16 bits: --kv-cache-dtype fp8 would show it',
            patch: { kvCache: 'bf16' },
          } as const,
        ]
      : []),
    {
      id: 'capped-clocks',
      term: 'compute',
      change: 'clocks are capped at 70 %, by a power limit or by heat: read nvidia-smi -q -d PERFORMANCE,POWER',
      options: {
        chip: (stated) => ({ ...stated, peak: Object.fromEntries(Object.entries(stated.peak).map(([format, rate]) => [format, rate * 0.7])) }),
      },
    },
    ...(scenario.prefixHitRate > 0
      ? [
          {
            id: 'no-prefix-hits',
            term: 'prefill',
            change: 'no prompt was found in the prefix cache: read its hit rate in the engine’s log',
            patch: { prefixHitRate: 0 },
          } as const,
        ]
      : []),
    ...(scenario.speculative
      ? [
          {
            id: 'no-draft',
            term: 'weights',
            change: 'no draft runs, or nothing of it is kept: read the acceptance in the engine’s log',
            patch: { speculative: null },
          } as const,
        ]
      : []),
  ];
}

function faster(scenario: Scenario, said: ReadonlySet<string>): readonly Candidate[] {
  const resolution = resolve(scenario);
  if (!resolution.ok) return [];
  const { weights, kvCache, model } = resolution.value;
  const draft = usualDraft(model);
  return [
    ...(said.has('prefixHitRate')
      ? []
      : ([0.5, 0.95] as const).map((hits): Candidate => ({
          id: 'prefix-hits',
          term: 'prefill',
          change: `${Math.round(hits * 100)} % of the prompts come from the prefix cache, as when a benchmark is run twice on the same prompts: restart the server, or turn prefix caching off`,
          patch: { prefixHitRate: hits },
        }))),
    ...(said.has('speculative') || draft === null
      ? []
      : [
          {
            id: 'draft',
            term: 'weights',
            change: 'the server drafts tokens ahead (3, of which 60 % are kept): look for a speculative configuration',
            patch: { speculative: { draftTokens: 3, acceptance: 0.6, draft } },
          } as const,
        ]),
    ...(said.has('weights')
      ? []
      : (['fp8', 'int4'] as const)
          .filter((format) => weights === 'bf16' || (weights === 'fp8' && format === 'int4'))
          .map((format): Candidate => ({
            id: 'narrow-weights',
            term: 'weights',
            change: `the weights are stored in ${format} and not in ${weights}: read the format in the engine’s log`,
            patch: { weights: format },
          }))),
    ...(!said.has('kvCache') && kvCache === 'bf16'
      ? [
          {
            id: 'narrow-cache',
            term: 'kvCache',
            change: 'the cache is kept in 8 bits: read kv-cache-dtype in the engine’s log',
            patch: { kvCache: 'fp8' },
          } as const,
        ]
      : []),
    {
      id: 'fast-host',
      term: 'host',
      change: 'the serving software is tuned for a benchmark (no streaming token by token, few logs, a fast processor)',
      options: { serving: hostTimes(0.5) },
    },
  ];
}

function graphsWords(engine: EngineId | null): string {
  switch (engine) {
    case 'vllm':
      return 'captured graphs are off: start the server without --enforce-eager';
    case 'sglang':
      return 'captured graphs are off, or the batch is above --cuda-graph-max-bs: start the server without --disable-cuda-graph';
    case 'tensorrt-llm':
      return 'captured graphs are off: set cuda_graph_config in the options of the server';
    case null:
      return 'captured graphs are off: --enforce-eager (vLLM), --disable-cuda-graph (SGLang), no cuda_graph_config (TensorRT-LLM)';
    default:
      return engine satisfies never;
  }
}

const memoryFlag = (engine: EngineId | null): string =>
  ({ vllm: '--gpu-memory-utilization', sglang: '--mem-fraction-static', 'tensorrt-llm': 'free_gpu_memory_fraction' })[engine ?? 'vllm'];

const hostTimes = (factor: number): ServingParameters => {
  const { perPass, perRequest, perPrompt, eagerLaunch, frontEnd, usualPass, usualRequest } = servingParameters;
  return {
    ...servingParameters,
    perPass: perPass * factor,
    perRequest: perRequest * factor,
    usualPass: usualPass * factor,
    usualRequest: usualRequest * factor,
    perPrompt: perPrompt * factor,
    eagerLaunch: eagerLaunch * factor,
    frontEnd: frontEnd * factor,
  };
};

/**
 * Seconds that the host takes to launch one layer, kernel by kernel. Dense: 9.28 ms a step of 32 layers (sgl-project/sglang#1401, Llama 3
 * 8B, SGLang without graphs), 4.8 ms of 12 (deepspeedai/DeepSpeed#8352, GPT-2 on H200, vLLM and SGLang alike).
 */
const launchPerLayer = 0.0003;

/** Without captured graphs every launch counts in full, and a step lasts at least as long as the host takes to launch it. */
function withoutGraphs(scenario: Scenario, expected: Estimate): ServingParameters {
  const decode = expected.terms?.decode;
  const layers = layersOf(scenario) * (scenario.parallel ? 1 / scenario.parallel.pipeline : 1);
  const busy = decode ? decode.weights + decode.experts + decode.kvCache + decode.compute + decode.collectives + decode.launch : 0;
  const idle = Math.max(layers * launchPerLayer - busy, 0);
  return {
    ...servingParameters,
    floorShare: 1,
    reduceShare: 1,
    fusedShare: 1,
    perPass: servingParameters.perPass + idle,
    usualPass: servingParameters.usualPass + idle,
  };
}

function layersOf({ model }: Scenario): number {
  if (typeof model === 'string') return modelById(model)?.layers ?? 0;
  const imported = importConfig(model);
  return imported.ok ? imported.model.layers : 0;
}
