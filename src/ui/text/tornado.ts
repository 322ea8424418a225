/** What moves an answer, in words: names of assumptions, their ends in their units, and how far the answer goes. No DOM. */
import type { Assumption, End, Sensitivity } from '../../estimate/views/sensitivity.ts';
import type { TornadoBar } from '../../charts/tornado-chart.ts';
import { formatAt, formatCount, formatMoney, formatRate, formatShare, lastDigit } from '../../units/format.ts';
import type { EngineId } from '../../scenario/scenario.ts';
import { engineNames } from './phrases.ts';

/** Dollars for a million tokens, or millions of tokens for a dollar. */
export type AnswerUnit = 'usd-per-million' | 'tokens-per-usd';

export const assumptionNames: Readonly<Record<Assumption, string>> = {
  price: 'Price of an accelerator-hour',
  utilisation: 'Share of paid hours that serve',
  memoryBandwidth: 'Memory bandwidth, ± 10 %',
  peak: 'Arithmetic peak, ± 10 %',
  engine: 'Serving software',
  kvCache: 'Format of the key-value cache',
  pue: 'Facility over IT power (PUE)',
  electricity: 'Price of electricity',
  prefixHitRate: 'Input read from a prefix cache',
  concurrency: 'Number of users at once',
  inputTokens: 'Input tokens of a request',
  outputTokens: 'Output tokens of a request',
};

export function endWords({ at }: End, unit: string): string {
  if (typeof at === 'string') return at in engineNames ? engineNames[at as EngineId] : at;
  switch (unit) {
    case 'USD/h':
      return `${formatMoney(at).value}/h`;
    case 'USD/kWh':
      return `$${formatAt(at, -2)}/kWh`;
    case 'B/s':
    case 'FLOP/s':
      return formatRate(at, unit).text;
    case '1':
      return at <= 1 ? formatShare(at) : formatAt(at, -2);
    case 'requests':
      return at === 1 ? '1 user' : `${formatCount(at)} users`;
    default:
      return `${formatCount(at, 'short')} ${unit}`;
  }
}

/** The answer at an end, in the unit that the page shows. */
export const answerAt = (usd: number, unit: AnswerUnit): number => (unit === 'usd-per-million' ? usd : 1 / usd);

/**
 * An answer in words, at the last digit that the interval of the answer as it stands makes worth printing: an end is
 * known no better.
 */
export function answerWords(answer: number, unit: AnswerUnit, digit: number): string {
  const number = formatAt(answer, digit);
  return unit === 'usd-per-million' ? `$${number}` : `${number}M`;
}

export interface TornadoWords {
  readonly unit: AnswerUnit;
  readonly base: number;
  /** Power of ten of the last digit printed. */
  readonly digit: number;
  readonly bars: readonly TornadoBar[];
}

export function tornadoWords({ base, swings }: Sensitivity, unit: AnswerUnit): TornadoWords {
  const middle = answerAt(base.value, unit);
  const ends = [answerAt(base.low, unit), answerAt(base.high, unit)] as const;
  const digit = lastDigit({ value: middle, low: Math.min(...ends), high: Math.max(...ends) });
  const bars = swings.map((swing): TornadoBar => {
    const end = (of: End): TornadoBar['low'] => ({ at: endWords(of, swing.unit), value: of.usd === null ? null : answerAt(of.usd, unit) });
    const low = end(swing.low),
      high = end(swing.high);
    return {
      id: swing.assumption,
      name: assumptionNames[swing.assumption],
      low,
      high,
      change: changeWords([low.value, high.value], { base: middle, unit, digit }),
    };
  });
  return { unit, base: middle, digit, bars };
}

/** "−$0.41 to +$0.84", the smaller first; an end that moves nothing is left out. */
function changeWords(ends: readonly (number | null)[], { base, unit, digit }: Omit<TornadoWords, 'bars'>): string {
  const moves = ends
    .filter((end) => end !== null)
    .map((end) => end - base)
    .sort((a, b) => a - b);
  const least = 10 ** digit;
  const seen = moves.filter((move) => Math.abs(move) >= least / 2);
  if (seen.length === 0) return `less than ${answerWords(least, unit, digit)}`;
  return seen.map((move) => `${move < 0 ? '−' : '+'}${answerWords(Math.abs(move), unit, digit)}`).join(' to ');
}

/** One bar as a line for the readout under the chart. */
export function tornadoLine({ name, low, high }: TornadoBar, { unit, digit }: TornadoWords): string {
  const said = ({ at, value }: TornadoBar['low']): string =>
    value === null ? `cannot be served at ${at}` : `${answerWords(value, unit, digit)} at ${at}`;
  return `${name}: ${said(low)}, ${said(high)}.`;
}

/** What the figure found. */
export function tornadoTitle({ bars: [first], unit, digit }: TornadoWords): string {
  if (!first) return 'Nothing that could be assumed otherwise moves this answer';
  const ends = [first.low.value, first.high.value].filter((value) => value !== null).sort((a, b) => a - b);
  const name = first.name.replace(/, ± .*$/, '');
  return `This answer moves most with the ${name.charAt(0).toLowerCase()}${name.slice(1)}: ${ends.map((value) => answerWords(value, unit, digit)).join(' to ')}`;
}
