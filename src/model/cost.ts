/**
 * Dollars: what an accelerator-hour costs when it is owned, and how the cost of a deployment is split over the tokens
 * that caused it. Σ tokens × price = cost, by construction.
 */

export interface OwnedHour {
  /** USD/h per accelerator: capital, space, power, network, and their sum. */
  readonly capital: number;
  readonly hosting: number;
  readonly power: number;
  readonly network: number;
  readonly total: number;
}

export interface OwnedTerms {
  readonly usdPerAccelerator: number;
  readonly years: number;
  /** Yearly rate as a share. */
  readonly costOfCapital: number;
  readonly hostingUsdPerKilowattMonth: number;
  readonly usdPerKilowattHour: number;
  readonly networkUsdPerAcceleratorHour: number;
  /** Mean facility kW per accelerator, PUE included, and the kW that had to be built for it. */
  readonly meanKilowatts: number;
  readonly builtKilowatts: number;
}

const hoursPerYear = 8766;
const hoursPerMonth = hoursPerYear / 12;

/** Yearly payment that repays 1 over `years` at `rate`: the capital recovery factor. */
export function capitalRecovery(rate: number, years: number): number {
  if (rate === 0) return 1 / years;
  return rate / (1 - (1 + rate) ** -years);
}

export function ownedHour(terms: OwnedTerms): OwnedHour {
  const capital = (terms.usdPerAccelerator * capitalRecovery(terms.costOfCapital, terms.years)) / hoursPerYear;
  const hosting = (terms.hostingUsdPerKilowattMonth * terms.builtKilowatts) / hoursPerMonth;
  const power = terms.usdPerKilowattHour * terms.meanKilowatts;
  const network = terms.networkUsdPerAcceleratorHour;
  return { capital, hosting, power, network, total: capital + hosting + power + network };
}

/** Accelerator-seconds per token of each kind, and tokens of each kind per request. */
export interface TokenWork {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly secondsPerInputToken: number;
  readonly secondsPerCachedToken: number;
  readonly secondsPerOutputToken: number;
}

/** USD per million tokens of each kind. */
export interface TokenPrices {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly outputAllIn: number;
  readonly all: number;
}

const million = 1e6;

/**
 * Splits `usdPerRequest` in proportion to the accelerator-seconds of each kind of token. Idle time is carried by all
 * of them alike.
 */
export function tokenPrices(usdPerRequest: number, work: TokenWork): TokenPrices {
  const seconds = work.inputTokens * work.secondsPerInputToken + work.cachedTokens * work.secondsPerCachedToken + work.outputTokens * work.secondsPerOutputToken;
  const usdPerSecond = usdPerRequest / seconds;
  return {
    input: million * usdPerSecond * work.secondsPerInputToken,
    cached: million * usdPerSecond * work.secondsPerCachedToken,
    output: million * usdPerSecond * work.secondsPerOutputToken,
    outputAllIn: (million * usdPerRequest) / work.outputTokens,
    all: (million * usdPerRequest) / (work.inputTokens + work.cachedTokens + work.outputTokens),
  };
}
