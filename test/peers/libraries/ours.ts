/**
 * Our kernels as one of the contenders, twice: called one by one as the peers are (an encoder, a pass and a submit each), and
 * chained in one pass as the lab measures them.
 */
import { openDevice, type OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import type { Environment } from '../../../src/measure/gpu/environment.ts';
import { createWorkbench, type Loaded } from '../../../src/measure/gpu/workbench.ts';
import { bytesOf } from '../../../src/measure/kernels/instance.ts';
import type { Library, Prepared } from '../library.ts';
import { candidatesOf, type Problem } from '../problem.ts';
import { fromHalfBits } from '../half.ts';

/** Dispatches of one pass: the longest kernel of the cases stays below a fifth of a second on any GPU that runs them. */
const longestPass = 16;

export interface Ours {
  readonly opened: OpenDevice;
  readonly called: Library;
  readonly chained: Library;
}

export async function openOurs(gpu: GPU, environment: Environment, version: string, most: (software: boolean) => number): Promise<Ours> {
  const opened = await openDevice(gpu, environment);
  if (opened.kind === 'unavailable') throw new Error(`${opened.message}: ${opened.diagnostic}`);
  const library = (name: string, perPass: number): Library => ({
    name,
    version,
    device: opened.device,
    ways: (problem) =>
      candidatesOf(problem.point, opened.traits, most(opened.adapter.fallback)).map((instance) => ({
        name: `${instance.kernel} ${instance.variant}`,
        prepare: async () => prepared(opened, problem, await createWorkbench(opened.device).load(instance, problem.sets), perPass),
      })),
    close: () => undefined,
  });
  return { opened, called: library('ours', 1), chained: library('ours, chained', longestPass) };
}

function prepared({ device }: OpenDevice, { sets }: Problem, loaded: Loaded, perPass: number): Prepared {
  let next = 0;
  const pass = (links: number, start: number): void => {
    const encoder = device.createCommandEncoder();
    const encoded = encoder.beginComputePass();
    loaded.encode(encoded, links, start);
    encoded.end();
    device.queue.submit([encoder.finish()]);
  };
  return {
    async call(count) {
      for (let left = count; left > 0; left -= perPass) {
        const links = Math.min(left, perPass);
        pass(links, next);
        next = (next + links) % sets;
      }
    },
    async output() {
      pass(1, 0);
      const { element, length } = loaded.instance.buffers[loaded.instance.output.buffer] ?? { element: 'f32', length: 0 };
      const bytes = await createWorkbench(device).read(loaded.output, [{ offset: 0, size: Math.ceil((length * bytesOf[element]) / 4) * 4 }]);
      return element === 'f16' ? fromHalfBits(new Uint16Array(bytes, 0, length)) : new Float32Array(bytes, 0, length);
    },
    release: async () => loaded.release(),
  };
}
