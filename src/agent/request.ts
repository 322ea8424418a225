/** A task and where it runs, read and whole. */
import type { PresetValue } from '../catalogue/agent-presets.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Task, TaskPrices } from '../scenario/task.ts';
import type { Plan } from './plan.ts';

export interface FilledTask {
  readonly task: Task;
  /** Values of the preset that stand where nothing was given. */
  readonly values: readonly PresetValue[];
  readonly sources: readonly string[];
  /** Fields that nobody published. */
  readonly unknown: readonly ('success' | 'toolSeconds')[];
}

export type Runs =
  | { readonly kind: 'prices'; readonly prices: TaskPrices }
  | {
      readonly kind: 'scenario';
      /** Lengths, hit rate and rate are those of the task. */
      readonly scenario: Scenario;
      /** Names that were no ids. */
      readonly resolved: Readonly<Record<string, string>>;
    };

export interface AgentRequest extends FilledTask {
  readonly plan: Plan;
  readonly runs: Runs;
  /** s, paid on every model call */
  readonly roundTrip: number;
  readonly tasksPerHour: number | null;
  readonly seed: number;
}
