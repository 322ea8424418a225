/**
 * The lanes of a full measuring: each runs in a process of its own, since a driver that f16 or matrix units bring down takes
 * its process with it (Dawn 0.6.0 does so with f16 on a T4, sokrypton/localfold docs/DAWN.md), and should leave the rest.
 */
import { subgroupMatrixFeature } from '../../measure/gpu/subgroup-matrix.ts';
import type { PlanPoint } from '../../run/plans.ts';
import { allToggles, type DawnToggles } from '../dawn.ts';
import type { LaneName } from './lane-names.ts';

export interface Lane {
  readonly describe: string;
  readonly toggles: DawnToggles;
  /** Features of the adapter that the lane does without, and the one that it is about. */
  readonly hides: readonly string[];
  readonly needs: string | null;
  /** Part of the whole budget. */
  readonly share: number;
  readonly keeps: (point: Pick<PlanPoint, 'kernel' | 'dtype'>) => boolean;
}

/** What every other kernel is divided by or refused against: each process measures its own. */
function isProbe({ kernel }: Pick<PlanPoint, 'kernel'>): boolean {
  return kernel === 'peak.fma' || kernel === 'mem.read' || kernel === 'launch.dispatch';
}

const onMatrixUnits = ({ kernel }: Pick<PlanPoint, 'kernel'>): boolean => kernel.includes('sgm');

const { disable } = allToggles;

export const lanes: Readonly<Record<LaneName, Lane>> = {
  base: {
    describe: 'f32 and integers',
    toggles: { enable: [], disable },
    hides: ['shader-f16', subgroupMatrixFeature],
    needs: null,
    share: 0.4,
    keeps: (point) => !onMatrixUnits(point),
  },
  f16: {
    describe: 'f16, and weights of 8 and 4 bits with f16 activations',
    toggles: { enable: ['vulkan_enable_f16_on_nvidia'], disable },
    hides: [subgroupMatrixFeature],
    needs: 'shader-f16',
    share: 0.3,
    keeps: (point) => isProbe(point) || (point.dtype !== 'f32' && !onMatrixUnits(point)),
  },
  matrix: {
    describe: 'matrix units (experimental)',
    toggles: allToggles,
    hides: [],
    needs: subgroupMatrixFeature,
    share: 0.15,
    keeps: (point) => isProbe(point) || onMatrixUnits(point),
  },
};
