/** A visitor's run as a calibration, and what it changes of an estimate. */
import { readFileSync } from 'node:fs';
import { calibrate } from '../../../src/calibration/calibrate.ts';
import { modelChecks } from '../../../src/calibration/model-check.ts';
import { clientGpus } from '../../../src/catalogue/client-gpus.ts';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import { ownGpu } from '../../../src/estimate/own-gpu/own-gpu.ts';
import { transferShift } from '../../../src/estimate/own-gpu/transfer-shift.ts';
import { parseRun } from '../../../src/run/parse.ts';
import type { Run } from '../../../src/run/run.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { quickRun } from '../../share/runs.ts';

function processor(): Run {
  const parsed = parseRun(readFileSync(new URL('../../fixtures/run-software.json', import.meta.url), 'utf8'));
  if (!parsed.ok) throw new Error('the software run does not parse');
  return parsed.run;
}

function runOf(name: string): Run {
  if (name === 'a processor') return processor();
  const laptop = quickRun();
  return name === 'a laptop'
    ? laptop
    : { ...laptop, kernels: laptop.kernels.filter((_, index) => index % 4 === 0), ceilings: { ...laptop.ceilings, dispatch: null, fmaF16: null } };
}

/** The calibration itself without a scenario; with one, the estimate's times, the own GPU as a row, and the shift. */
export function runAnswer(name: string, scenario: Scenario | null, client: string | null): object {
  const run = runOf(name);
  const calibration = calibrate(run);
  if (scenario === null) return { calibration, checks: modelChecks(run) };
  const gpu = client === null ? null : (clientGpus().find(({ id }) => id === client) ?? null);
  const { timePerOutputToken, timeToFirstToken } = estimateScenario(scenario, { calibration });
  const own = ownGpu(calibration, scenario, gpu);
  return { timePerOutputToken, timeToFirstToken, own: own && { ...own, model: own.model.id }, shift: transferShift(calibration, scenario, gpu) };
}
