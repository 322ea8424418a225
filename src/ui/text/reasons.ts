/** Why a scenario has no answer, in a few words for a row of a figure. No DOM. */
import type { Reason, ReasonCode } from '../../estimate/estimate.ts';
import { targetOf } from '../../scenario/load.ts';
import type { Scenario, Target } from '../../scenario/scenario.ts';
import { formatCount } from '../../units/format.ts';
import { limitWords } from './phrases.ts';

export interface NearestReached {
  readonly accelerators: number;
  readonly timeToFirstToken: number | null;
  readonly timePerOutputToken: number | null;
}

/** What the best way that misses a target reaches; null where nothing carries the load at all. */
export function nearestOf(reason: Reason): NearestReached | null {
  const nearest = reason['nearest'];
  return typeof nearest === 'object' && nearest !== null ? (nearest as NearestReached) : null;
}

export const numberOf = (reason: Reason, key: string): number | null => {
  const value = reason[key];
  return typeof value === 'number' ? value : null;
};

const shortReasons = {
  'model-incomplete': () => 'the model is not published in full',
  'accelerator-unknown': () => 'unknown accelerator',
  'fact-missing': () => 'a needed fact is not published',
  'no-arithmetic': () => 'no arithmetic for these formats',
  'engine-not-there': () => 'the serving software does not run on it',
  'context-too-long': (reason) => `longer than ${formatCount(numberOf(reason, 'maxContext') ?? 0, 'short')} tokens of context`,
  'does-not-fit': () => 'does not fit',
  'target-not-met': missed,
  overloaded: (reason) => {
    const needs = numberOf(reason, 'needs');
    return needs === null ? 'no number of them is enough' : `needs ${formatCount(needs)}, has ${formatCount(numberOf(reason, 'has') ?? 0)}`;
  },
} satisfies Record<ReasonCode, (reason: Reason, scenario: Scenario) => string>;

/** "needs 16, has 2", "misses 30 ms a token". */
export const shortReason = (reason: Reason, scenario: Scenario): string => shortReasons[reason.code](reason, scenario);

function missed(reason: Reason, scenario: Scenario): string {
  const target = targetOf(scenario);
  const nearest = nearestOf(reason);
  if (target === null || nearest === null) return 'misses the latency limit';
  const over = [
    ...(isOver(nearest.timePerOutputToken, target.timePerOutputToken) ? [perToken(target)] : []),
    ...(isOver(nearest.timeToFirstToken, target.timeToFirstToken) ? [firstToken(target)] : []),
  ];
  return over.length === 0 ? 'misses the latency limit' : `misses ${over.join(' and ')}`;
}

/** A time that is null has no end. */
const isOver = (time: number | null, limit: number | undefined): boolean => limit !== undefined && (time ?? Infinity) > limit;

const perToken = ({ timePerOutputToken = 0 }: Target): string => `${limitWords(timePerOutputToken)} a token`;
const firstToken = ({ timeToFirstToken = 0 }: Target): string => `${limitWords(timeToFirstToken)} to the first`;
