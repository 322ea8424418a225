/**
 * What the kernels on matrix units share: which of an adapter's configurations one multiplies with, and the WGSL types that
 * follow. With `polyfill` the same shader runs without matrix units, so that tests reach its indices.
 */
import type { SubgroupMatrixConfig } from '../../../run/run.ts';
import type { DeviceTraits } from '../instance.ts';

/** How subgroups come out on the device: `extra` if they may be smaller than the largest. */
export interface SubgroupTraits {
  readonly size: number;
  readonly extra: boolean;
  /** Plain functions in place of matrix operations; `size` threads stand for a subgroup. */
  readonly polyfill: boolean;
}

export function subgroupsOf({ subgroupMin, subgroupMax }: DeviceTraits): SubgroupTraits {
  return { size: subgroupMax, extra: subgroupMin !== subgroupMax, polyfill: false };
}

/** Configurations for an element type, those with the widest sums first, then the largest matrices. */
export function matricesFor(
  component: SubgroupMatrixConfig['component'],
  { subgroupMatrices, subgroupMax, f16 }: DeviceTraits,
): SubgroupMatrixConfig[] {
  if (subgroupMax === 0 || (component === 'f16' && !f16)) return [];
  const widest = (config: SubgroupMatrixConfig): number => (config.result === 'f16' ? 0 : 1);
  const volume = ({ m, n, k }: SubgroupMatrixConfig): number => m * n * k;
  return subgroupMatrices.filter((config) => config.component === component).sort((a, b) => widest(b) - widest(a) || volume(b) - volume(a));
}

/** Extensions that the expansions enable. */
export function matrixExtensions({ component, result }: SubgroupMatrixConfig, { polyfill }: SubgroupTraits): string[] {
  const half = component === 'f16' || result === 'f16' ? ['f16'] : [];
  return polyfill ? half : [...half, 'subgroups', 'chromium_experimental_subgroup_matrix'];
}

/** The three kinds of matrix: WGSL names columns before rows. */
export function matrixAliases({ component, result, m, n, k }: SubgroupMatrixConfig, { polyfill }: SubgroupTraits): Record<string, string> {
  if (polyfill) return {};
  return {
    Left: `subgroup_matrix_left<${component}, ${k}, ${m}>`,
    Right: `subgroup_matrix_right<${component}, ${n}, ${k}>`,
    Result: `subgroup_matrix_result<${result}, ${n}, ${m}>`,
  };
}

/** Elements that fill 16 bytes: what each staged row is padded by, since a matrix's rows must start at 16 bytes. */
export const rowPadding: Readonly<Record<SubgroupMatrixConfig['component'], number>> = { f32: 4, f16: 8, i8: 16 };

/** 32-bit registers of a thread that one matrix of sums takes. */
export function registersOf({ result, m, n }: SubgroupMatrixConfig, { size }: SubgroupTraits): number {
  return Math.ceil((m * n) / size / (result === 'f16' ? 2 : 1));
}
