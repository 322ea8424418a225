/**
 * Runs an instance once on poisoned outputs and has its results judged: small cases first, entry by entry, then the very
 * buffers that will be timed. Stops at the first failure.
 */
import type { KernelCheck } from '../../run/run.ts';
import { seeded, type Random } from '../../stats/random.ts';
import type { Loaded, Workbench } from '../gpu/workbench.ts';
import { bytesOf, type ElementType, type Instance, type Oracle, type Output } from '../kernels/instance.ts';
import { checkProductStage } from '../kernels/wgsl/check-kernels.ts';
import { inspectStages } from './inspection.ts';
import { byteRanges, decodeRanges, exactCheck, poisonCheck, rmsCheck } from './judge.ts';

/** Small cases that passed in this run, by shader text: the same pipelines need them once. */
export type PassedCases = Map<string, readonly KernelCheck[]>;

/** Every check of `loaded`, in the order made; the last one is the failed one, if any failed. */
export async function verify(bench: Workbench, loaded: Loaded, seed: number, passed: PassedCases = new Map()): Promise<KernelCheck[]> {
  const checks = [...(await verifyCases(bench, loaded.instance, seed, passed))];
  if (allPassed(checks)) checks.push(...(await verifyTimed(bench, loaded, seed)));
  return checks;
}

/**
 * What the chains left behind: sampled entries of the last link's rotation set. `links` ran since the output was poisoned,
 * `lastPass` of them in the last pass.
 */
export async function verifyAfter(
  bench: Workbench,
  loaded: Loaded,
  { links, lastPass }: { readonly links: number; readonly lastPass: number },
  seed: number,
): Promise<KernelCheck> {
  return compareRanges(bench, loaded, loaded.instance.oracle((lastPass - 1) % loaded.sets, links), seeded(seed));
}

export function allPassed(checks: readonly KernelCheck[]): boolean {
  return checks.every((check) => check.passed);
}

/** The small cases alone: what a variant must pass before it is tried at all. */
export async function verifyCases(bench: Workbench, instance: Instance, seed: number, passed: PassedCases): Promise<readonly KernelCheck[]> {
  const key = instance.stages.map((stage) => stage.code).join('\n');
  const known = passed.get(key);
  if (known !== undefined) return known;
  const checks: KernelCheck[] = [];
  for (const small of instance.cases) {
    const loaded = await bench.load(small, 1);
    try {
      await runOnce(bench, loaded);
      checks.push(await compareRanges(bench, loaded, small.oracle(0), seeded(seed)));
    } finally {
      loaded.release();
    }
    if (!allPassed(checks)) return checks;
  }
  passed.set(key, checks);
  return checks;
}

async function verifyTimed(bench: Workbench, loaded: Loaded, seed: number): Promise<KernelCheck[]> {
  const random = seeded(seed);
  const { instance } = loaded;
  const { matrix } = instance.output;
  const oracle = instance.oracle(0);
  await runOnce(bench, loaded);
  const checks = [await compareRanges(bench, loaded, oracle, random)];
  if (matrix === null || !allPassed(checks)) return checks;
  checks.push(...(await compareProduct(bench, loaded, random, matrix, oracle.product?.bind(oracle))));
  for (const covering of instance.covering ?? []) {
    if (!allPassed(checks)) return checks;
    for (const [name, fill] of Object.entries(covering.fills)) await loaded.refill(name, fill);
    await runOnce(bench, loaded);
    checks.push(
      ...(await compareProduct(bench, loaded, random, matrix, (vectors) => covering.product(vectors))).filter((check) => check.kind === 'freivalds'),
    );
    for (const name of Object.keys(covering.fills)) await loaded.refill(name);
  }
  return checks;
}

async function runOnce(bench: Workbench, loaded: Loaded): Promise<void> {
  await loaded.poison();
  const encoder = bench.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  loaded.encode(pass, 1);
  pass.end();
  bench.device.queue.submit([encoder.finish()]);
}

/** Below 2^-14 the numbers of f16 are this far apart (IEEE 754 binary16). */
const smallestHalf = 2 ** -24;

async function compareRanges(bench: Workbench, loaded: Loaded, oracle: Oracle, random: Random): Promise<KernelCheck> {
  const { inspections } = loaded.instance;
  if (inspections !== undefined) return inspectStages(bench, loaded, inspections, random);
  const { element, output } = outputOf(loaded.instance);
  const ranges = oracle.ranges((bound) => random.below(bound));
  const found = decodeRanges(await bench.read(loaded.output, byteRanges(ranges, bytesOf[element])), ranges, element);
  const roundings = 1 + Math.min(...ranges.map((range) => range.alternatives?.length ?? 0));
  const checks = Array.from({ length: roundings }, (_, which) => {
    const expected = joined(ranges.map((range) => (which === 0 ? range.values : (range.alternatives?.[which - 1] ?? range.values))));
    return output.compare === 'entries'
      ? exactCheck(found, expected, output.tolerance, element === 'f16' ? smallestHalf : 0)
      : rmsCheck('sampled', found, expected, output.tolerance);
  });
  return checks.reduce((best, check) => (check.error < best.error ? check : best));
}

/** C r for three normal vectors: the poison check on every row and, where C r is known from the inputs, Freivalds' check. */
async function compareProduct(
  bench: Workbench,
  loaded: Loaded,
  random: Random,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  product: ((vectors: readonly Float64Array[]) => Float64Array[]) | undefined,
): Promise<KernelCheck[]> {
  const { element, output } = outputOf(loaded.instance);
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
    if (product !== undefined) checks.push(rmsCheck('freivalds', joined(found), joined(product(vectors)), output.tolerance));
    return checks;
  } finally {
    r.destroy();
    y.destroy();
  }
}

function outputOf(instance: Instance): { readonly element: ElementType; readonly output: Output } {
  const plan = instance.buffers[instance.output.buffer];
  if (plan === undefined) throw new Error(`${instance.id}: no output buffer "${instance.output.buffer}"`);
  return { element: plan.element, output: instance.output };
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
