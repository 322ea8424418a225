/**
 * A run becomes a calibration: its ceilings, and for each operator class and element type the five numbers that say
 * how near to those ceilings real kernels come. What the run did not measure has no fit.
 */
import type { KernelDtype, KernelResult, Run } from '../run/run.ts';
import { z80, z95 } from '../stats/normal.ts';
import type { OperatorClass } from '../run/kernel-families.ts';
import type { Calibration, ClassFit, Fitted } from './calibration.ts';
import { fitClass, type ClassPrior, type TimedPoint } from './fit-class.ts';
import { peakOf } from './fitted-seconds.ts';
import { transferWeight } from './transfer.ts';

const classes: readonly OperatorClass[] = ['gemm', 'gemv', 'attention.prefill', 'attention.decode'];

/**
 * Before timing: shares of the adapter's own ceilings that public WGSL kernels reach (matrix multiply 0.3–0.8 of the FMA
 * ceiling, memory-bound kernels 0.55–0.9 of the stream read), the dispatch cost just measured, p and a as in the native
 * tables (p 1.3–3.6, a 0.3–0.9).
 */
function priorFor(operatorClass: OperatorClass, dispatch: number, processor: boolean): ClassPrior {
  const compute: Readonly<Record<OperatorClass, number>> = { gemm: 0.6, gemv: 0.5, 'attention.prefill': 0.35, 'attention.decode': 0.35 };
  return {
    mean: [Math.log(compute[operatorClass]), Math.log(0.75), Math.log(dispatch), Math.log(2.4), 0.55],
    sd: processor ? [processorSpread, processorSpread, 0.7, 0.4, 0.25] : [0.5, 0.3, 0.7, 0.4, 0.25],
  };
}

/**
 * Those shares are GPUs'. A processor that plays one pays for every barrier and every packed weight: a 4-bit product of 256 × 1024 ran at
 * 0.1 to 1 % of the multiply-add probe on SwiftShader. Held to a GPU's shares, its fit took that time for a floor, up to 75 times the
 * dispatch that was measured, and called products of 16 times the size hardly slower. A factor of ten either way leaves shares to the timings.
 */
const processorSpread = Math.log(10);

/** 8 µs: dispatch-to-dispatch time that several public measurements in Chrome on discrete GPUs centre on (6.4–10 µs). */
const usualDispatch = 8e-6;

/** What of a run a calibration reads. */
export type MeasuredKernels = Pick<Run, 'kernels' | 'ceilings' | 'adapter'>;

export function calibrate(run: MeasuredKernels): Calibration {
  const { ceilings, adapter } = run;
  const fits: ClassFit[] = [];
  for (const operatorClass of classes) {
    const dtypes = [...new Set(run.kernels.filter((kernel) => kernel.kernel === operatorClass).map((kernel) => kernel.dtype))];
    for (const dtype of dtypes) {
      const fit = classFit(operatorClass, dtype, run);
      if (fit) fits.push(fit);
    }
  }
  return {
    adapter: { vendor: adapter.vendor, architecture: adapter.architecture, fallback: adapter.fallback },
    ceilings,
    fits,
    fourBit: { vector: classFit('gemv', 'i4', run, 'gemv.q4'), matrix: classFit('gemm', 'i4', run, 'gemm.w4a16') },
    transferWeight: transferWeight(adapter, fits),
  };
}

/** The fit of one kernel family's timings under its class's prior: of the class itself, or of a variety such as `gemv.q4`. */
export function classFit(operatorClass: OperatorClass, dtype: KernelDtype, run: MeasuredKernels, family: string = operatorClass): ClassFit | null {
  const { ceilings } = run;
  const peak = peakOf(dtype, ceilings);
  if (!peak || !ceilings.read) return null;
  const points = run.kernels.filter((kernel) => kernel.kernel === family && kernel.dtype === dtype).map(timedPoint);
  if (points.length === 0) return null;
  const dispatch = ceilings.dispatch?.value ?? usualDispatch;
  const fit = fitClass(points, priorFor(operatorClass, dispatch, run.adapter.fallback), peak.value, ceilings.read.value);
  const fitted = (index: number, map: (x: number) => number): Fitted => {
    const mean = fit.parameters[index] ?? 0;
    const half = z80 * Math.sqrt(Math.max(fit.covariance[index]?.[index] ?? 0, 0));
    return { value: map(mean), low: map(mean - half), high: map(mean + half) };
  };
  // Beyond the whole lies only the tail of the normal distribution: no kernel passes its ceiling and is kept.
  const share = (index: number): Fitted => {
    const all = fitted(index, Math.exp);
    return { ...all, high: Math.max(all.value, Math.min(all.high, 1)) };
  };
  return {
    operatorClass,
    dtype,
    computeEfficiency: share(0),
    memoryEfficiency: share(1),
    floor: fitted(2, Math.exp),
    overlap: fitted(3, (x) => Math.max(Math.exp(x), 1)),
    quantisation: fitted(4, (x) => x),
    covariance: fit.covariance,
    residual: fit.residual,
    points: points.length,
  };
}

function timedPoint({ flops, bytes, median, low, high }: KernelResult): TimedPoint {
  return { flops, bytes, seconds: median, relativeError: Math.abs(high - low) / (2 * z95 * median) };
}
