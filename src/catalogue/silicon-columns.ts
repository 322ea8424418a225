/**
 * The columns of `accelerators.csv` that say what silicon a chip is. Apart from the reader of the whole file, because the
 * fit of the prior pack reads them from disk.
 */
import type { Row } from './csv.ts';
import { siliconFamilies, type Fact, type SiliconFacts, type SiliconFamily } from './facts.ts';
import { catalogueDate, codesOf, numberOrNull, textOf, trustOf } from './read-cell.ts';

const definitions = {
  family: 'chips that run the same kernels',
  cores: 'streaming multiprocessors or compute units enabled in the product',
  last_level_cache_mib: 'cache shared by all cores',
  // NVIDIA, "Inside NVIDIA Blackwell Ultra" (2025): twice the rate of exponentials.
  exponential_gain: 'rate of exponentials per core and clock over the first chips of the family',
  // vLLM's fuse_allreduce_rms, on by default since O2, takes buffers twice as large over 8 and sixteen times as large over 4
  // accelerators on compute capability 10.0 as on 9.0 and has no entry for workstation Blackwell (docs.vllm.ai, v0.16,
  // allreduce_rms_fusion). The scripts behind the published dense 70B turn it on for B200 and not for H100 and H200
  // (SemiAnalysisAI/InferenceX, benchmarks/70b_fp8_b200_docker.sh, 70b_fp8_h100_slurm.sh, 70b_fp8_h200_slurm.sh, read 2026-11-27).
  fused_reduction: 'every engine is served with one kernel for all-reduce, residual, norm and quantisation',
} as const;

/**
 * @param announced of a chip that does not ship: its facts are projected
 * @throws when a word or number is none, or a fact has no source
 */
export function readSilicon(row: Row, announced: boolean): SiliconFacts {
  const fact = <T>(column: keyof typeof definitions, unit: string, value: T | null): Fact<T> | null => {
    if (value === null) return null;
    const source = codesOf(row, 'silicon_source');
    if (source.length === 0) throw new Error(`${row['id'] ?? 'row'}.${column}: no silicon_source`);
    return { value, unit, source, date: catalogueDate, definition: definitions[column], trust: announced ? 'projected' : trustOf(source) };
  };
  return {
    family: fact('family', '', familyOf(row)),
    cores: fact('cores', 'cores', numberOrNull(row, 'cores')),
    cacheBytes: fact('last_level_cache_mib', 'B', numberOrNull(row, 'last_level_cache_mib', 2 ** 20)),
    exponentialGain: fact('exponential_gain', '1', numberOrNull(row, 'exponential_gain')),
    fusesReduction: fact('fused_reduction', '', textOf(row, 'fused_reduction') === 'yes' ? true : null),
  };
}

function familyOf(row: Row): SiliconFamily | null {
  const word = textOf(row, 'family');
  if (word === '') return null;
  const family = siliconFamilies.find((each) => each === word);
  if (!family) throw new Error(`${row['id'] ?? 'row'}.family: no family "${word}"`);
  return family;
}
