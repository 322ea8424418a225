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
  const pools = software ? [16 * MiB, 4 * MiB] : [workingSet, workingSet / 2, workingSet / 4];
  return { kernel: 'mem.sweep', dtype: 'f32', ladder: pools.map((bytes) => ({ bytes })) };
}

export function ceilingPoints({ software, workingSet, subgroupMatrices }: CeilingFacts): PlanPoint[] {
  const parts = (bytes: number): { bytes: number }[] => [1, 2, 4].map((part) => ({ bytes: bytes / part }));
  const threads = software ? [4096, 1024] : [1_048_576, 262_144, 65_536, 16_384, 4096];
  return [
    { kernel: 'peak.dp4a', dtype: 'i8', ladder: threads.map((count) => ({ threads: count, turns: software ? 64 : 256 })) },
    ...subgroupMatrices.map(
      ({ component, result, m, n, k }): PlanPoint => ({
        kernel: 'peak.sgm',
        dtype: component,
        result,
        ladder: matrixGroups.map((groups) => ({ m, n, k, groups, turns: matrixTurns })),
      }),
    ),
    { kernel: 'mem.write', dtype: 'f32', ladder: parts(workingSet) },
    // Three buffers.
    { kernel: 'mem.triad', dtype: 'f32', ladder: parts(workingSet / 4) },
    { kernel: 'launch.pass', dtype: 'f32', ladder: [{ groups: 1 }] },
    { kernel: 'launch.submit', dtype: 'f32', ladder: [{ groups: 1 }] },
  ];
}
