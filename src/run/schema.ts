/**
 * Reads a run that somebody else may have written: a file, the history, a page. Every field is checked, every list and
 * string bounded, and a fault is named by its path.
 */
import * as v from 'valibot';
import { modelStepSchema } from './model-schema.ts';
import type { Badge, KernelCheck, LeftPoint, Run } from './run.ts';

/** More than any plan makes; a longer list is not a run of ours. */
const limits = { kernels: 200, samples: 200, features: 200, names: 64, text: 4000, word: 200 } as const;

const finite = v.pipe(v.number(), v.finite());
const positive = v.pipe(finite, v.gtValue(0));
const natural = v.pipe(finite, v.minValue(0));
const word = v.pipe(v.string(), v.maxLength(limits.word));
const text = v.pipe(v.string(), v.maxLength(limits.text));

/** The shape alone admits days that no calendar has, and offsets that a date does not read. */
const moment = v.pipe(
  word,
  v.isoTimestamp(),
  v.check((when) => !Number.isNaN(Date.parse(when)), 'expected a moment that exists'),
);

const badges = [
  'software-adapter',
  'quantised-clock',
  'wall-clock',
  'thermally-unstable',
  'noisy',
  'nonlinear',
  'cache-resident',
  'page-was-hidden',
  'experimental',
] as const satisfies readonly Badge[];
const checkKinds = ['exact', 'sampled', 'freivalds', 'poison'] as const satisfies readonly KernelCheck['kind'][];
const leftReasons = ['time', 'memory', 'feature', 'check-failed', 'compile-failed', 'device-lost'] as const satisfies readonly LeftPoint['reason'][];

const numbersByName = v.pipe(
  v.record(word, finite),
  v.check((record) => Object.keys(record).length <= limits.names, `expected at most ${limits.names} entries`),
);

const check = v.object({
  kind: v.picklist(checkKinds),
  error: natural,
  tolerance: natural,
  passed: v.literal(true, 'a kernel whose check failed has no place in a run'),
});

/** Seconds a dispatch. A run that came by link has no samples: only medians and intervals travel. */
const reading = {
  samples: v.pipe(v.array(positive), v.maxLength(limits.samples)),
  median: positive,
  low: positive,
  high: positive,
};
const holdsMedian = ({ low, median, high }: { low: number; median: number; high: number }): boolean => low <= median && median <= high;
const medianFault = 'expected low <= median <= high';

const kernel = v.pipe(
  v.object({
    id: word,
    kernel: word,
    variant: word,
    dtype: v.picklist(['f32', 'f16', 'i8', 'i4']),
    shape: numbersByName,
    flops: natural,
    bytes: natural,
    ...reading,
    checks: v.pipe(v.array(check), v.maxLength(limits.names)),
    badges: v.pipe(v.array(v.picklist(badges)), v.maxLength(badges.length)),
    hot: v.exactOptional(
      v.pipe(
        v.object(reading),
        v.check((timed) => holdsMedian(timed), medianFault),
      ),
    ),
    model: v.exactOptional(modelStepSchema),
    tried: v.exactOptional(
      v.pipe(
        v.array(v.object({ variant: word, seconds: positive, high: v.exactOptional(positive), samples: v.exactOptional(natural) })),
        v.maxLength(limits.names),
      ),
    ),
  }),
  v.check((timed) => holdsMedian(timed), medianFault),
);

const range = { value: positive, low: positive, high: positive };
const holdsValue = ({ low, value, high }: { low: number; value: number; high: number }): boolean => low <= value && value <= high;
const valueFault = 'expected low <= value <= high';
const ceilingThere = v.pipe(v.object(range), v.check(holdsValue, valueFault));
const ceiling = v.nullable(ceilingThere);
const laterCeiling = v.exactOptional(ceiling);

const rateAt = v.object({ bytes: positive, rate: positive });
const rates = v.pipe(v.array(rateAt), v.maxLength(limits.names));

const width = v.exactOptional(
  v.object({
    points: v.pipe(v.array(v.object({ groups: positive, rate: positive })), v.maxLength(limits.names)),
    groups: v.nullable(positive),
  }),
);

/** Unknown keys are dropped: a later version may add some. */
export const runSchema = v.object({
  version: v.literal(1),
  when: moment,
  adapter: v.object({
    vendor: word,
    architecture: word,
    device: word,
    description: word,
    fallback: v.boolean(),
    features: v.pipe(v.array(word), v.maxLength(limits.features)),
    limits: numbersByName,
  }),
  clock: v.object({ kind: v.picklist(['timestamp', 'wall']), step: natural }),
  plan: v.picklist(['quick', 'thorough']),
  seed: v.exactOptional(v.pipe(natural, v.integer())),
  elapsed: natural,
  kernels: v.pipe(
    v.array(kernel),
    v.maxLength(limits.kernels),
    v.check((kernels) => new Set(kernels.map(({ id }) => id)).size === kernels.length, 'expected every id once'),
  ),
  ceilings: v.object({
    fmaF32: ceiling,
    fmaF16: ceiling,
    read: ceiling,
    copy: ceiling,
    dispatch: ceiling,
    dp4a: laterCeiling,
    matrixF16: laterCeiling,
    matrixI8: laterCeiling,
    write: laterCeiling,
    triad: laterCeiling,
    pass: laterCeiling,
    submit: laterCeiling,
  }),
  left: v.pipe(v.array(v.object({ id: word, reason: v.picklist(leftReasons), message: text })), v.maxLength(limits.kernels)),
  caches: v.exactOptional(v.object({ points: rates, levels: rates, lastLevel: v.nullable(positive) })),
  widths: v.exactOptional(v.object({ fma: width, read: width })),
  host: v.exactOptional(v.object({ roundTrip: ceilingThere, upload: ceiling, readback: ceiling })),
  pace: v.exactOptional(
    v.pipe(
      v.array(
        v.pipe(
          v.object({ ...range, at: natural }),
          v.check((read) => holdsValue(read), valueFault),
        ),
      ),
      v.maxLength(limits.names),
    ),
  ),
  paused: v.exactOptional(natural),
});

export type ParsedRun =
  | { readonly ok: true; readonly run: Run }
  /** `path` as in `kernels.3.samples.0`; empty for the whole. */
  | { readonly ok: false; readonly path: string; readonly message: string };

/** A run from parsed JSON; the first fault is returned, never thrown. */
export function parseRun(json: unknown): ParsedRun {
  const result = v.safeParse(runSchema, json, { abortEarly: true });
  if (result.success) return { ok: true, run: result.output };
  const [issue] = result.issues;
  return { ok: false, path: v.getDotPath(issue) ?? '', message: issue.message };
}
