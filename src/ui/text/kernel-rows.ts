/** The kernels of a run as rows to read and to take away. No DOM. */
import type { TableTwin } from '../../charts/table-twin.ts';
import { isInteger, rateOf } from '../../run/rates.ts';
import type { Ceilings, KernelResult, Run } from '../../run/run.ts';
import { familyOf, kernelGroups, shapeWords } from './kernels.ts';

/** Share of the run's own ceiling of the same resource; null for probes, times, and where that ceiling was not measured. */
export function shareOfCeiling(result: KernelResult, ceilings: Ceilings): number | null {
  const { group, unit } = familyOf(result);
  if (unit === 's' || unit === 'tokens/s' || group === 'Peaks' || group === 'Memory') return null;
  const ceiling = unit === 'B/s' ? ceilings.read : onUnits(result, ceilings);
  return ceiling ? rateOf(result).value / ceiling.value : null;
}

function onUnits(result: KernelResult, { fmaF32, fmaF16, dp4a, matrixF16, matrixI8 }: Ceilings): Ceilings['fmaF32'] {
  const integer = isInteger(result);
  if (result.kernel.endsWith('.sgm')) return (integer ? matrixI8 : matrixF16) ?? null;
  if (integer) return dp4a ?? null;
  return result.dtype === 'f32' ? fmaF32 : fmaF16;
}

export function kernelTwin({ kernels, ceilings }: Run): TableTwin {
  return {
    columns: [
      { key: 'group', title: 'Group' },
      { key: 'kernel', title: 'Kernel' },
      { key: 'shape', title: 'Shape' },
      { key: 'dtype', title: 'Type' },
      { key: 'rate', title: 'Rate' },
      { key: 'share', title: 'Share of its ceiling' },
      { key: 'seconds', title: 'Time' },
      { key: 'flops', title: 'Operations' },
      { key: 'bytes', title: 'Bytes' },
      { key: 'variant', title: 'Variant' },
      { key: 'badges', title: 'Badges' },
      { key: 'id', title: 'Id' },
    ],
    rows: kernelGroups(kernels).flatMap(({ name, results }) =>
      results.map((result) => {
        const { id, dtype, median, low, high, flops, bytes, variant, badges } = result;
        return {
          group: name,
          kernel: familyOf(result).name,
          shape: shapeWords(result),
          dtype,
          rate: rateOf(result),
          share: shareOfCeiling(result, ceilings),
          seconds: { value: median, low, high, unit: 's', evidence: 'measured' as const },
          flops,
          bytes,
          variant,
          badges: badges.join(' '),
          id,
        };
      }),
    ),
  };
}
