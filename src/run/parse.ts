/**
 * From the text of a file to a run, or to the one place that is wrong. Whatever holds a run as plain JSON is read
 * here; links carry a shorter form of their own.
 */
import * as v from 'valibot';
import type { Run } from './run.ts';

export type ParsedRun = { readonly ok: true; readonly run: Run } | { readonly ok: false; readonly path: string; readonly message: string };

/** More kernels, samples or features than any run has; a longer list is not one of ours. */
const longest = 10_000;

const text = v.pipe(v.string(), v.maxLength(longest));
const finite = v.pipe(v.number(), v.finite());
const amount = v.pipe(finite, v.minValue(0));
const positive = v.pipe(finite, v.gtValue(0));
const list = <Item extends v.GenericSchema>(item: Item) => v.pipe(v.array(item), v.maxLength(longest));

const ceiling = v.nullable(v.object({ value: positive, low: positive, high: positive }));

const check = v.object({
  kind: v.picklist(['exact', 'sampled', 'freivalds', 'poison']),
  error: amount,
  tolerance: amount,
  passed: v.boolean(),
});

const kernel = v.object({
  id: text,
  kernel: text,
  variant: text,
  dtype: v.picklist(['f32', 'f16', 'i8', 'i4']),
  shape: v.record(text, finite),
  flops: amount,
  bytes: amount,
  samples: list(positive),
  median: positive,
  low: positive,
  high: positive,
  checks: list(check),
  badges: list(
    v.picklist(['software-adapter', 'quantised-clock', 'wall-clock', 'thermally-unstable', 'noisy', 'nonlinear', 'cache-resident', 'page-was-hidden']),
  ),
});

/** Keys that we do not know are dropped: a later version may add some. */
export const runSchema = v.object({
  version: v.literal(1),
  when: v.pipe(text, v.isoTimestamp()),
  adapter: v.object({
    vendor: text,
    architecture: text,
    device: text,
    description: text,
    fallback: v.boolean(),
    features: list(text),
    limits: v.record(text, finite),
  }),
  clock: v.object({ kind: v.picklist(['timestamp', 'wall']), step: amount }),
  plan: v.picklist(['quick', 'thorough']),
  elapsed: amount,
  kernels: list(kernel),
  ceilings: v.object({ fmaF32: ceiling, fmaF16: ceiling, read: ceiling, copy: ceiling, dispatch: ceiling }),
  left: list(
    v.object({
      id: text,
      reason: v.picklist(['time', 'memory', 'feature', 'check-failed', 'compile-failed', 'device-lost']),
      message: text,
    }),
  ),
});

/** Reads a run, or the `run` of a file that holds one among other things, as `lab --json` writes it. */
export function parseRun(json: string): ParsedRun {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { ok: false, path: '', message: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const inner: unknown = typeof value === 'object' && value !== null && 'run' in value ? value.run : value;
  const parsed = v.safeParse(runSchema, inner, { abortEarly: true });
  if (parsed.success) return { ok: true, run: parsed.output };
  const [issue] = parsed.issues;
  const path = (issue.path ?? []).map((step) => String(step.key)).join('.');
  return { ok: false, path, message: path === '' ? issue.message : `${path}: ${issue.message}` };
}
