/** A simulation in words and rows: what it found, its percentiles beside the closed form, how full each engine was. No DOM. */
import type { PercentilePanel, PercentileRow } from '../../charts/percentile-chart.ts';
import type { TableTwin } from '../../charts/table-twin.ts';
import type { Estimate } from '../../estimate/estimate.ts';
import type { Percentiles, SimulatedEstimate } from '../../estimate/simulate/simulated-estimate.ts';
import type { Simulated } from '../../session/simulating.ts';
import type { SimulatedArrivals } from '../../session/simulated-scenario.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { formatCount, formatCounted, formatDuration, formatFactor, formatQuantity, formatShare } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import { acceleratorWords, engineNames, modelName } from './phrases.ts';
import { capital } from './capital.ts';

export const arrivalNames: Readonly<Record<SimulatedArrivals, string>> = {
  closed: 'Users in a loop',
  poisson: 'Independent arrivals',
  burst: 'All at once',
};

const times = [
  { key: 'timeToFirstToken', name: 'Time to the first token' },
  { key: 'timePerOutputToken', name: 'Time per output token' },
  { key: 'requestLatency', name: 'Whole request' },
] as const;

const drawn = ['mean', 'p50', 'p90', 'p99'] as const;
/** What a percentile means, for a line that is read out. */
const within: Readonly<Record<string, string>> = {
  mean: 'mean',
  p50: 'half within',
  p90: 'nine in ten within',
  p99: 'ninety-nine in a hundred within',
};

const rateWords = (rate: number): string => `${formatCounted(rate, 'request')} a second`;

/** Who sends, in words: "2 requests a second, independent of each other". */
export function sendersWords({ concurrency, requestsPerSecond }: Scenario, arrivals: SimulatedArrivals): string {
  if (arrivals === 'poisson') return `${rateWords(requestsPerSecond ?? 0)}, independent of each other`;
  const users =
    concurrency === 'max' || concurrency === null ? 'more users than fit' : concurrency === 1 ? 'one user' : `${formatCount(concurrency)} users`;
  return arrivals === 'burst' ? `${users} at once, and none after` : `${users}, each waiting for its answer before asking again`;
}

/** The finding, as the figure's title. */
export function simulationTitle({ asked: { scenario }, result, choice }: Simulated): string {
  const { timeToFirstToken: first } = result;
  const chips = acceleratorWords(scenario, result.accelerators);
  if (!result.feasible) return `Not simulated: ${result.reason?.message ?? 'this scenario does not run'}`;
  if (result.saturated)
    return `${capital(rateWords(scenario.requestsPerSecond ?? 0))} are too many for ${chips}: ${loadOf(result)} what they serve, so the queue has no end`;
  if (!first) return `${capital(chips)} with their queue never empty serve ${formatQuantity(result.outputTokensPerSecond ?? noRate).text}`;
  const p99 = said(first.p99);
  if (choice.arrivals === 'burst') return `The last of a burst has its first token after ${p99}, half of them within ${said(first.p50)}`;
  const factor = first.p99.value / first.p50.value;
  return factor < 1.15
    ? `Everybody has the first token after about ${said(first.p50)}`
    : `One request in a hundred waits ${p99} or longer for its first token, ${formatFactor(factor)} the median`;
}

const noRate: Quantity = { value: 0, low: 0, high: 0, unit: 'tokens/s', evidence: 'projected' };

const said = (time: Quantity): string => {
  const { value, unit } = formatDuration(time);
  return `${value} ${unit}`;
};
/** The fullest engine's load: that one's queue grows first. */
function loadOf({ engines }: SimulatedEstimate): string {
  const load = Math.max(0, ...engines.map((run) => run.load ?? 0));
  return load < 2 ? `${formatShare(load)} of` : formatFactor(load);
}

/** Mean against mean, since the closed form has nothing else. */
export function comparisonWords({ result, closed, choice }: Simulated): string {
  if (!result.feasible || !closed.feasible) return '';
  const pair = (name: string, simulated: Percentiles | null, form: Quantity | null): string =>
    simulated && form ? `${name} ${said(simulated.mean)} on average, ${said(form)} in closed form` : '';
  const pairs = [
    pair('First token:', result.timeToFirstToken, closed.timeToFirstToken),
    pair('per output token:', result.timePerOutputToken, closed.timePerOutputToken),
  ].filter(Boolean);
  const note =
    choice.arrivals === 'burst'
      ? ' The closed form is that of as many users in a loop: a burst has none.'
      : choice.arrivals === 'closed' && choice.spread.kind === 'fixed'
        ? ' Requests of one length fall into step in a loop and wait for each other’s prompts; any spread of lengths ends that.'
        : '';
  return pairs.length === 0 ? '' : `${capital(pairs.join('; '))}.${note}`;
}

const closedTime = (closed: Estimate, key: (typeof times)[number]['key']): Quantity | null => (closed.feasible ? closed[key] : null);

export function percentilePanels({ result, closed }: Simulated): readonly PercentilePanel[] {
  return times.map(({ key, name }) => {
    const percentiles = result[key],
      form = closedTime(closed, key);
    const rows: PercentileRow[] = percentiles
      ? [
          ...(form ? [{ name: 'closed form', time: form, simulated: false }] : []),
          ...drawn.map((at) => ({ name: at, time: percentiles[at], simulated: true })),
        ]
      : [];
    return { name, rows, missing: result.saturated ? 'no bound: the queue has no end' : 'does not apply' };
  });
}

export function percentileLine(panel: string, { name, time, simulated }: PercentileRow): string {
  const { value, unit, range } = formatDuration(time);
  const who = simulated ? `simulated ${within[name] ?? name}` : 'mean in closed form';
  return `${panel}, ${who}: ${value} ${unit}, ${range} ${unit}, ${time.evidence}`;
}

export function simulationTwin({ result, closed }: Simulated): TableTwin {
  return {
    columns: [{ key: 'of', title: 'Over requests' }, ...times.map(({ key, name }) => ({ key, title: name }))],
    rows: [
      { of: 'closed form, mean', ...Object.fromEntries(times.map(({ key }) => [key, closedTime(closed, key)])) },
      ...(['mean', 'p50', 'p90', 'p95', 'p99'] as const).map((at) => ({
        of: at === 'mean' ? 'simulated, mean' : `simulated, ${at}`,
        ...Object.fromEntries(times.map(({ key }) => [key, result[key]?.[at] ?? null])),
      })),
    ],
  };
}

/** Header lines of every copy: what the numbers would need to be made again. */
export function simulationHeader({ asked: { scenario, options }, result }: Simulated): readonly (readonly [name: string, value: string])[] {
  return [
    ['simulated', `${modelName(scenario)}, ${sendersWords(scenario, options.arrivals as SimulatedArrivals)}`],
    ['lengths', options.spread ? spreadWords(options.spread) : 'all alike'],
    ['seed', String(result.seed)],
    ['answers counted', result.engines.map(({ engine, counted }) => `${engineNames[engine]} ${counted}`).join(', ')],
  ];
}

export function spreadWords(spread: NonNullable<Simulated['asked']['options']['spread']>): string {
  if (spread.kind === 'fixed') return 'all as long as stated';
  if (spread.kind === 'uniform') return `uniform from ${formatShare(spread.low)} to ${formatShare(spread.high)} of the stated lengths`;
  const { sigma, outputSigma = sigma } = spread;
  return `lognormal around the stated lengths, sigma ${sigma === outputSigma ? sigma : `${sigma} in and ${outputSigma} out`}`;
}

/** Under the figure: what was drawn, from which seed, how known. */
export function simulationSource({ asked: { scenario, options }, choice, result }: Simulated): string {
  const answers = result.engines.reduce((sum, { counted }) => sum + counted, 0);
  const evidence = (result.timePerOutputToken ?? result.timeToFirstToken)?.mean.evidence;
  const engines = result.engines.map(({ engine }) => engineNames[engine]).join(', ');
  return `Simulated from seed ${result.seed}: ${sendersWords(scenario, choice.arrivals)}; lengths ${options.spread ? spreadWords(options.spread) : 'all alike'}; ${formatCount(answers)} answers under ${engines}${evidence ? `; pass times ${evidence}` : ''}. 80 % intervals: nearly all of each is the model’s own error, which the rows of a panel share.`;
}

/** How full each engine's rank was. */
export const engineTwin = ({ engines }: SimulatedEstimate): TableTwin => ({
  columns: [
    { key: 'engine', title: 'Engine' },
    { key: 'load', title: 'Load' },
    { key: 'running', title: 'Running' },
    { key: 'waiting', title: 'Waiting' },
    { key: 'cache', title: 'KV cache filled' },
    { key: 'full', title: 'Time with nothing free' },
    { key: 'busy', title: 'Time busy' },
    { key: 'preempted', title: 'Preempted' },
    { key: 'answers', title: 'Answers' },
  ],
  rows: engines.map((run) => ({
    engine: engineNames[run.engine],
    load: run.load === null ? null : formatShare(run.load),
    running: run.running.toFixed(1),
    waiting: run.waiting.toFixed(1),
    cache: formatShare(run.cacheShare),
    full: formatShare(run.fullShare),
    busy: formatShare(run.busyShare),
    preempted: formatCount(run.preemptions),
    answers: formatCount(run.counted),
  })),
});
