/** `measure`: the same kernels through Dawn in Node, without a browser; for servers, and for runs to keep. */
import type { PlanName, RunOutcome } from '../../run/run.ts';
import { defineCommand, type ExitStatus, exitStatus } from '../command.ts';
import { UnavailableError, UsageError } from '../errors.ts';
import { laneNames, type LaneName } from '../full/lane-names.ts';
import { choiceFile } from '../choice-file.ts';
import { dawnVersion, openDawn, restartWithVulkan } from '../dawn.ts';
import { type Output, writeTextFile } from '../output.ts';
import { printCalibration, printDevice } from '../print/device.ts';
import { ProgressLine } from '../print/progress-line.ts';
import { printTuning } from '../print/tuning.ts';

export const measure = defineCommand({
  name: 'measure',
  summary: 'run the kernels through Dawn in Node, no browser',
  description:
    'Measures the GPU through Dawn, the WebGPU implementation of Chromium, in this process. On Linux it takes a hardware\n' +
    'Vulkan driver where there is one, else SwiftShader on the processor. Prints the device and its calibration.\n' +
    'DAWN_NODE names another dawn.node; VK_DRIVER_FILES another Vulkan driver. With --full, f32, f16 and matrix units run one\n' +
    'after another, each in a process of its own, with the peers where dist/peers.js is there, and one file holds it all.',
  flags: {
    plan: { choices: ['quick', 'thorough'], describe: 'how much to measure: 15 s or 90 s on a GPU, 1 or 5 minutes on a processor (default: quick)' },
    out: { value: 'FILE', describe: 'write the run as JSON, for estimate --run; - for standard output (default with --full: gpu.json)' },
    budget: { value: 'SECONDS', describe: 'how long it may take, instead of the plan’s own time' },
    lane: { choices: laneNames, describe: 'only f32 and integers, only f16, or only matrix units' },
    full: { describe: 'every lane, thoroughly: seven minutes on a GPU' },
  },
  examples: [
    'inference-cost-lab measure',
    'inference-cost-lab measure --plan thorough --out run.json',
    'inference-cost-lab measure --full --out gpu.json',
  ],
  async run(flags, { output }) {
    const budget = readBudget(flags.budget);
    if (flags.full) {
      if (flags.lane !== undefined) throw new UsageError('--full runs every lane: leave out --lane');
      return runFull(flags.plan ?? 'thorough', budget, flags.out ?? 'gpu.json', output);
    }
    const restarted = await restartWithVulkan();
    if (restarted !== null) return restarted as ExitStatus;
    const outcome = await runHere(flags.plan ?? 'quick', budget, flags.lane);
    if (outcome.kind === 'unavailable' && outcome.reason === 'no-adapter') {
      const software = await restartWithVulkan(true);
      if (software !== null) return software as ExitStatus;
    }
    if (outcome.kind === 'cancelled') return exitStatus.interrupted;
    if (outcome.kind === 'unavailable') throw new UnavailableError(`${outcome.message}\n${outcome.remedy}\n${outcome.diagnostic}`);

    const { calibrate } = await import('../../calibration/calibrate.ts');
    const json = `${JSON.stringify(outcome.run, null, 1)}\n`;
    if (flags.out === '-') await output.print(json);
    else {
      const tables = [printDevice(outcome.run), printCalibration(calibrate(outcome.run)), printTuning(outcome.run)];
      await output.print(`${tables.filter((table) => table !== '').join('\n\n')}\n`);
      if (flags.out !== undefined) await writeTextFile(flags.out, '--out', json);
    }
    return exitStatus.answered;
  },
});

/** Seconds; undefined where none were given. */
function readBudget(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
  if (!(seconds > 0 && seconds <= 86_400)) throw new UsageError(`--budget is "${given}"; expected seconds, such as 120`);
  return seconds;
}

async function runHere(plan: PlanName, budget: number | undefined, name: LaneName | undefined): Promise<RunOutcome> {
  const { runPlan } = await import('../../measure/run-plan.ts');
  const line = new ProgressLine();
  return interruptible(async (signal) => {
    const environment = { where: 'node', secure: true } as const;
    const given = {
      plan,
      choices: { store: choiceFile(), engine: await dawnVersion().catch(() => '') },
      ...(budget === undefined ? {} : { budget }),
    };
    if (name === undefined) return runPlan(await openDawn(), given, (progress) => line.show(progress), signal, environment);
    const { laneGpu, lanePoints } = await import('../full/lane-run.ts');
    const gpu = await laneGpu(name);
    const points = await lanePoints(gpu, name, plan, environment);
    return 'kind' in points ? points : runPlan(gpu, { ...given, points }, (progress) => line.show(progress), signal, environment);
  }).finally(() => line.end());
}

async function runFull(plan: PlanName, budget: number | undefined, out: string, output: Output): Promise<ExitStatus> {
  const { measureFull, thisProgram, usualBudget } = await import('../full/measure-full.ts');
  const { printFull } = await import('../full/print-full.ts');
  return interruptible(async (signal) => {
    const full = await measureFull({ plan, budget: budget ?? usualBudget, signal, ...thisProgram() });
    if (signal.aborted) return exitStatus.interrupted;
    const json = `${JSON.stringify(full, null, 1)}\n`;
    if (out === '-') await output.print(json);
    else {
      await output.print(`${printFull(full)}\n`);
      await writeTextFile(out, '--out', json);
      await output.print(`\nSaved ${out}\n`);
    }
    return full.lanes.some(({ run }) => run !== null) ? exitStatus.answered : exitStatus.fault;
  });
}

/** Work that Ctrl-C, or a parent that ends it, cancels in order. */
async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const cancel = new AbortController();
  const abort = (): void => cancel.abort();
  process.once('SIGINT', abort);
  process.once('SIGTERM', abort);
  try {
    return await work(cancel.signal);
  } finally {
    process.off('SIGINT', abort);
    process.off('SIGTERM', abort);
  }
}
