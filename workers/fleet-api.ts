/**
 * Fleets across a thread: what the worker exposes, and what the page has instead where no worker starts. A newer question ends the older.
 */
import {
  breakEvenCurveSteps,
  catalogue,
  fleetSteps,
  frontierSteps,
  yearSteps,
  type BreakEvenCurve,
  type Calibration,
  type FleetAnswer,
  type FleetFilter,
  type Frontier,
  type Scenario,
  type YearWay,
} from '../src/index.ts';

export interface FleetQuestion {
  readonly scenario: Scenario;
  readonly only: FleetFilter;
  readonly calibration: Calibration | null;
}

export interface FleetApi {
  /** @returns null once a newer question was asked. @param onProgress is told the share that is done, from 0 to 1 */
  fleet(question: FleetQuestion, onProgress: (share: number) => void | Promise<void>): Promise<FleetAnswer | null>;
  /** Cost against speed on these accelerators; null once a newer question was asked. */
  frontier(question: FleetQuestion, accelerators: readonly string[]): Promise<readonly Frontier[] | null>;
  /** A year on this accelerator by each way to pay; null once a newer question was asked. */
  year(question: FleetQuestion, accelerator: string): Promise<readonly YearWay[] | null>;
  /** Dollars a month over the rate on this accelerator; null once a newer question was asked, and without a rate. */
  curve(question: FleetQuestion, accelerator: string, onProgress: (share: number) => void | Promise<void>): Promise<BreakEvenCurve | null>;
  /** Ends what is in work. */
  cancel(): void;
}

export function createFleetApi(): FleetApi {
  let newest = 0;

  async function drained<T>(steps: Generator<number, T>, onProgress: (share: number) => void | Promise<void>): Promise<T | null> {
    const call = ++newest;
    for (;;) {
      // A turn between steps: messages that end this one are heard, and a page that does the work itself stays alive.
      await new Promise((resolve) => setTimeout(resolve));
      if (call !== newest) return null;
      const step = steps.next();
      if (step.done) return step.value;
      void onProgress(step.value);
    }
  }

  return {
    fleet: ({ scenario, only, calibration }, onProgress) =>
      drained(fleetSteps({ scenario, accelerators: catalogue.accelerators(), only }, { calibration }), onProgress),
    frontier: ({ scenario, calibration }, accelerators) => drained(frontierSteps(scenario, accelerators, { calibration }), () => undefined),
    year: ({ scenario, calibration }, accelerator) => drained(yearSteps({ ...scenario, accelerator }, { calibration }), () => undefined),
    curve: ({ scenario, calibration }, accelerator, onProgress) =>
      drained(breakEvenCurveSteps({ ...scenario, accelerator }, { calibration }), onProgress),
    cancel: () => {
      newest++;
    },
  };
}
