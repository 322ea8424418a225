/**
 * The pack against the published operator timings that it was fitted to: the shipped numbers give the errors that the
 * accuracy page states, and the fit gives the shipped numbers.
 */
import { describe, expect, it } from 'vitest';
import { pack } from '../../../../src/calibration/priors/pack.ts';
import { centreOf, fitNear } from '../../../../src/calibration/priors/fit/fit-form.ts';
import { forms, type Form } from '../../../../src/calibration/priors/fit/forms.ts';
import { parameterSpecs } from '../../../../src/calibration/priors/operator-classes.ts';
import { magnitudes } from '../../../../src/calibration/priors/fit/hold-out.ts';
import { median } from '../../../../src/stats/quantile.ts';

const all = forms();

/** Mean over accelerators of the median |ln(predicted/measured)|. */
function error(form: Form): number {
  const systems = [...new Set(form.rows.map((row) => row.system))];
  const medians = systems.map((system) => {
    const rows = form.rows.filter((row) => row.system === system);
    const numbers = pack.entries[form.key]?.systems[system.id] ?? [];
    const parameters = Object.fromEntries(parameterSpecs[form.class].map((spec, j) => [spec.name, numbers[j] ?? Number.NaN]));
    return median(magnitudes(rows.map((row) => Math.log(row.seconds(parameters) / row.measured))));
  });
  return medians.reduce((a, b) => a + b) / medians.length;
}

const formOf = (key: string): Form => {
  const form = all.find((candidate) => candidate.key === key);
  if (!form) throw new Error(key);
  return form;
};

describe('known accelerators', () => {
  it.each([
    ['gemm/bf16', 0.06],
    ['gemm/fp8', 0.06],
    ['gemm/fp8_block', 0.06],
    ['gemm/nvfp4', 0.11],
    ['gemm/int8_wo', 0.06],
    ['gemm/int4_wo', 0.07],
    ['attention.prefill/bf16/bf16', 0.07],
    ['attention.prefill/bf16/fp8', 0.07],
    ['attention.prefill/fp8/fp8', 0.06],
    ['attention.decode/bf16', 0.08],
    ['attention.decode/fp8', 0.1],
    ['mla.prefill/bf16', 0.06],
    ['mla.decode/bf16', 0.08],
    ['moe/bf16', 0.11],
    ['moe/fp8', 0.1],
    ['collective/allReduce/graph', 0.09],
    ['collective/allReduce/eager', 0.07],
  ])('%s is within %d at the median', (key, most) => {
    expect(error(formOf(key))).toBeLessThan(most);
  });
});

describe('the fit', () => {
  it('gives the shipped numbers again', () => {
    const form = formOf('gemm/int8_wo');
    const theta = fitNear(form, form.rows, centreOf(form, 'ampere'));
    const shipped = pack.entries[form.key]?.systems['a100-80-sxm'] ?? [];
    theta.forEach((value, j) => {
      expect(Math.exp(value) / (shipped[j] ?? Number.NaN)).toBeCloseTo(1, 3);
    });
  });

  it('leaves out only rows beyond the physical rule', () => {
    const left = all.reduce((sum, form) => sum + form.left, 0);
    const kept = all.reduce((sum, form) => sum + form.rows.length, 0);
    expect(left / (left + kept)).toBeLessThan(0.01);
  });
});
