import type { Parallel } from './scenario.ts';

/** Accelerators of one replica: tensor · pipeline · attentionData. */
export const replicaSize = (parallel: Parallel): number => parallel.tensor * parallel.pipeline * parallel.attentionData;
