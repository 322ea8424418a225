/** What the priors say of every accelerator, and what fitting makes of the published timings. */
import { fitNear, fitPool, poolsOf, residuals, type Theta } from '../../../src/calibration/priors/fit/fit-form.ts';
import { forms, type Form } from '../../../src/calibration/priors/fit/forms.ts';
import { holdOut, poolFor } from '../../../src/calibration/priors/fit/hold-out.ts';
import { followsProgramming, parameterSpecs, type PriorClass } from '../../../src/calibration/priors/operator-classes.ts';
import { pack, unseenPrior } from '../../../src/calibration/priors/pack.ts';
import { attentionParameters, collectiveParameters, expertParameters, matrixParameters } from '../../../src/calibration/priors/parameters-for.ts';
import { accelerators } from '../../../src/catalogue/accelerators.ts';
import { toChipSpec } from '../../../src/model/chip-from-catalogue.ts';
import type { ChipSpec } from '../../../src/model/chip.ts';
import { median, quantile } from '../../../src/stats/quantile.ts';
import standIns from '../../../src/validation/held-out-operators.json' with { type: 'json' };

const dtypes = ['bf16', 'fp8', 'fp8_block', 'nvfp4', 'mxfp4', 'int8', 'int8_wo', 'int4_wo'] as const;

/** One accelerator: parameters, rates, width and word of every operator. */
function ofChip(chip: ChipSpec): object {
  return {
    gemm: dtypes.map((dtype) => matrixParameters(chip, 'gemm', dtype)),
    moe: dtypes.map((dtype) => matrixParameters(chip, 'moe', dtype)),
    fewTokens: expertParameters(chip, 'nvfp4', 128),
    manyTokens: expertParameters(chip, 'nvfp4', 129),
    prefill: [attentionParameters(chip, 'attention.prefill', 'bf16', 'bf16'), attentionParameters(chip, 'attention.prefill', 'fp8', 'fp8')],
    mixed: attentionParameters(chip, 'attention.prefill', 'fp8', 'bf16'),
    decode: [attentionParameters(chip, 'attention.decode', 'bf16', 'bf16'), attentionParameters(chip, 'attention.decode', 'bf16', 'fp8')],
    latent: [attentionParameters(chip, 'mla.prefill', 'bf16', 'fp8'), attentionParameters(chip, 'mla.decode', 'fp8', 'fp8')],
    collectives: [
      collectiveParameters(chip, 'allReduce', 'graph'),
      collectiveParameters(chip, 'allReduce', 'eager'),
      collectiveParameters(chip, 'allToAll', 'graph'),
    ],
    unseen: (['chip', 'family'] as const).map((level) => matrixParameters(chip, 'gemm', 'bf16', unseenPriors[level])),
  };
}
const unseenPriors = { chip: unseenPrior(standIns, 'chip'), family: unseenPrior(standIns, 'family') };

/** Every leaf as text, each number in six digits: an accelerator is one line an operator. */
function compact(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).map(compact).join(' ');
}

export const chipPriors = (id: string): Record<string, string> => {
  const row = accelerators().find((each) => each.id === id);
  if (!row) throw new Error(id);
  return Object.fromEntries(Object.entries(ofChip(toChipSpec(row))).map(([operator, known]) => [operator, compact(known)]));
};

const thetaOf = (form: Form): Theta => parameterSpecs[form.class].map(({ start }) => Math.log(start));

/** The published timings as they are read, form by form: rows, those left out, and what the specs' start predicts of them. */
export function formSums(): Record<string, string> {
  const all = forms();
  const sums = all.map((form) => {
    const misses = residuals(form, form.rows, thetaOf(form));
    return [
      form.key,
      compact([form.rows.length, form.left, median(misses), quantile(misses, 0.1), quantile(misses, 0.9), poolsOf(form.rows[0]!.system)]),
    ];
  });
  const classes = (Object.keys(parameterSpecs) as PriorClass[]).map((name) => [
    `specs of ${name}`,
    compact([followsProgramming[name], parameterSpecs[name]]),
  ]);
  return Object.fromEntries([...sums, ...classes, ['version of the pack', pack.version]]) as Record<string, string>;
}

/** What every accelerator's products run at: peak, bandwidth, cores, cache, and how sure that is. */
export function everyChip(): Record<string, string> {
  return Object.fromEntries(
    accelerators().map((row) => {
      const known = matrixParameters(toChipSpec(row), 'gemm', 'bf16');
      return [row.id, compact(known.kind === 'known' ? { ...known, parameters: known.parameters.computeEfficiency } : known)];
    }),
  );
}

/** A form thinned to so few rows that fitting it takes no time. */
function thinned(form: Form, each: number): Form {
  return { ...form, rows: form.rows.filter((_, index) => index % each === 0) };
}

/** Fits of few rows, and what they miss where they were not fitted. */
export function fits(key: string): Record<string, string> {
  const form = forms().find((each) => each.key === key);
  if (!form) throw new Error(key);
  const few = thinned(form, Math.ceil(form.rows.length / 30));
  const pool = fitPool(few, few.rows, 'graphics');
  const first = few.rows[0]!.system;
  return {
    pool: compact(pool),
    near: compact(
      fitNear(
        few,
        few.rows.filter((row) => row.system === first),
        pool,
      ),
    ),
    poolFor: compact(poolFor(few, few.rows, first)?.theta),
    ...Object.fromEntries(holdOut(few).map(({ id, ...rest }) => [id, compact(rest)])),
  };
}
