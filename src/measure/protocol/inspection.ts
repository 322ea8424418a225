/** Judges a chain stage by stage: each stage's output on the device against float64 of its input on the device. */
import type { KernelCheck } from '../../run/run.ts';
import type { Random } from '../../stats/random.ts';
import type { Loaded, Workbench } from '../gpu/workbench.ts';
import { bytesOf, type ExpectedRange, type Inspection } from '../kernels/instance.ts';
import { byteRanges, decodeRanges, relativeRms } from './judge.ts';

/** One check for all stages: the error of the one that is farthest from its tolerance, by name where it failed. */
export async function inspectStages(bench: Workbench, loaded: Loaded, inspections: readonly Inspection[], random: Random): Promise<KernelCheck> {
  let worst: KernelCheck = { kind: 'sampled', error: 0, tolerance: inspections[0]?.tolerance ?? 0, passed: true };
  for (const inspection of inspections) {
    const check = await inspect(bench, loaded, inspection, random);
    if (!check.passed) return { ...check, of: inspection.of };
    if (share(check) > share(worst)) worst = check;
  }
  return worst;
}

/** Of what is allowed, how much was used. */
function share({ error, tolerance }: KernelCheck): number {
  return error === 0 ? 0 : error / tolerance;
}

async function inspect(bench: Workbench, loaded: Loaded, inspection: Inspection, random: Random): Promise<KernelCheck> {
  const { buffer, tolerance } = inspection;
  const { reads, expected } = inspection.look((bound) => random.below(bound));
  const values: Float64Array[] = [];
  for (const { buffer: name, start, count } of reads) values.push(await read(bench, loaded, name, [{ start, values: new Float64Array(count) }]));
  const wanted = expected(values);
  const found = await read(bench, loaded, buffer, wanted);
  const error = relativeRms(
    found,
    wanted.flatMap(({ values: row }) => [...row]),
  );
  // JSON has no infinity: a result that is not a number at all is written as an error of 1e30.
  return { kind: 'sampled', error: Math.min(error, 1e30), tolerance, passed: error <= tolerance };
}

/** The elements of each range of a buffer, one after the other. */
async function read(bench: Workbench, loaded: Loaded, name: string, ranges: readonly ExpectedRange[]): Promise<Float64Array> {
  const plan = loaded.instance.buffers[name];
  if (plan === undefined) throw new Error(`${loaded.instance.id} has no buffer "${name}"`);
  return decodeRanges(await bench.read(loaded.buffer(name), byteRanges(ranges, bytesOf[plan.element])), ranges, plan.element);
}
