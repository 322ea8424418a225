/**
 * Power by regime: what share of its board power an accelerator draws while it is bound by arithmetic, by weights, by
 * attention, by the network, or waits. Shares measured with board sensors on H200 and B200 (operator power tables of
 * NVIDIA aiconfigurator): compute-bound GEMM 0.98–0.99, MoE 0.98, memory-bound GEMM 0.75–0.83, prefill attention 0.67,
 * decode attention 0.62–0.69, quietest 0.18–0.24.
 */

export const regimePower = {
  compute: 0.985,
  experts: 0.98,
  weights: 0.79,
  prefillAttention: 0.67,
  decodeAttention: 0.655,
  /** Link traffic with idle arithmetic; between quietest and memory-bound, no sensor table known. */
  collectives: 0.4,
  idle: 0.21,
} as const;

/** Relative half-width (80 %) of a regime share: the tables differ by about this between chips and kernels. */
export const regimeSpread = 0.15;

/** Seconds spent in each regime during some span; the rest of the span is idle. */
export type RegimeSeconds = Readonly<Partial<Record<keyof typeof regimePower, number>>>;

/** Mean share of board power over `span` seconds. */
export function meanPowerShare(seconds: RegimeSeconds, span: number): number {
  let busy = 0;
  let sum = 0;
  for (const [regime, time] of Object.entries(seconds) as [keyof typeof regimePower, number][]) {
    busy += time;
    sum += time * regimePower[regime];
  }
  const idle = Math.max(span - busy, 0);
  return (sum + idle * regimePower.idle) / Math.max(span, busy);
}
