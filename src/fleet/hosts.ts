/** What hosts of the same model ask for the same traffic, at their list prices. */
import { apiPricesOf, type ApiPrice } from '../catalogue/api-prices.ts';
import { requestTokens } from '../model/request.ts';
import type { Scenario } from '../scenario/scenario.ts';

export interface HostPrice {
  readonly provider: string;
  /** The provider's own name of the model. */
  readonly model: string;
  readonly usdPerMillionInputTokens: number;
  readonly usdPerMillionOutputTokens: number;
  /** USD a month of 730 h for the rate asked for; null without one. */
  readonly usdPerMonth: number | null;
  readonly date: string;
}

const secondsPerMonth = 730 * 3600;

/** Those that list input and output, cheapest for this traffic first; none for a model of the user's own. */
export function hostPrices(scenario: Scenario): readonly HostPrice[] {
  if (typeof scenario.model !== 'string') return [];
  const rate = scenario.requestsPerSecond;
  return apiPricesOf(scenario.model)
    .flatMap((offer): { readonly price: HostPrice; readonly request: number }[] => {
      const request = usdPerRequest(offer, scenario);
      if (request === null || !offer.input || !offer.output) return [];
      return [
        {
          request,
          price: {
            provider: offer.provider,
            model: offer.offer,
            usdPerMillionInputTokens: offer.input.value,
            usdPerMillionOutputTokens: offer.output.value,
            usdPerMonth: rate === null ? null : rate * secondsPerMonth * request,
            date: offer.date,
          },
        },
      ];
    })
    .sort((a, b) => a.request - b.request)
    .map(({ price }) => price);
}

/** Dollars of one request of the scenario; cached input at its own price where one is listed. */
export function usdPerRequest({ input, cachedInput, output }: Pick<ApiPrice, 'input' | 'cachedInput' | 'output'>, scenario: Scenario): number | null {
  if (!input || !output) return null;
  const { fresh, cached } = requestTokens(scenario.inputTokens, scenario.outputTokens, scenario.prefixHitRate);
  return (fresh * input.value + cached * (cachedInput ?? input).value + scenario.outputTokens * output.value) / 1e6;
}
