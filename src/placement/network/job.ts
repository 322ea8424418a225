/** A training or fine-tuning run on an accelerator: how many it takes to meet its deadline, for how long. */
import { accelerator as acceleratorById } from '../../catalogue/accelerators.ts';
import type { Accelerator } from '../../catalogue/facts.ts';
import { medianPue } from '../../catalogue/world-medians.ts';
import { logSdOfRange, type Spread } from '../../estimate/spread.ts';
import { trainingEstimate } from '../../estimate/training/train.ts';
import { scenarioDefaults } from '../../scenario/defaults.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Training } from '../../scenario/training.ts';
import type { Exclusion } from './site.ts';

export interface Job {
  readonly accelerator: Accelerator;
  /** What decides its price. */
  readonly scenario: Scenario;
  readonly accelerators: number;
  readonly hours: number;
  readonly hoursSpread: Spread;
  /** W of IT while it runs, all accelerators; null where the power of the accelerator is not known. */
  readonly watts: number | null;
}

export type JobAnswer = { readonly ok: true; readonly value: Job } | { readonly ok: false; readonly why: Exclusion };

/** As for replicas: an edit of limits or sites asks for none of them again. */
const kept = new Map<string, JobAnswer>();
const mostKept = 1024;

export function jobOn(training: Training, id: string, scaleOut: number): JobAnswer {
  const key = JSON.stringify([training, id, scaleOut]);
  const known = kept.get(key);
  if (known) return known;
  const answer = computed({ ...training, accelerator: id }, id, scaleOut);
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, answer);
  return answer;
}

function computed(training: Training, id: string, scaleOut: number): JobAnswer {
  const accelerator = acceleratorById(id);
  if (!accelerator) throw new Error(`no accelerator "${id}"`);
  const { feasible, reason, accelerators, hours, joules } = trainingEstimate(
    training,
    undefined,
    undefined,
    scaleOut === 1
      ? undefined
      : (stated) => (stated.scaleOutBandwidth === null ? stated : { ...stated, scaleOutBandwidth: stated.scaleOutBandwidth * scaleOut }),
  );
  if (!feasible || accelerators === null || !hours)
    return { ok: false, why: { code: 'model', text: reason?.message ?? 'the run has no number of hours' } };
  const { model, ownership } = training;
  return {
    ok: true,
    value: {
      accelerator,
      scenario: { ...scenarioDefaults, model, accelerator: id, ownership },
      accelerators,
      hours: hours.value,
      hoursSpread: { logSd: logSdOfRange(hours.low, hours.high), evidence: hours.evidence },
      // Over all hours that are paid.
      watts: joules && joules.value / medianPue.value / (hours.value * 3600),
    },
  };
}
