/**
 * Runs an instance once on poisoned outputs and has its results judged: the exact case first, then the very buffers that
 * will be timed. Stops at the first failure.
 */
import type { KernelCheck } from '../../run/run.ts';
import { seeded, type Random } from '../../stats/random.ts';
import type { Loaded, Workbench } from '../gpu/workbench.ts';
import { bytesOf, type Instance, type Oracle } from '../kernels/instance.ts';
import { checkProductStage } from '../kernels/service.ts';
import { byteRanges, decodeRanges, exactCheck, poisonCheck, rmsCheck } from './judge.ts';

/** Every check of `loaded`, in the order made; the last one is the failed one, if any failed. */
export async function verify(bench: Workbench, loaded: Loaded, seed: number): Promise<KernelCheck[]> {
  const checks: KernelCheck[] = [];
  const { exact } = loaded.instance;
  if (exact !== null) {
    const small = await bench.load(exact, 1);
    try {
      checks.push(...(await verifyOnce(bench, small, seed, true)));
    } finally {
      small.release();
    }
    if (!allPassed(checks)) return checks;
  }
  checks.push(...(await verifyOnce(bench, loaded, seed, loaded.instance.output.tolerance === 0)));
  return checks;
}

/** The result that a chain of `links` left behind, on its last rotation set: sampled entries only. */
export async function verifyAfter(bench: Workbench, loaded: Loaded, links: number, seed: number): Promise<KernelCheck> {
  return compareRanges(bench, loaded, loaded.instance.oracle((links - 1) % loaded.sets), seeded(seed), false);
}

export function allPassed(checks: readonly KernelCheck[]): boolean {
  return checks.every((check) => check.passed);
}

async function verifyOnce(bench: Workbench, loaded: Loaded, seed: number, exact: boolean): Promise<KernelCheck[]> {
  const random = seeded(seed);
  const { instance } = loaded;
  await loaded.poison();
  const encoder = bench.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  loaded.encode(pass, 1);
  pass.end();
  bench.device.queue.submit([encoder.finish()]);

  const oracle = instance.oracle(0);
  const checks = [await compareRanges(bench, loaded, oracle, random, exact)];
  if (exact || !allPassed(checks) || instance.output.matrix === null) return checks;
  checks.push(...(await compareProduct(bench, loaded, oracle, random, instance.output.matrix)));
  return checks;
}

async function compareRanges(bench: Workbench, loaded: Loaded, oracle: Oracle, random: Random, exact: boolean): Promise<KernelCheck> {
  const { element, tolerance } = outputOf(loaded.instance);
  const ranges = oracle.ranges((bound) => random.below(bound));
  const found = decodeRanges(await bench.read(loaded.output, byteRanges(ranges, bytesOf[element])), ranges, element);
  const roundings = 1 + Math.min(...ranges.map((range) => range.alternatives?.length ?? 0));
  const checks = Array.from({ length: roundings }, (_, which) => {
    const expected = joined(ranges.map((range) => (which === 0 ? range.values : (range.alternatives?.[which - 1] ?? range.values))));
    return exact ? exactCheck(found, expected, tolerance) : rmsCheck('sampled', found, expected, tolerance);
  });
  return checks.reduce((best, check) => (check.error < best.error ? check : best));
}

/** C r for three normal vectors: the poison check on every row and, where the oracle knows C r, Freivalds' check. */
async function compareProduct(bench: Workbench, loaded: Loaded, oracle: Oracle, random: Random, { rows, columns }: { rows: number; columns: number }): Promise<KernelCheck[]> {
  const { element, tolerance } = outputOf(loaded.instance);
  if (element === 'u32') throw new Error(`${loaded.instance.id}: whole numbers are compared exactly, not as a product`);
  const vectors = [0, 1, 2].map(() => new Float64Array(columns));
  const packed = new Float32Array(4 * columns);
  for (let column = 0; column < columns; column++) {
    vectors.forEach((vector, which) => {
      const value = Math.fround(random.normal());
      vector[column] = value;
      packed[4 * column + which] = value;
    });
  }
  const r = bench.upload(packed);
  const y = bench.allocate(16 * rows);
  try {
    await bench.serve(checkProductStage(rows, columns, element), [loaded.output, r, y]);
    const sums = new Float32Array(await bench.read(y, [{ offset: 0, size: 16 * rows }]));
    const found = vectors.map((_, which) => Float64Array.from({ length: rows }, (_unused, row) => sums[4 * row + which] ?? NaN));
    const checks = [poisonCheck(found[0] ?? [])];
    if (oracle.product !== undefined) checks.push(rmsCheck('freivalds', joined(found), joined(oracle.product(vectors)), tolerance));
    return checks;
  } finally {
    r.destroy();
    y.destroy();
  }
}

function outputOf(instance: Instance): { element: 'f32' | 'f16' | 'u32'; tolerance: number } {
  const plan = instance.buffers[instance.output.buffer];
  if (plan === undefined) throw new Error(`${instance.id}: no output buffer "${instance.output.buffer}"`);
  return { element: plan.element, tolerance: instance.output.tolerance };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    all.set(part, position);
    position += part.length;
  }
  return all;
}
