/** Each choice of a scenario as the words that stand for it in the sentence and in lists of changes. No DOM. */
import { accelerator } from '../../catalogue/accelerators.ts';
import { model } from '../../catalogue/models.ts';
import { targetOf } from '../../scenario/load.ts';
import { ownershipPresets, workloadPresets, type WorkloadPreset } from '../../scenario/presets.ts';
import type { Batch, EngineId, Lengths, Ownership, Scenario } from '../../scenario/scenario.ts';
import { formatCount, formatCounted, formatMoney, formatShare } from '../../units/format.ts';
import { anchorCount } from './anchors.ts';
import { configName, severalOf, shortModel, shortName } from './names.ts';

export const engineNames: Readonly<Record<EngineId, string>> = { vllm: 'vLLM', sglang: 'SGLang', 'tensorrt-llm': 'TensorRT-LLM' };

export function modelName(scenario: Scenario): string {
  return typeof scenario.model === 'string'
    ? shortModel(model(scenario.model)?.name ?? scenario.model)
    : (configName(scenario.model)?.replace(/^.*\//, '') ?? 'your own model');
}

export function acceleratorName(scenario: Scenario): string {
  return typeof scenario.accelerator === 'string'
    ? shortName(accelerator(scenario.accelerator)?.name ?? scenario.accelerator)
    : scenario.accelerator.name;
}

/** @param used how many the estimate took when the visitor leaves the number to the lab; null: unknown */
export function acceleratorWords(scenario: Scenario, used: number | null): string {
  const count = scenario.accelerators ?? used;
  // A name of the visitor's own takes no plural.
  if (typeof scenario.accelerator !== 'string') return count === null ? scenario.accelerator.name : `${count} × ${scenario.accelerator.name}`;
  const name = accelerator(scenario.accelerator)?.name ?? scenario.accelerator;
  return count === null ? shortName(name) : severalOf(count, name);
}

/** The use that a request's tokens are typical of, however many users there are. */
export function workloadBySize({ inputTokens, outputTokens, prefixHitRate }: Scenario): WorkloadPreset | null {
  return (
    workloadPresets.find(
      ({ sets }) => sets.inputTokens === inputTokens && sets.outputTokens === outputTokens && sets.prefixHitRate === prefixHitRate,
    ) ?? null
  );
}

export function workloadWords(scenario: Scenario): string {
  const preset = workloadBySize(scenario);
  const lengths = `${formatCount(scenario.inputTokens, 'short')} in and ${formatCount(scenario.outputTokens, 'short')} out`;
  const vary = scenario.lengths ? ` on average, ${spreadWords(scenario.lengths)}` : '';
  const cached = scenario.prefixHitRate > 0 ? `, ${formatShare(scenario.prefixHitRate)} cached` : '';
  return `${preset ? `${preset.words}, ` : ''}${lengths}${vary}${cached}`;
}

/** "lengths spread by 0.8" */
const spreadWords = ({ input, output }: Lengths): string =>
  `lengths spread by ${input === output ? formatCount(input) : `${formatCount(input)} in and ${formatCount(output)} out`}`;

/** @param found users at once that an estimate found, where the load was left to it; null: unknown */
export function loadWords(scenario: Scenario, found: number | null = null): string {
  const { requestsPerSecond, peakToMean, concurrency, batch } = scenario;
  if (batch !== null) return batchWords(batch);
  if (requestsPerSecond !== null) {
    const peak = peakToMean === 1 ? '' : `, ${formatCount(requestsPerSecond * peakToMean)} at the peak`;
    return `${formatCounted(requestsPerSecond, 'request')} a second${peak}`;
  }
  if (concurrency === null) {
    if (found === null) return 'as many users as keep it quick';
    return found <= 1.5
      ? 'as many as keep it quick, one user at a time'
      : `as many as keep it quick, ${formatCount(Math.round(found))} users at once`;
  }
  if (concurrency === 'max') return 'as many users as fit';
  return concurrency === 1 ? 'one user at a time' : `${formatCount(concurrency)} users at once`;
}

/** "1B tokens within 72 hours" */
export function batchWords(batch: Batch): string {
  const size = 'requests' in batch ? `${formatCount(batch.requests, 'short')} requests` : `${formatCount(batch.outputTokens, 'short')} output tokens`;
  return `${size} within ${batch.hours === 1 ? 'an hour' : `${formatCount(batch.hours)} hours`}`;
}

/** A limit as it was given, without the zeros of a measured time: `40 ms`, `1.5 s`. */
export const limitWords = (seconds: number): string =>
  seconds < 1 ? `${Number((seconds * 1000).toPrecision(3))} ms` : `${Number(seconds.toPrecision(3))} s`;

/** "40 ms a token, first token within 2 s (p90)" */
export function targetWords(scenario: Scenario): string {
  const target = targetOf(scenario);
  if (target === null) return 'no latency limit';
  const { timeToFirstToken, timePerOutputToken, percentile = 50 } = target;
  return [
    ...(timePerOutputToken === undefined ? [] : [`${limitWords(timePerOutputToken)} a token`]),
    ...(timeToFirstToken === undefined ? [] : [`first token within ${limitWords(timeToFirstToken)}${percentile === 50 ? '' : ` (p${percentile})`}`]),
  ].join(', ');
}

export function ownershipWords(ownership: Ownership): string {
  if (typeof ownership === 'string') return ownershipPresets.find((preset) => preset.ownership === ownership)?.words ?? ownership;
  if ('usdPerAcceleratorHour' in ownership) return `rented at ${formatMoney(ownership.usdPerAcceleratorHour).value} an hour each`;
  return 'owned, on your own terms';
}

export function engineWords(scenario: Scenario): string {
  return scenario.engine === null ? 'any engine' : engineNames[scenario.engine];
}

export function weightsWords(scenario: Scenario): string {
  return scenario.weights === null ? 'weights as published' : `${scenario.weights} weights`;
}

/**
 * "accelerators: 2 → 4" in a person's words, for the list of what differs from the default.
 * @param claimed how many of its measured points are the word of a link
 */
export function changeWords(key: keyof Scenario, scenario: Scenario, claimed = 0): string {
  switch (key) {
    case 'model':
      return modelName(scenario);
    case 'accelerator':
      return acceleratorName(scenario);
    case 'accelerators':
      return scenario.accelerators === null
        ? 'as many accelerators as cost least'
        : scenario.accelerators === 1
          ? 'one accelerator'
          : `${scenario.accelerators} accelerators`;
    case 'engine':
      return engineWords(scenario);
    case 'weights':
      return weightsWords(scenario);
    case 'kvCache':
      return scenario.kvCache === null ? 'KV cache by default' : `${scenario.kvCache} KV cache`;
    case 'parallel':
      return scenario.parallel === null
        ? 'parallelism searched'
        : `tensor ${scenario.parallel.tensor}, pipeline ${scenario.parallel.pipeline}, expert ${scenario.parallel.expert}`;
    case 'inputTokens':
      return `${formatCount(scenario.inputTokens)} tokens in`;
    case 'outputTokens':
      return `${formatCount(scenario.outputTokens)} tokens out`;
    case 'lengths':
      return scenario.lengths === null ? 'requests of one length' : spreadWords(scenario.lengths);
    case 'prefixHitRate':
      return `${formatShare(scenario.prefixHitRate)} of the input cached`;
    case 'concurrency':
    case 'requestsPerSecond':
    case 'batch':
      return loadWords(scenario);
    case 'ownership':
      return ownershipWords(scenario.ownership);
    case 'utilisation':
      return `${formatShare(scenario.utilisation)} of paid hours serve`;
    case 'peakToMean':
      return `peaks of ${formatCount(scenario.peakToMean)} times the mean`;
    case 'spareReplicas':
      return scenario.spareReplicas === 1 ? 'one spare replica' : `${scenario.spareReplicas} spare replicas`;
    case 'session':
      return scenario.session === null ? 'steady state' : `a session of ${scenario.session.requestsPerUser} requests a user`;
    case 'site':
      return scenario.site ?? 'no particular site';
    case 'egress':
      return scenario.egress === null ? 'no egress billed' : `answers leave at $${scenario.egress.usdPerGigabyte} a GB`;
    case 'serving':
      return scenario.serving === 'aggregated' ? 'prefill and decode together' : 'prefill and decode apart';
    case 'speculative':
      return scenario.speculative === null ? 'no speculation' : `${scenario.speculative.draftTokens} draft tokens`;
    case 'target':
      return targetWords(scenario);
    case 'memoryShare':
      return scenario.memoryShare === null ? "the engine's own share of memory" : `${formatShare(scenario.memoryShare)} of the memory used`;
    case 'maxSequences':
      return scenario.maxSequences === null
        ? 'as many sequences as the engine allows'
        : `at most ${formatCount(scenario.maxSequences)} sequences at once`;
    case 'maxContext':
      return scenario.maxContext === null ? 'cache for input and output' : `cache for ${formatCount(scenario.maxContext)} tokens`;
    case 'host':
      return scenario.host === 'usual' ? 'served as people do' : 'served as benchmark scripts do';
    case 'software':
      return scenario.software === null ? 'current software' : `software of ${scenario.software}`;
    case 'anchor':
      return anchorCount(scenario.anchor.length, claimed);
  }
}
