/**
 * How much slower software of an earlier month ran the same kernels. Two numbers, fitted with the others to published runs of DeepSeek-R1
 * from 2025-10 to 2026-06: AMD's stack grew faster until February 2026 and then stayed, TensorRT-LLM by less; SGLang on NVIDIA shows no
 * such line.
 */
import type { EngineName } from '../../catalogue/engines.ts';
import type { AcceleratorClass } from '../../catalogue/facts.ts';
import type { ServingParameters } from './serving.ts';

/** The month from which on no published row shows a gain: counted in months since year 0. */
const settled = monthsOf('2026-02');

/** Rows reach this many months before that; what came earlier is taken for as slow as they are, and is less sure. */
export const knownMonths = 4;

function monthsOf(month: string): number {
  const [year = 0, ofYear = 0] = month.split('-').map(Number);
  return 12 * year + ofYear;
}

/** Months by which software is older than what the estimate describes; 0 for today's. */
export const monthsBefore = (software: string | null): number => (software === null ? 0 : Math.max(settled - monthsOf(software), 0));

/** Factor on every kernel's time. @param software "YYYY-MM", null for today's */
export function slowdown(software: string | null, chip: AcceleratorClass, engine: EngineName, serving: ServingParameters): number {
  const months = Math.min(monthsBefore(software), knownMonths);
  if (months === 0) return 1;
  const perMonth = (chip === 'amd-instinct' ? serving.amdMonth : 0) + (engine === 'tensorrt-llm' ? serving.trtMonth : 0);
  return Math.exp(perMonth * months);
}
