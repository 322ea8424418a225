/**
 * A run as a link carries it: adapter, plan, day, ceilings and medians with intervals, rounded to three digits. No
 * samples, no device name, no time of day. Whoever opens it holds somebody's claim, not a measurement.
 */
import type { AdapterSummary, Badge, Ceiling, Ceilings, KernelDtype, KernelResult, PlanName, Run } from '../run/run.ts';

/** Those that version 1 of the link carries. */
export const ceilingNames = ['fmaF32', 'fmaF16', 'read', 'copy', 'dispatch'] as const satisfies readonly (keyof Ceilings)[];
type CarriedCeiling = (typeof ceilingNames)[number];

export interface SharedKernel {
  readonly id: string;
  readonly kernel: string;
  readonly variant: string;
  readonly dtype: KernelDtype;
  readonly shape: Readonly<Record<string, number>>;
  readonly flops: number;
  readonly bytes: number;
  /** Seconds. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly badges: readonly Badge[];
}

export interface SharedResult {
  /** Equations and priors with which the sharer's page answered. */
  readonly modelVersion: string;
  /** ISO 8601 day, UTC. */
  readonly day: string;
  readonly plan: PlanName;
  /** Vendor and architecture are empty when the sharer left the device out. */
  readonly adapter: { readonly vendor: string; readonly architecture: string; readonly fallback: boolean };
  readonly clock: 'timestamp' | 'wall';
  /** Points of the plan without a number. */
  readonly left: number;
  readonly ceilings: Ceilings;
  readonly kernels: readonly SharedKernel[];
}

/** A run rebuilt from a link: enough to calibrate with, and marked for what it is. */
export interface ClaimedRun extends Run {
  readonly origin: 'claimed';
}

/** What of a run goes into a link. `device: false` leaves vendor and architecture out; that it is a software adapter always stays. */
export function sharedResult(run: Run, { modelVersion, device = true }: { modelVersion: string; device?: boolean }): SharedResult {
  const { vendor, architecture, fallback } = run.adapter;
  const ceilings = Object.fromEntries(ceilingNames.map((name) => [name, run.ceilings[name] && withRounded(run.ceilings[name])])) as Record<
    CarriedCeiling,
    Ceiling | null
  >;
  return {
    modelVersion,
    day: run.when.slice(0, 10),
    plan: run.plan,
    adapter: { vendor: device ? shareable(vendor, 64) : '', architecture: device ? shareable(architecture, 64) : '', fallback },
    clock: run.clock.kind,
    left: run.left.length,
    ceilings,
    kernels: run.kernels.map(sharedKernel),
  };
}

function sharedKernel(result: KernelResult): SharedKernel {
  const { id, kernel, variant, dtype, shape, flops, bytes, median, low, high, badges } = result;
  const rounded = withRounded({ value: median, low, high });
  return {
    id: shareable(id, 96),
    kernel: shareable(kernel, 32),
    variant: shareable(variant, 64),
    dtype,
    shape: { ...shape },
    flops: Math.round(flops),
    bytes: Math.round(bytes),
    median: rounded.value,
    low: rounded.low,
    high: rounded.high,
    badges: [...badges],
  };
}

/** Text as links allow it: short, without control characters. */
function shareable(text: string, longest: number): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '').slice(0, longest);
}

/** A run for the calibration: no samples, no checks, nothing that the link did not carry. */
export function claimedRun(result: SharedResult): ClaimedRun {
  const adapter: AdapterSummary = { ...result.adapter, device: '', description: '', features: [], limits: {} };
  return {
    origin: 'claimed',
    version: 1,
    when: `${result.day}T00:00:00.000Z`,
    adapter,
    clock: { kind: result.clock, step: 0 },
    plan: result.plan,
    elapsed: 0,
    kernels: result.kernels.map((kernel) => ({ ...kernel, samples: [], checks: [] })),
    ceilings: result.ceilings,
    left: [],
  };
}

/** Three digits of the value; its ends at the same decimal, so that one exponent serves all three. */
function withRounded({ value, low, high }: Ceiling): Ceiling {
  const [middle, below, above, exponent] = toDigits({ value, low, high });
  return fromDigits(middle, below, above, exponent);
}

/** An end a thousand times above its value says nothing more by being further off. */
export const mostDigits = 999_999;

/** value = middle · 10^exponent with middle in 100 … 999, low and high at the same exponent. */
export function toDigits({ value, low, high }: Ceiling): readonly [middle: number, low: number, high: number, exponent: number] {
  if (!(value > 0)) return [0, 0, 0, 0];
  // toExponential rounds 9.996 up to 1.00e+1, which a logarithm would miss.
  const exponent = Number(value.toExponential(2).split('e')[1]) - 2;
  const at = (number: number): number => {
    const [mantissa, power] = number.toExponential().split('e');
    return Math.round(Number(`${mantissa}e${Number(power) - exponent}`));
  };
  const middle = at(value);
  return [middle, Math.min(middle, at(low)), Math.min(mostDigits, Math.max(middle, at(high))), exponent];
}

export function fromDigits(middle: number, low: number, high: number, exponent: number): Ceiling {
  // Through text, so that 123e-6 is the double nearest to it and not 123 times a rounded power.
  const at = (digits: number): number => Number(`${digits}e${exponent}`);
  return { value: at(middle), low: at(low), high: at(high) };
}
