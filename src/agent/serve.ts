/** What tokens cost and how long calls take: from prices, or from the estimate of the scenario that the calls run on. */
import { estimateScenario } from '../estimate/estimate-scenario.ts';
import type { Estimate, Reason } from '../estimate/estimate.ts';
import { logSdOfRange, type Spread } from '../estimate/spread.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { TaskPrices } from '../scenario/task.ts';
import type { Quantity } from '../units/quantity.ts';
import type { CallTime } from './call-time.ts';
import type { Lengths } from './lengths.ts';

/** USD per token. */
export interface TokenCosts {
  readonly new: number;
  readonly cached: number;
  readonly output: number;
  readonly spread: Spread;
}

export interface Served {
  readonly costs: TokenCosts | null;
  /** J per output token, all else of the deployment in it. */
  readonly joules: Quantity | null;
  readonly time: CallTime;
  /** Of the time to first token and of what follows; as wide as the estimate's. */
  readonly firstTokenSpread: Spread;
  readonly outputSpread: Spread;
  readonly estimate: Estimate | null;
  readonly unknown: Readonly<Record<string, string>>;
}

const perToken = 1e-6;

/** Given, as an hourly price of the user's own. */
export const given: Spread = { logSd: 0, evidence: 'measured' };

export const pricedBy = ({ input, cacheWrite, cached, output }: TaskPrices): TokenCosts => ({
  new: (cacheWrite ?? input) * perToken,
  cached: (cached ?? cacheWrite ?? input) * perToken,
  output: output * perToken,
  spread: given,
});

export type ServedBy = { readonly ok: true; readonly value: Served } | { readonly ok: false; readonly reason: Reason; readonly estimate: Estimate };

/** The deployment at the mean call of the task. */
export function servedBy(scenario: Scenario, lengths: Lengths): ServedBy {
  const estimate = estimateScenario({ ...scenario, ...lengths });
  const { timeToFirstToken, timePerOutputToken, terms } = estimate;
  if (!estimate.feasible || timeToFirstToken === null)
    return { ok: false, reason: estimate.reason ?? { code: 'fact-missing', message: 'the scenario has no time to first token' }, estimate };
  const read = (1 - lengths.prefixHitRate) * lengths.inputTokens;
  const prefill = terms?.firstToken ? terms.firstToken.prefill + terms.firstToken.collectives : 0;
  const time: CallTime = {
    kind: 'lengths',
    fixed: read > 0 ? timeToFirstToken.value - prefill : timeToFirstToken.value,
    perNewToken: read > 0 ? prefill / read : 0,
    perOutputToken: timePerOutputToken?.value ?? 0,
  };
  const firstTokenSpread = spreadOf(timeToFirstToken);
  return {
    ok: true,
    value: {
      costs: costsOf(estimate),
      joules: estimate.joulesPerOutputToken,
      time,
      firstTokenSpread,
      outputSpread: timePerOutputToken ? spreadOf(timePerOutputToken) : firstTokenSpread,
      estimate,
      unknown: {
        ...(estimate.usdPerMillionInputTokens ? {} : { usdPerTask: estimate.unknown['usdPerMillionInputTokens'] ?? 'no price is known' }),
        ...(estimate.joulesPerOutputToken ? {} : { joulesPerTask: estimate.unknown['joulesPerOutputToken'] ?? 'no power is known' }),
      },
    },
  };
}

function costsOf({
  usdPerMillionInputTokens,
  usdPerMillionCachedInputTokens,
  usdPerMillionOutputTokens,
  usdPerMillionTokens,
}: Estimate): TokenCosts | null {
  if (!usdPerMillionInputTokens || !usdPerMillionOutputTokens || !usdPerMillionTokens) return null;
  return {
    new: usdPerMillionInputTokens.value * perToken,
    cached: (usdPerMillionCachedInputTokens ?? usdPerMillionInputTokens).value * perToken,
    output: usdPerMillionOutputTokens.value * perToken,
    // The three are shares of one bill: their sum is as sure as that.
    spread: spreadOf(usdPerMillionTokens),
  };
}

export const spreadOf = ({ low, high, evidence }: Quantity): Spread => ({ logSd: logSdOfRange(low, high), evidence });
