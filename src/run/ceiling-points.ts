/** The probes of the thorough plan beside those of the quick one: integer and matrix units, writes, caches, passes and submits. */
import type { PlanPoint } from './points.ts';
import type { SubgroupMatrixConfig } from './run.ts';

export interface CeilingFacts {
  readonly software: boolean;
  /** Bytes that streams go through. */
  readonly workingSet: number;
  readonly subgroupMatrices: readonly SubgroupMatrixConfig[];
}

const MiB = 2 ** 20;

/** Groups of four subgroups, from a data-centre GPU down to a laptop's. */
const matrixGroups = [2048, 512, 128, 32] as const;
const matrixTurns = 1024;

export function sweepPoint({ software, workingSet }: Pick<CeilingFacts, 'software' | 'workingSet'>): PlanPoint {
  // A window's places are found with a mask: the largest power of two that fits.
  const largest = 2 ** Math.floor(Math.log2(workingSet));
  const pools = software ? [16 * MiB, 4 * MiB] : [largest, largest / 2, largest / 4];
  return { kernel: 'mem.sweep', dtype: 'f32', ladder: pools.map((bytes) => ({ bytes })) };
}

/** Workgroups of 256 threads, twice as many as the largest GPUs hold at once; 134 µs of multiply-adds each on one core of an H100. */
const mostGroups = 2048;
const widthTurns = 1024;

/** Arithmetic first: it needs no memory, and is over sooner. */
export function widthPoints({ software, workingSet }: Pick<CeilingFacts, 'software' | 'workingSet'>): PlanPoint[] {
  const groups = software ? [16, 4] : [mostGroups, mostGroups / 4, mostGroups / 16, mostGroups / 64];
  const pools = software ? [4 * MiB] : [workingSet, workingSet / 2, workingSet / 4];
  return [
    { kernel: 'peak.width', dtype: 'f32', ladder: groups.map((count) => ({ groups: count, turns: software ? 16 : widthTurns })) },
    { kernel: 'mem.width', dtype: 'f32', ladder: pools.map((bytes) => ({ groups: software ? 16 : mostGroups, bytes })) },
  ];
}

export function ceilingPoints({ software, workingSet, subgroupMatrices }: CeilingFacts): PlanPoint[] {
  const parts = (bytes: number): { bytes: number }[] => [1, 2, 4].map((part) => ({ bytes: bytes / part }));
  const threads = software ? [4096, 1024] : [1_048_576, 262_144, 65_536, 16_384, 4096];
  return [
    { kernel: 'peak.dp4a', dtype: 'i8', ladder: threads.map((count) => ({ threads: count, turns: software ? 64 : 256 })) },
    ...subgroupMatrices.map(({ component, result, m, n, k }): PlanPoint => ({
      kernel: 'peak.sgm',
      dtype: component,
      result,
      ladder: matrixGroups.map((groups) => ({ m, n, k, groups, turns: matrixTurns })),
    })),
    { kernel: 'mem.write', dtype: 'f32', ladder: parts(workingSet) },
    // Three buffers.
    { kernel: 'mem.triad', dtype: 'f32', ladder: parts(workingSet / 4) },
    { kernel: 'launch.pass', dtype: 'f32', ladder: [{ groups: 1 }] },
    { kernel: 'launch.submit', dtype: 'f32', ladder: [{ groups: 1 }] },
  ];
}
