/** How sure a mean of a task is where its preset is not: each value taken to both of its ends, alone, and the effects added as variances. */
import { combine, logSdOfRange, type Spread } from '../estimate/spread.ts';
import { weakest, type Evidence } from '../units/quantity.ts';
import { buildPlan } from './build-plan.ts';
import type { CallTime } from './call-time.ts';
import { expectedSeconds, expectedTokens, type TimeParts, type TokenCounts } from './closed-form.ts';
import { withValue } from './fill-task.ts';
import type { AgentRequest } from './request.ts';

/** What a task comes to with some value of its preset moved. */
export interface Moved {
  readonly tokens: TokenCounts;
  readonly parts: TimeParts | null;
  readonly success: number | null;
}

interface Ends {
  readonly low: Moved;
  readonly high: Moved;
}

export class PresetSpread {
  private readonly ends: readonly Ends[];
  private readonly evidence: Evidence;
  private readonly isPreset: boolean;

  constructor(request: AgentRequest, time: CallTime) {
    const at = (field: string, value: number): Moved | null => {
      const task = withValue(request, field, value);
      const plan = buildPlan(task, '');
      const tokens = plan.ok ? expectedTokens(plan.value) : null;
      return plan.ok && tokens ? { tokens, parts: expectedSeconds(plan.value, time), success: task.success } : null;
    };
    this.ends = request.values.flatMap(({ field, value, low, high }) => {
      if (low === null && high === null) return [];
      const [below, above] = [at(field, low ?? value), at(field, high ?? value)];
      return below && above ? [{ low: below, high: above }] : [];
    });
    this.isPreset = request.values.length > 0;
    this.evidence = weakest('measured', ...request.values.map(({ basis }): Evidence => (basis === 'substituted' ? 'projected' : 'prior')));
  }

  /**
   * @param of what is asked of the task; null where it has none
   * @param miss what it misses where all values are right: standard deviation of ln
   */
  of(of: (moved: Moved) => number | null, miss = 0): Spread {
    const effects = this.ends.map(({ low, high }): Spread => {
      const [one, other] = [of(low), of(high)];
      const logSd = one === null || other === null ? 0 : logSdOfRange(Math.min(one, other), Math.max(one, other));
      return { logSd, evidence: this.evidence };
    });
    return combine({ logSd: this.isPreset ? miss : 0, evidence: this.evidence }, ...effects);
  }
}
