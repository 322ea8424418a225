/** Tasks of agents in words: what is asked, what was found. No DOM. */
import type { AgentEstimate } from '../../agent/agent-estimate.ts';
import { agentPreset } from '../../catalogue/agent-presets.ts';
import { amountWords } from '../../charts/time-title.ts';
import type { Duration, Task } from '../../scenario/task.ts';
import { formatCount, formatCounted, formatDuration, formatMoney, formatShare } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import { providerName } from './fleet-words.ts';
import { limitWords } from './phrases.ts';
import { offerById, type TaskQuestion } from './task-question.ts';

export const presetWords = ({ preset }: Task): string => (preset === null ? 'of your own' : (agentPreset(preset)?.name ?? preset).toLowerCase());

export const stepsWords = ({ steps }: Task): string =>
  typeof steps === 'number'
    ? formatCounted(steps, 'step')
    : Array.isArray(steps)
      ? `${formatCount(steps.length)} steps of their own`
      : 'a graph of steps';

export function lengthWords({ newTokensPerStep: come, outputTokensPerStep: go }: Task): string {
  return come === null || go === null ? 'lengths of their own' : `${tokenCount(come)} tokens in and ${tokenCount(go)} out`;
}

/** Means of tasks are no whole numbers. */
export const tokenCount = (tokens: number): string => formatCount(Math.round(tokens), tokens >= 10_000 ? 'short' : 'full');

export function durationWords({ p50, p90 }: Duration): string {
  const half = givenSeconds(p50);
  return p90 === p50 ? half : `${half}, one in ten above ${givenSeconds(p90)}`;
}

/** Seconds as they were given, without the zeros of a measured time. */
export const givenSeconds = (seconds: number): string => (seconds < 120 ? limitWords(seconds) : `${Number((seconds / 60).toPrecision(3))} minutes`);

export const toolWords = ({ toolSeconds }: Task): string =>
  toolSeconds === null || toolSeconds.p90 === 0 ? 'no time for tools' : `tools of ${durationWords(toolSeconds)}`;

export const fanOutWords = ({ fanOut }: Task): string => (fanOut === 1 ? 'one call at a time' : `${formatCount(fanOut)} calls side by side`);

export const retryWords = ({ retryRate }: Task): string => (retryRate === 0 ? 'no call repeated' : `${shareWords(retryRate)} of calls repeated`);

export const successWords = ({ success }: Task): string => (success === null ? 'nobody knows how many succeed' : `${shareWords(success)} succeed`);

export const cacheWords = ({ cacheLifeSeconds }: Task): string =>
  cacheLifeSeconds === 0 ? 'nothing cached' : `the cache kept for ${givenSeconds(cacheLifeSeconds)}`;

/** Shares that a person gave, with their decimals. */
const shareWords = (share: number): string => `${Number((share * 100).toPrecision(4))} %`;

/** Where the calls run, when not on the scenario. */
export function offerWords(at: NonNullable<TaskQuestion['at']>): string {
  if (typeof at !== 'string') return 'prices of your own';
  const offer = offerById(at);
  return offer ? `${offer.offer} of ${providerName(offer.provider)}` : at;
}

export const priceListWords = ({
  input,
  cached,
  output,
}: {
  readonly input: number;
  readonly cached: number | null;
  readonly output: number;
}): string => [`$${input} in`, ...(cached === null ? [] : [`$${cached} from the cache`]), `$${output} out`].join(', ');

/** One part of a task's dollars or seconds. */
export interface TaskPart {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  /** USD or s */
  readonly amount: number;
}

/** Half a per cent would be a hairline and a zero. */
const least = 5e-3;

export function moneyParts({ usdPerTask, shares: { usd } }: AgentEstimate): readonly TaskPart[] {
  if (!usdPerTask || !usd) return [];
  return [
    { id: 'cached', name: 'Reading the cache', colour: 'var(--series-green)', share: usd.cached },
    { id: 'new', name: 'Reading new input', colour: 'var(--series-blue)', share: usd.new },
    { id: 'output', name: 'Writing answers', colour: 'var(--series-vermilion)', share: usd.output },
  ].flatMap(({ share, ...part }) => (share >= least ? [{ ...part, amount: share * usdPerTask.value }] : []));
}

export function timeParts({ secondsPerTask, shares: { seconds } }: AgentEstimate): readonly TaskPart[] {
  if (!secondsPerTask || !seconds) return [];
  const { firstToken, output, model, tool, roundTrip } = seconds;
  const told = firstToken !== null && output !== null;
  return [
    { id: 'first', name: 'Waiting for first tokens', colour: 'var(--series-blue)', share: told ? firstToken : 0 },
    { id: 'output', name: 'Writing answers', colour: 'var(--series-vermilion)', share: told ? output : 0 },
    { id: 'model', name: 'Calls of the model', colour: 'var(--series-blue)', share: told ? 0 : model },
    { id: 'tool', name: 'Waiting for tools', colour: 'var(--series-orange)', share: tool },
    { id: 'trip', name: 'Round trips', colour: 'var(--series-purple)', share: roundTrip },
  ].flatMap(({ share, ...part }) => (share >= least ? [{ ...part, amount: share * secondsPerTask.mean.value }] : []));
}

/** "Two thirds of a task’s time is waiting for tools". */
export function partsTitle(parts: readonly TaskPart[], of: string): string {
  const total = parts.reduce((sum, { amount }) => sum + amount, 0);
  const most = parts.toSorted((a, b) => b.amount - a.amount)[0];
  return most && total > 0 ? `${amountWords(most.amount / total)} of ${of} is ${most.name.charAt(0).toLowerCase()}${most.name.slice(1)}` : '';
}

/** What one point more changes. */
export interface Lever {
  readonly id: 'cacheHit' | 'retry' | 'roundTrip';
  readonly name: string;
  readonly change: string;
  readonly quantity: Quantity | null;
  /** Of a task's dollars or seconds. */
  readonly share: number | null;
  readonly why: string;
}

export function levers({ worth, usdPerTask, secondsPerTask, unknown }: AgentEstimate): readonly Lever[] {
  const share = (quantity: Quantity | null, whole: Quantity | undefined | null): number | null =>
    quantity && whole && whole.value > 0 ? quantity.value / whole.value : null;
  const noPrice = unknown['usdPerTask'] ?? 'no price is known',
    noTime = unknown['secondsPerTask'] ?? 'no time is known';
  return [
    {
      id: 'cacheHit',
      name: 'Cache hits',
      change: 'one point more of the input read from the cache saves',
      quantity: worth.cacheHit,
      share: share(worth.cacheHit, usdPerTask),
      why: noPrice,
    },
    {
      id: 'retry',
      name: 'Retries',
      change: 'one point more of calls repeated adds',
      quantity: worth.retry,
      share: share(worth.retry, usdPerTask),
      why: noPrice,
    },
    {
      id: 'roundTrip',
      name: 'Round trip',
      change: 'ten milliseconds more on each call add',
      quantity: worth.roundTrip,
      share: share(worth.roundTrip, secondsPerTask?.mean),
      why: noTime,
    },
  ];
}

/** The lever that moves most of a task, in its own money or time. */
export function leversTitle(rows: readonly Lever[]): string {
  const money = rows.filter(
    (row): row is Lever & { readonly quantity: Quantity; readonly share: number } =>
      row.share !== null && row.id !== 'roundTrip' && row.quantity !== null,
  );
  const best = money.toSorted((a, b) => b.share - a.share)[0];
  if (!best) {
    const trip = rows.find(({ id }) => id === 'roundTrip')?.quantity;
    return trip
      ? `Ten milliseconds more on each call add ${formatDuration(trip).value} ${formatDuration(trip).unit} to a task`
      : 'What a point more is worth';
  }
  if (best.quantity.value === 0) return 'Neither cache hits nor retries move this price';
  const verb = best.id === 'cacheHit' ? 'A point more of cache hits saves' : 'A point more of retries adds';
  return `${verb} ${formatMoney(best.quantity).value} a task, ${formatShare(best.share)} of it`;
}

/** Joules in the unit of their size. */
export function energyOf(joules: Quantity): Quantity {
  const [factor, unit] = joules.value >= 1e9 ? [1e-9, 'GJ'] : joules.value >= 1e6 ? [1e-6, 'MJ'] : joules.value >= 1e3 ? [1e-3, 'kJ'] : [1, 'J'];
  return { ...joules, value: joules.value * factor, low: joules.low * factor, high: joules.high * factor, unit };
}
