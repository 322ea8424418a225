/** What a comparison says: a table for people, and the JSON with ratios and their intervals that is kept. */
import { printTable } from '../../src/cli/print/table.ts';
import { formatRate } from '../../src/units/format.ts';
import { bootstrapMedian, type Interval } from '../../src/stats/bootstrap.ts';
import { medianSeconds, type CaseResult, type Comparison, type ContenderResult } from './results.ts';

const softwareNote = 'A software adapter: times and ratios are the processor’s and say nothing about GPUs.';

/** Our seconds against a peer's on one case: how many times as long the peer takes, from pairs of the same round. */
export interface Ratio {
  readonly peer: string;
  readonly ours: string;
  /** Peer's seconds over ours: above 1 ours is faster. Median and its 95 % bootstrap interval. */
  readonly ratio: Interval;
}

export interface SavedComparison extends Omit<Comparison, 'cases'> {
  readonly when: string;
  readonly note: string;
  readonly browser: string | null;
  readonly node: string;
  readonly cases: readonly (CaseResult & { readonly ratios: readonly Ratio[] })[];
}

const oursNames = ['ours', 'ours, chained'];

export function summarise(comparison: Comparison, browser: string | null): SavedComparison {
  const note = comparison.adapter.fallback
    ? softwareNote
    : 'Ratios are the peer’s seconds over ours: above 1 ours is faster. "ours" is called one by one as the peers are; "ours, chained" runs in one pass.';
  return {
    when: new Date().toISOString(),
    note,
    browser,
    node: process.version,
    ...comparison,
    cases: comparison.cases.map((result) => ({ ...result, ratios: ratiosOf(result, comparison.policy.seed) })),
  };
}

/** Each of ours against each peer. Rounds in which either reading was nonsense are left out. */
export function ratiosOf({ contenders }: CaseResult, seed: number): Ratio[] {
  const ours = contenders.filter(({ name }) => oursNames.includes(name));
  return contenders
    .filter(({ name }) => !oursNames.includes(name))
    .flatMap((peer) =>
      ours.flatMap((own): Ratio[] => {
        const pairs = peer.samples.flatMap((seconds, round) => {
          const mine = own.samples[round] ?? null;
          return seconds === null || mine === null ? [] : [seconds / mine];
        });
        return pairs.length === 0 ? [] : [{ peer: peer.name, ours: own.name, ratio: bootstrapMedian(pairs, { seed }) }];
      }),
    );
}

/** Adapter, versions, and a line for each contender of each case; on a processor without times and ratios. */
export function printComparison({ adapter, where, cases, left, absent }: SavedComparison): string {
  const device = [adapter.vendor, adapter.architecture, adapter.description].filter((word) => word !== '').join(' ');
  const lines = [`${where === 'page' ? 'In a browser' : 'In Node over Dawn'}, on ${device === '' ? 'an unnamed adapter' : device}`];
  if (adapter.fallback) lines.push(softwareNote);
  lines.push(...absent.map(({ name, message }) => `${name} did not start: ${message}`));
  if (left.length > 0) lines.push(`No time was left for ${left.join(', ')}`);
  lines.push('');
  const right = 'right';
  const rows = cases.flatMap((result) => {
    return result.contenders.map((contender, at) => {
      const ratio = result.ratios.find(({ peer, ours }) => peer === contender.name && ours === 'ours');
      const timing = adapter.fallback ? [] : [rate(result, contender), ratio === undefined ? '' : printRatio(ratio.ratio)];
      return [
        at === 0 ? result.id : '',
        contender.name,
        contender.way ?? whyNot(contender),
        contender.error === null ? '' : contender.error.toExponential(1),
        ...timing,
      ];
    });
  });
  const timing = adapter.fallback ? [] : [{ title: 'rate', align: right } as const, { title: 'its time over ours' }];
  lines.push(printTable([{ title: 'case' }, { title: 'library' }, { title: 'fastest way' }, { title: 'error', align: right }, ...timing], rows));
  return lines.join('\n');
}

function rate({ flops, bytes, rateUnit }: CaseResult, contender: ContenderResult): string {
  const seconds = medianSeconds(contender);
  if (seconds === null) return '';
  return rateUnit === 'B/s' ? formatRate(bytes / seconds, 'B/s').text : formatRate(flops / seconds, 'FLOP/s').text;
}

function printRatio({ value, low, high }: Interval): string {
  return `${value.toFixed(2)}  (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** The first line of what its ways said. */
function whyNot({ ways }: ContenderResult): string {
  return `none: ${(ways.map(({ message }) => message).find((message) => message !== undefined) ?? '').split('\n')[0] ?? ''}`;
}
