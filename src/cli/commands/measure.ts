/** `measure`: the same kernels through Dawn in Node, without a browser; for servers, and for runs to keep. */
import { writeFile } from 'node:fs/promises';
import type { MeasureApi, RunOutcome } from '../../run/run.ts';
import { defineCommand, type ExitStatus, exitStatus } from '../command.ts';
import { UnavailableError } from '../errors.ts';
import { openDawn, restartWithVulkan } from '../dawn.ts';
import { printCalibration, printDevice } from '../print/device.ts';
import { ProgressLine } from '../print/progress-line.ts';

export const measure = defineCommand({
  name: 'measure',
  summary: 'run the kernels through Dawn in Node, no browser',
  description:
    'Measures the GPU through Dawn, the WebGPU implementation of Chromium, in this process. On Linux it takes a hardware\n' +
    'Vulkan driver where there is one, else SwiftShader on the processor. Prints the device and its calibration.\n' +
    'DAWN_NODE names another dawn.node; VK_DRIVER_FILES another Vulkan driver.',
  flags: {
    plan: { choices: ['quick', 'thorough'], describe: 'how much to measure: 15 s or 90 s on a GPU, 1 or 5 minutes on a processor (default: quick)' },
    out: { value: 'FILE', describe: 'write the run as JSON, for estimate --run; - for standard output' },
  },
  examples: ['inference-cost-lab measure', 'inference-cost-lab measure --plan thorough --out run.json'],
  async run(flags) {
    const restarted = await restartWithVulkan();
    if (restarted !== null) return restarted as ExitStatus;
    const gpu = await openDawn();
    const { createMeasureApi } = await import('../../measure/measure-api.ts');
    const outcome = await follow(createMeasureApi(gpu, { where: 'node', secure: true }), flags.plan ?? 'quick');
    if (outcome.kind === 'unavailable' && outcome.reason === 'no-adapter') {
      const software = await restartWithVulkan(true);
      if (software !== null) return software as ExitStatus;
    }
    if (outcome.kind === 'cancelled') return exitStatus.interrupted;
    if (outcome.kind === 'unavailable') throw new UnavailableError(`${outcome.message}\n${outcome.remedy}\n${outcome.diagnostic}`);

    const { calibrate } = await import('../../calibration/calibrate.ts');
    const json = `${JSON.stringify(outcome.run, null, 1)}\n`;
    if (flags.out === '-') process.stdout.write(json);
    else {
      if (flags.out !== undefined) await writeFile(flags.out, json);
      process.stdout.write(`${printDevice(outcome.run)}\n\n${printCalibration(calibrate(outcome.run))}\n`);
    }
    return exitStatus.answered;
  },
});

async function follow(api: MeasureApi, plan: 'quick' | 'thorough'): Promise<RunOutcome> {
  const line = new ProgressLine();
  const cancel = (): void => void api.cancel();
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  try {
    return await api.run({ plan }, (progress) => line.show(progress));
  } finally {
    line.end();
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}
