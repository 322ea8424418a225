/** What a signal is: a definition, values with intervals, what went in, and a verdict only where intervals decide it. */
import type { Evidence, Quantity } from '../../units/quantity.ts';

export const signalIds = ['token-economics', 'capacity', 'throughput-per-watt', 'partners', 'alternatives'] as const;
export type SignalId = (typeof signalIds)[number];

export type Verdict = 'better' | 'worse' | 'not-decided';

export interface SignalValue extends Quantity {
  /** What it is of: a model, a continent, an accelerator, a kind of concentration. */
  readonly group: string;
  /** Observations behind it. */
  readonly n: number;
  readonly verdict: Verdict | null;
  /** What the group lacks, or what else must be said; in words. */
  readonly notes: readonly string[];
}

export interface Signal {
  readonly id: SignalId;
  readonly definition: string;
  /** Month of the facts, YYYY-MM. */
  readonly asOf: string;
  readonly n: number;
  /** Share of what could be known that is, 0 … 1; null where the question makes no sense. */
  readonly coverage: number | null;
  readonly verdict: Verdict | null;
  readonly values: readonly SignalValue[];
  /** Ids of facts and assumptions that went in. */
  readonly inputs: readonly string[];
  readonly sources: readonly string[];
}

export const exactly = (value: number, unit: string, evidence: Evidence = 'measured'): Quantity => ({
  value,
  low: value,
  high: value,
  unit,
  evidence,
});

/** Where an interval lies against a line; below it is good news. */
export function against(line: number, { low, high }: Pick<Quantity, 'low' | 'high'>): Verdict {
  return high < line ? 'better' : low > line ? 'worse' : 'not-decided';
}

/** One word for many: only what all say. */
export function unanimous(verdicts: readonly (Verdict | null)[]): Verdict | null {
  const said = [...new Set(verdicts.filter((verdict) => verdict !== null))];
  return said.length === 0 ? null : said.length === 1 ? (said[0] ?? null) : 'not-decided';
}

/** a ÷ b of independent intervals: their widths in logarithms add as squares. */
export function ratioOf(a: Quantity, b: Quantity, evidence: Evidence): Quantity {
  const value = a.value / b.value;
  const low = Math.exp(-Math.hypot(Math.log(a.value / a.low), Math.log(b.high / b.value)));
  const high = Math.exp(Math.hypot(Math.log(a.high / a.value), Math.log(b.value / b.low)));
  return { value, low: value * low, high: value * high, unit: '1', evidence };
}
