/** One instance on a device, as a run would meet it: its checks before samples, and what chains of links leave behind. */
import { expect } from 'vitest';
import type { Workbench } from '../../src/measure/gpu/workbench.ts';
import type { Instance } from '../../src/measure/kernels/instance.ts';
import { allPassed, verify, verifyAfter } from '../../src/measure/protocol/verify.ts';

/** @param sets rotations of the inputs; the kernels of a layer have one, since a chain of them reads what the one before wrote */
export async function meetsItsJudge(bench: Workbench, instance: Instance, sets = 2): Promise<void> {
  const loaded = await bench.load(instance, sets);
  const checks = await verify(bench, loaded, 1);
  expect(checks, JSON.stringify(checks)).toSatisfy(allPassed);
  // Of two sets, two links end on the second and three on the first; the next check counts what ran since the poison.
  await loaded.poison();
  let ran = 0;
  for (const links of [2, 3]) {
    const encoder = bench.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    loaded.encode(pass, links);
    pass.end();
    bench.device.queue.submit([encoder.finish()]);
    ran += links;
    expect(await verifyAfter(bench, loaded, { links: ran, lastPass: links }, 2)).toMatchObject({ passed: true });
  }
  loaded.release();
}
