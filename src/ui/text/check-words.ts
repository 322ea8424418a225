/** A measured server beside what it should do, in words. No DOM. */
import { model as modelById } from '../../catalogue/models.ts';
import type { Cause, CauseId } from '../../estimate/verdict/causes.ts';
import type { ComparedMetric, ComparedTime, Standing } from '../../estimate/verdict/compare.ts';
import type { Verdict } from '../../estimate/verdict/verdict.ts';
import type { BenchmarkResult } from '../../scenario/from/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { formatCount, formatCounted, formatDuration, formatQuantity, formatRate } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import { shortModel } from './names.ts';
import { acceleratorWords, engineWords, loadWords, modelName } from './phrases.ts';
import { capital } from './capital.ts';

export const metricNames: Readonly<Record<ComparedMetric, string>> = {
  timePerOutputToken: 'time per token',
  outputTokensPerSecond: 'tokens a second',
  timeToFirstToken: 'time to the first token',
  requestLatency: 'time of a request',
};

/** `1.6`: how many times as long, or as short. */
const times = (factor: number): string => factor.toFixed(factor < 9.95 ? 1 : 0);

/** The answer in one sentence. */
export function verdictWords({ verdict, ratio, reason }: Verdict): string {
  if (reason !== null) return 'By the lab’s account this cannot run';
  if (verdict === null || ratio === null) return 'Nothing to compare';
  return standingWords(verdict, ratio.value);
}

export function standingWords(standing: Standing, ratio: number): string {
  switch (standing) {
    case 'inside':
      return 'As fast as it should be';
    case 'slower':
      return `${times(ratio)} times slower than it should be`;
    case 'faster':
      return `${times(1 / ratio)} times faster than it should be`;
    default:
      return standing satisfies never;
  }
}

/** `1.5 times as long, 1.2 – 1.9`: with the 80 % interval of the expectation. */
export function ratioWords(ratio: Quantity): string {
  const { value, range } = formatQuantity(ratio);
  return `${value} times as long${range === '' ? '' : `, ${range.replace('–', ' – ')}`}`;
}

/** Which time says so, and whether the interval holds it. */
export function decidedWords({ verdict, metric }: Verdict): string {
  if (metric === null) return '';
  return `By the ${metricNames[metric]}, ${verdict === 'inside' ? 'inside' : 'outside'} the 80 % interval.`;
}

/** A measured time as it stands in a sentence: `24.0 ms`, `1,288 tokens/s`. */
export function measuredWords({ metric, measured }: ComparedTime): string {
  return (metric === 'outputTokensPerSecond' ? formatRate(measured, 'tokens/s') : formatDuration(measured)).text;
}

export interface ExpectedWords {
  readonly value: string;
  /** The 80 % interval with its unit; empty for a point. */
  readonly range: string;
}

export function expectedWords({ expected }: ComparedTime): ExpectedWords {
  const { value, unit, range } = formatQuantity(expected);
  return { value: `${value} ${unit}`, range: range === '' ? '' : `${range} ${unit}` };
}

/** What the comparison of the times found. */
export function timesTitle(compared: readonly ComparedTime[]): string {
  const of = (standing: Standing): readonly string[] =>
    compared.filter((each) => each.standing === standing).map(({ metric }) => `the ${metricNames[metric]}`);
  const [slower, faster, inside] = [of('slower'), of('faster'), of('inside')];
  if (slower.length + faster.length === 0) return `${capital(listed(inside))} ${inside.length === 1 ? 'is' : 'are'} where the lab expects`;
  const parts = [
    ...(slower.length > 0 ? [`${listed(slower)} ${slower.length === 1 ? 'is' : 'are'} slower than the interval`] : []),
    ...(faster.length > 0 ? [`${listed(faster)} ${faster.length === 1 ? 'is' : 'are'} faster than the interval`] : []),
    ...(inside.length > 0 ? [`${listed(inside)} ${inside.length === 1 ? 'is' : 'are'} inside`] : []),
  ];
  return capital(parts.join(', '));
}

const causeNames: Readonly<Record<CauseId, string>> = {
  'graphs-off': 'Captured graphs that are off',
  'slow-host': 'A slow or busy processor',
  'slow-link': 'Slow links between the accelerators',
  'small-cache': 'Too little memory for the KV cache',
  'wide-weights': 'Weights in 16 bits',
  'wide-cache': 'A KV cache in 16 bits',
  'capped-clocks': 'Capped clocks',
  'no-prefix-hits': 'A prefix cache without hits',
  'no-draft': 'Speculation that does not run',
  'prefix-hits': 'Prompts out of the prefix cache',
  draft: 'Speculation',
  'narrow-weights': 'Weights in fewer bits',
  'narrow-cache': 'A KV cache in 8 bits',
  'fast-host': 'Serving software tuned for benchmarks',
};

export const causeName = ({ id }: Cause): string => causeNames[id];

/** `5.8 ms`: what it explains, without a sign. */
export const causeSeconds = ({ seconds }: Cause): string => formatDuration(Math.abs(seconds)).text;

/** The seconds between measured and expected, of which the causes explain their share. */
const gapOf = ({ seconds, share }: Cause): string => formatDuration(Math.abs(seconds / share)).text;

const gapNames: Readonly<Record<ComparedMetric, string>> = {
  timePerOutputToken: 'a token',
  outputTokensPerSecond: 'a token of the whole server',
  timeToFirstToken: 'before the first token',
  requestLatency: 'a request',
};

/** What the search for causes found. */
export function causesTitle({ verdict, metric, causes }: Verdict): string {
  const [first] = causes;
  if (first === undefined || metric === null)
    return verdict === 'inside' ? 'There is nothing to explain' : 'Nothing that the lab tries explains the difference';
  const explained =
    first.share > 1 ? `more than the ${gapOf(first)} ${gapNames[metric]}` : `${causeSeconds(first)} of the ${gapOf(first)} ${gapNames[metric]}`;
  return `${causeNames[first.id]} would explain ${explained}${verdict === 'inside' ? ', which the interval allows anyway' : ''}`;
}

/** The deployment that the verdict is of: `Llama 3.1 8B on one H100 with vLLM, 1,024 tokens in and 256 out, 32 users at once`. */
export function deploymentWords(scenario: Scenario): string {
  const { inputTokens, outputTokens, engine } = scenario;
  return `${modelName(scenario)} on ${acceleratorWords(scenario, null)}${engine === null ? '' : ` with ${engineWords(scenario)}`}, ${formatCounted(inputTokens, 'token')} in and ${formatCount(outputTokens)} out, ${loadWords(scenario)}`;
}

/** One result among several, by what tells them apart. */
export function resultWords({ scenario, spelled }: BenchmarkResult): string {
  const { model, inputTokens, outputTokens, concurrency, requestsPerSecond } = scenario;
  const name = typeof model === 'string' ? shortModel(modelById(model)?.name ?? model) : spelled.model;
  const lengths =
    inputTokens === undefined && outputTokens === undefined
      ? undefined
      : `${inputTokens === undefined ? '?' : formatCount(inputTokens)} in, ${outputTokens === undefined ? '?' : formatCount(outputTokens)} out`;
  const load =
    typeof requestsPerSecond === 'number'
      ? `${formatCount(requestsPerSecond)} a second`
      : typeof concurrency === 'number'
        ? `${formatCount(concurrency)} at once`
        : undefined;
  return [name, lengths, load].filter((part) => part !== undefined).join(' · ');
}

/** What became of several results. */
export function resultsTitle(verdicts: readonly (Verdict | null)[]): string {
  const count = (standing: Standing): number => verdicts.filter((each) => each?.verdict === standing).length;
  const [slower, faster, inside] = [count('slower'), count('faster'), count('inside')];
  const open = verdicts.length - slower - faster - inside;
  return `Of ${formatCount(verdicts.length)} results, ${[
    ...(slower > 0 ? [`${formatCount(slower)} slower than they should be`] : []),
    ...(inside > 0 ? [`${formatCount(inside)} as fast as they should be`] : []),
    ...(faster > 0 ? [`${formatCount(faster)} faster`] : []),
    ...(open > 0 ? [`${formatCount(open)} without a verdict`] : []),
  ].join(', ')}`;
}

/** "a", "a and b", "a, b and c" */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** A message as a sentence. */
export const sentence = (message: string): string => `${capitalisedWord(message)}${/[.!?]$/.test(message) ? '' : '.'}`;

/** Names of fields and of tools (`llama.cpp`, `vllm bench serve`) stay as they are written. */
export const capitalisedWord = (text: string): string => (/^(?!vllm )[a-z]+ /.test(text) ? capital(text) : text);
