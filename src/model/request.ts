/** Tokens of one request, as every part of the model counts them. */

export interface RequestTokens {
  /** Input tokens read from a prefix cache. */
  readonly cached: number;
  /** Input tokens that are computed; at least the last, whose logits give the first output token. */
  readonly fresh: number;
  /** Tokens in the KV cache when half of the answer is there: what a decode step sees on average. */
  readonly contextAtMidAnswer: number;
}

export function requestTokens(inputTokens: number, outputTokens: number, prefixHitRate: number): RequestTokens {
  const cached = cachedTokens(inputTokens, prefixHitRate);
  return { cached, fresh: inputTokens - cached, contextAtMidAnswer: contextAtMidAnswer(inputTokens, outputTokens) };
}

/** Whole tokens, and never the last one. */
export const cachedTokens = (inputTokens: number, prefixHitRate: number): number =>
  Math.max(Math.min(Math.floor(inputTokens * prefixHitRate), inputTokens - 1), 0);

/**
 * … of a request that is met running: longer answers run longer, and so are met more often, E[out · (in + out/2)] / E[out].
 * @param variation of the output
 */
export const contextAtMidAnswer = (inputTokens: number, outputTokens: number, variation = 0): number =>
  inputTokens + ((1 + variation) * outputTokens) / 2;
