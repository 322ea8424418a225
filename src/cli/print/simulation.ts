/** A simulated scenario in a terminal: percentiles with their intervals, then how full each engine was. */
import type { OfPools, Parallel, Percentiles, SimulatedEstimate } from '../../index.ts';
import { evidenceMark, formatCount, formatCounted, formatQuantity, formatShare } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import { printTable } from './table.ts';

const names = ['mean', 'p50', 'p90', 'p95', 'p99'] as const;

export function printSimulation(result: SimulatedEstimate): string {
  if (!result.feasible) return result.reason?.message ?? 'cannot serve this';
  const layout = `${formatCounted(result.accelerators ?? 0, 'accelerator')}, ${layoutWords(result)}`;
  const head = `${result.saturated ? 'SATURATED. ' : ''}${arrivalWords[result.arrivals]}; ${layout}; seed ${result.seed}`;
  const table = printTable(
    [{ title: '' }, ...['first token', 'per output token', 'request'].flatMap((title) => [{ title, align: 'right' as const }, { title: '80 %' }])],
    names.map((name) => [name, ...[result.timeToFirstToken, result.timePerOutputToken, result.requestLatency].flatMap((of) => cells(of, name))]),
  );
  const rates = [result.requestsPerSecond, result.outputTokensPerSecond]
    .filter((rate) => rate !== null)
    .map((rate) => words(rate))
    .join('   ');
  const missing = [...new Set(Object.values(result.unknown))].map((reason) => `–  ${reason}`).join('\n');
  return [`${head}${traceWords(result)}`, table, rates, engineTable(result), missing].filter((part) => part !== '').join('\n\n');
}

function layoutWords({ replicas, parallel }: SimulatedEstimate): string {
  const each = (count: number, of: Parallel): string =>
    `${formatCount(count)} × (tensor ${of.tensor}, pipeline ${of.pipeline}, attention-data ${of.attentionData})`;
  if (replicas === null || parallel === null) return 'no layout';
  if (typeof replicas === 'number') return each(replicas, parallel as Parallel);
  const pools = parallel as OfPools<Parallel>;
  return `prefill ${each(replicas.prefill, pools.prefill)}, decode ${each(replicas.decode, pools.decode)}`;
}

/** What of a trace was played and what was left out. */
function traceWords({ trace }: SimulatedEstimate): string {
  if (!trace) return '';
  const left = [
    ...(trace.noOutput > 0 ? [`${formatCount(trace.noOutput)} without an answer`] : []),
    ...(trace.tooLong > 0 ? [`${formatCount(trace.tooLong)} longer than the model reads`] : []),
  ];
  return [
    `\n${formatCounted(trace.requests, 'request')}${trace.format === null ? '' : ` in the columns of ${trace.format}`}`,
    ...(left.length > 0 ? [`left out: ${left.join(', ')}`] : []),
    ...(trace.prefixHitRate === null ? [] : [`${formatShare(trace.prefixHitRate)} of the input cached, if nothing is forgotten`]),
  ].join('; ');
}

const arrivalWords = { closed: 'Closed loop', poisson: 'Independent arrivals', burst: 'All at once', trace: 'Trace' } as const;

function cells(of: Percentiles | null, name: keyof Percentiles): string[] {
  if (!of) return ['–', ''];
  const { value, range, unit } = formatQuantity(of[name]);
  return [`${value} ${unit}`, range];
}

function words(quantity: Quantity): string {
  const { value, range, unit } = formatQuantity(quantity);
  return `${value} ${unit} (${range}) ${evidenceMark(quantity.evidence)}`;
}

function engineTable({ engines }: SimulatedEstimate): string {
  const right = 'right' as const;
  const columns = [
    { title: 'engine' },
    { title: 'running', align: right },
    { title: 'waiting', align: right },
    { title: 'cache', align: right },
    { title: 'full', align: right },
    { title: 'busy', align: right },
    { title: 'preempted', align: right },
    { title: 'load', align: right },
    { title: 'answers', align: right },
  ];
  return printTable(
    columns,
    engines.map((run) => [
      run.engine,
      run.running.toFixed(1),
      run.waiting.toFixed(1),
      formatShare(run.cacheShare),
      formatShare(run.fullShare),
      formatShare(run.busyShare),
      formatCount(run.preemptions),
      run.load === null ? '–' : formatShare(run.load),
      formatCount(run.counted),
    ]),
  );
}
