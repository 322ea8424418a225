/** Terms of dollars: an hour of a deployment over the requests that it serves, shared out by accelerator-seconds. */
import { loadOf } from '../../../scenario/load.ts';
import { leavesHoursIdle, meanWork, utilisationOf } from '../../answer/dollars.ts';
import { egressPerToken } from '../../answer/egress.ts';
import type { Account } from './account.ts';
import { nothing, type Grounds } from './term-book.ts';

const million = 1e6;

export function moneyTerms(account: Account): void {
  const { estimate, assumptions, book } = account;
  const { usdPerHour, usdPerMonth } = estimate;
  if (!usdPerHour || !usdPerMonth || !assumptions.price.known) return;
  book.leaf('price.hour', 'An accelerator-hour', assumptions.price.usdPerHour, 'USD/h', assumptions.hourly());
  book.product('usdPerHour', 'All accelerators for an hour', 'USD/h', ['accelerators', 'price.hour'], [], usdPerHour.value);
  book.leaf('hoursPerMonth', 'Hours of a mean month', 730, 'h', nothing);
  book.product('usdPerMonth', 'All accelerators for a month', 'USD/month', ['usdPerHour', 'hoursPerMonth'], [], usdPerMonth.value);
  if (estimate.usdTotal) book.product('usdTotal', 'All of the batch', 'USD', ['usdPerHour', 'hours'], [], estimate.usdTotal.value);
  perRequest(account);
  perToken(account);
}

/** The hour over the requests that it serves. */
function perRequest({ scenario, estimate, assumptions, book }: Account): void {
  const load = loadOf(scenario);
  const steady = load.kind === 'open' ? load.mean : (estimate.load?.requestsPerSecond ?? 0);
  // A session says how long its own requests took; what is paid for is the steady state.
  const rate =
    scenario.session === null
      ? 'servedRequestsPerSecond'
      : book.leaf('steadyRequestsPerSecond', 'Requests a second in steady state', steady, 'requests/s', {
          facts: book.terms.get('timePerOutputToken')?.facts ?? [],
          assumptions: book.terms.get('timePerOutputToken')?.assumptions ?? [],
        });
  book.leaf('secondsPerHour', 'Seconds of an hour', 3600, 's/h', nothing);
  const hour = book.product('requestsPerHour', 'Requests an hour, while it serves', 'requests/h', [rate, 'secondsPerHour']);
  const served = !leavesHoursIdle(scenario)
    ? [hour]
    : [
        hour,
        book.leaf('utilisation', 'Share of paid hours that serve', utilisationOf(scenario), '1', {
          facts: [],
          assumptions: assumptions.utilisation(),
        }),
      ];
  book.product('usdPerRequest', 'A request', 'USD', ['usdPerHour'], served);
}

/** The request over its tokens: all of them, or each kind by the accelerator-seconds that it takes. */
function perToken({ scenario, estimate, operated, assumptions, book }: Account): void {
  const work = meanWork(operated.paid);
  const counts: Grounds = { facts: [], assumptions: assumptions.lengths() };
  const millions = (id: string, words: string, tokens: number): string => book.leaf(id, words, tokens / million, 'Mtoken', counts);
  const outputs = millions('millionOutputTokens', 'Output tokens of a request', work.outputTokens);
  const all = millions('millionTokens', 'All tokens of a request', work.inputTokens + work.cachedTokens + work.outputTokens);
  const egress = egressPerToken(scenario);
  const leaving =
    egress === 0 ? [] : [book.leaf('egress', 'On the way out', egress * million, 'USD/Mtoken', { facts: [], assumptions: assumptions.egress() })];
  const unit = 'USD/Mtoken';
  book.product('outputAllIn.accelerators', 'Accelerators for all of a request, over its output', unit, ['usdPerRequest'], [outputs]);
  book.sum(
    'usdPerMillionOutputTokensAllIn',
    'All cost over output tokens',
    unit,
    ['outputAllIn.accelerators', ...leaving],
    estimate.usdPerMillionOutputTokensAllIn?.value,
  );
  book.product('allTokens.accelerators', 'Accelerators, over all tokens', unit, ['usdPerRequest'], [all]);
  const leavingOfAll = leaving.map((id) => book.product('allTokens.egress', 'On the way out, over all tokens', unit, [id, outputs], [all]));
  book.sum('usdPerMillionTokens', 'All cost over all tokens', unit, ['allTokens.accelerators', ...leavingOfAll], estimate.usdPerMillionTokens?.value);

  // What takes the seconds is what takes the time of a token and of a prompt.
  const { facts = [], assumptions: taken = [] } = book.terms.get('timePerOutputToken') ?? book.terms.get('timeToFirstToken') ?? {};
  const busy: Grounds = { facts, assumptions: [...new Set([...taken, ...assumptions.lengths()])] };
  const seconds = (kind: string, words: string, perToken: number, tokens: number): string =>
    book.leaf(`seconds.${kind}`, words, perToken * tokens, 's', busy);
  const parts = [
    seconds('input', 'Accelerator-seconds of new prompt tokens', work.secondsPerInputToken, work.inputTokens),
    ...(work.cachedTokens > 0
      ? [seconds('cached', 'Accelerator-seconds of cached prompt tokens', work.secondsPerCachedToken, work.cachedTokens)]
      : []),
    seconds('output', 'Accelerator-seconds of output tokens', work.secondsPerOutputToken, work.outputTokens),
  ];
  book.sum('seconds.request', 'Accelerator-seconds of a request', 's', parts);
  book.product('usdPerSecond', 'An accelerator-second, idle time spread over all', 'USD/s', ['usdPerRequest'], ['seconds.request']);
  const each = (id: string, words: string, perToken: number, value: number | undefined, more: readonly string[] = []): void => {
    const taken = book.leaf(`${id}.seconds`, 'Accelerator-seconds of a million of them', perToken * million, 's/Mtoken', busy);
    if (more.length === 0) book.product(id, words, unit, ['usdPerSecond', taken], [], value);
    else book.sum(id, words, unit, [book.product(`${id}.accelerators`, 'Accelerators', unit, ['usdPerSecond', taken]), ...more], value);
  };
  each('usdPerMillionInputTokens', 'New input tokens', work.secondsPerInputToken, estimate.usdPerMillionInputTokens?.value);
  each('usdPerMillionCachedInputTokens', 'Cached input tokens', work.secondsPerCachedToken, estimate.usdPerMillionCachedInputTokens?.value);
  each('usdPerMillionOutputTokens', 'Output tokens', work.secondsPerOutputToken, estimate.usdPerMillionOutputTokens?.value, leaving);
}
