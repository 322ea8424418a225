/** Why a kernel gets no number, for a person. */
import type { KernelCheck } from '../../run/run.ts';
import type { Instance } from '../kernels/instance.ts';

/** The first check that failed, in words; empty if none did. */
export function failureText(instance: Instance, checks: readonly KernelCheck[]): string {
  const failed = checks.find((check) => !check.passed);
  if (failed === undefined) return '';
  return `${instance.words}, variant ${instance.variant}: ${failed.of === undefined ? '' : `${failed.of}: `}${whatFailed(failed)} (${failed.kind} check)`;
}

function whatFailed({ kind, error, tolerance }: KernelCheck): string {
  switch (kind) {
    case 'exact':
      return `${error} entries differ from whole-number arithmetic`;
    case 'poison':
      return `${error} rows were not written or are not finite`;
    case 'sampled':
    case 'freivalds':
      return `relative error ${error.toExponential(1)} against float64 exceeds ${tolerance.toExponential(0)}`;
    default:
      return kind satisfies never;
  }
}
