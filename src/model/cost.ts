/**
 * Dollars: how the cost of a deployment is split over the tokens that caused it. Σ tokens × price = cost, by
 * construction.
 */

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
 * @param usdPerOutputToken what an output token costs beside accelerators
 */
export function tokenPrices(usdPerRequest: number, work: TokenWork, usdPerOutputToken = 0): TokenPrices {
  const seconds =
    work.inputTokens * work.secondsPerInputToken + work.cachedTokens * work.secondsPerCachedToken + work.outputTokens * work.secondsPerOutputToken;
  const usdPerSecond = usdPerRequest / seconds;
  const usdWithOutputs = usdPerRequest + work.outputTokens * usdPerOutputToken;
  return {
    input: million * usdPerSecond * work.secondsPerInputToken,
    cached: million * usdPerSecond * work.secondsPerCachedToken,
    output: million * (usdPerSecond * work.secondsPerOutputToken + usdPerOutputToken),
    outputAllIn: (million * usdWithOutputs) / work.outputTokens,
    all: (million * usdWithOutputs) / (work.inputTokens + work.cachedTokens + work.outputTokens),
  };
}
