/**
 * What a whole model's step took, against what this run's own kernels say it should have taken: the check of the calibration that
 * needs nobody else's numbers. Each product and each attention is predicted from the fit of its class, every other dispatch
 * from the launch probe and the stream read. What is missing here (gaps between dispatches, caches that a chain warms) shows.
 */
import type { ModelOperator, ModelStep } from '../run/model-step.ts';
import type { KernelDtype, KernelResult } from '../run/run.ts';
import { classFit, type MeasuredKernels } from './calibrate.ts';
import { kernelFamily, type OperatorClass } from '../run/kernel-families.ts';
import type { ClassFit } from './calibration.ts';
import { fittedSeconds } from './fitted-seconds.ts';

export interface ModelCheck {
  readonly id: string;
  readonly step: ModelStep;
  /** Tokens a second with the 95 % interval of the median: made (decode) or read (prefill). */
  readonly tokensPerSecond: { readonly value: number; readonly low: number; readonly high: number };
  /** Seconds of a step, as measured. */
  readonly measured: number;
  /** Null where the run has no kernel to predict some part from. */
  readonly predicted: ModelPrediction | null;
}

export interface ModelPrediction {
  /** Seconds of a step. */
  readonly seconds: number;
  /** predicted / measured − 1. */
  readonly error: number;
  /** Seconds of the step by operator, in the order of the step; they add to `seconds`. */
  readonly terms: readonly { readonly name: string; readonly count: number; readonly seconds: number }[];
  /** Operators whose own class was not measured: predicted from matrix-vector products in another format. */
  readonly substituted: readonly string[];
}

/** Every model step of a run, in the run's order. */
export function modelChecks(run: MeasuredKernels): ModelCheck[] {
  return run.kernels.flatMap((result) => (result.model === undefined ? [] : [checkOf(result, result.model, run)]));
}

function checkOf({ id, median, low, high }: KernelResult, step: ModelStep, run: MeasuredKernels): ModelCheck {
  const tokensPerSecond = { value: step.tokens / median, low: step.tokens / high, high: step.tokens / low };
  return { id, step, tokensPerSecond, measured: median, predicted: prediction(step, median, run) };
}

function prediction(step: ModelStep, measured: number, run: MeasuredKernels): ModelPrediction | null {
  const terms: { name: string; count: number; seconds: number }[] = [];
  const substituted: string[] = [];
  for (const operator of step.operators) {
    const operatorClass = classOf(operator.kernel);
    const fit = operatorClass === null ? null : fitFor(operator, operatorClass, run);
    const each = operatorClass === null ? launchSeconds(operator, run) : fit && fittedSeconds(fit, operator.flops, operator.bytes, run.ceilings);
    if (each === null) return null;
    if (fit?.substitute === true) substituted.push(operator.name);
    terms.push({ name: operator.name, count: operator.count, seconds: operator.count * each });
  }
  const seconds = terms.reduce((sum, term) => sum + term.seconds, 0);
  return { seconds, error: seconds / measured - 1, terms, substituted };
}

/** `gemv.q4` is a matrix-vector product; kernels that only move activations have no class. */
const classOf = (kernel: string): OperatorClass | null => kernelFamily(kernel)?.operatorClass ?? null;

type Fit = ClassFit & { readonly substitute: boolean };

/** The fit of the operator's own family and type; failing that, of its class in the same type, and then in whichever was measured. */
function fitFor({ kernel, dtype }: ModelOperator, operatorClass: OperatorClass, run: MeasuredKernels): Fit | null {
  const own = classFit(operatorClass, dtype, run, kernel);
  if (own !== null) return { ...own, substitute: false };
  const measured = run.kernels.filter((result) => classOf(result.kernel) === operatorClass);
  const of = (type: KernelDtype): KernelResult | undefined => measured.find((result) => result.dtype === type);
  // Half-precision reads fill memory best, and are nearest to what models are stored in.
  const nearest = of(dtype) ?? of('f16') ?? measured[0];
  const other = nearest === undefined ? null : classFit(operatorClass, nearest.dtype, run, nearest.kernel);
  return other && { ...other, substitute: other.dtype !== dtype };
}

/** A kernel that only moves activations: its launches, and its bytes at the speed of a stream. */
function launchSeconds({ dispatches, bytes }: ModelOperator, { ceilings }: MeasuredKernels): number | null {
  return ceilings.dispatch === null || ceilings.read === null ? null : dispatches * ceilings.dispatch.value + bytes / ceilings.read.value;
}
