/**
 * Subgroup matrices, as Chromium offers them behind a flag: the feature's name and the configurations that an adapter
 * reports. The proposal is a draft (gpuweb, proposals/subgroup-matrix.md), so that `@webgpu/types` knows neither.
 */
import type { SubgroupMatrixConfig } from '../../run/run.ts';

declare global {
  interface GPUAdapterInfo {
    readonly subgroupMatrixConfigs?: Iterable<{
      readonly componentType: string;
      readonly resultComponentType: string;
      readonly M: number;
      readonly N: number;
      readonly K: number;
    }>;
  }
}

export const subgroupMatrixFeature = 'chromium-experimental-subgroup-matrix' as GPUFeatureName;

const components: readonly string[] = ['f32', 'f16', 'i8'] satisfies SubgroupMatrixConfig['component'][];
const results: readonly string[] = ['f32', 'f16', 'i32'] satisfies SubgroupMatrixConfig['result'][];

/** The reported configurations of element types that kernels here use; unsigned ones are as fast as signed. */
export function subgroupMatrices({ subgroupMatrixConfigs }: Pick<GPUAdapterInfo, 'subgroupMatrixConfigs'>): SubgroupMatrixConfig[] {
  return [...(subgroupMatrixConfigs ?? [])].flatMap(({ componentType: component, resultComponentType: result, M: m, N: n, K: k }) =>
    components.includes(component) && results.includes(result) ? [{ component, result, m, n, k } as SubgroupMatrixConfig] : [],
  );
}
