/** Terms of times and rates: what a token and a first token take, and how many of them come of it. */
import { loadOf } from '../../../scenario/load.ts';
import type { DecodeTerms, FirstTokenTerms } from '../../estimate.ts';
import type { Account } from './account.ts';
import { allOf, nothing, type Grounds } from './term-book.ts';

export function timeTerms(account: Account): void {
  const { scenario, estimate, assumptions, facts, book } = account;
  const grounds = groundsOf(account);
  const { terms, timePerOutputToken, timeToFirstToken, requestLatency, outputTokensPerSecond, servedRequestsPerSecond } = estimate;
  if (terms && timePerOutputToken) {
    const parts = (Object.keys(decodeWords) as (keyof DecodeTerms)[])
      .filter((name) => terms.decode[name] > 0)
      .map((name) => book.leaf(`decode.${name}`, decodeWords[name], terms.decode[name], 's', grounds.decode[name]()));
    book.sum('timePerOutputToken', 'Time per output token', 's', parts, timePerOutputToken.value);
    book.product('tokensPerSecondPerUser', 'Speed per user', 'tokens/s', [], ['timePerOutputToken'], 1 / timePerOutputToken.value);
  }
  const first = terms?.firstToken;
  if (first && timeToFirstToken) {
    const parts = (Object.keys(firstWords) as (keyof FirstTokenTerms)[])
      .filter((name) => first[name] > 0)
      .map((name) => book.leaf(`firstToken.${name}`, firstWords[name], first[name], 's', grounds.first[name]()));
    book.sum('timeToFirstToken', 'Time to first token', 's', parts, timeToFirstToken.value);
    for (const percentile of [50, 90, 95, 99] as const) {
      const field = `timeToFirstTokenP${percentile}` as const;
      const { value } = estimate[field] ?? {};
      if (value === undefined) continue;
      const over = allOf({ facts: [], assumptions: assumptions.waits() }, grounds.first.queue());
      const ratio = book.leaf(`firstToken.p${percentile}`, `Percentile ${percentile} over the mean`, value / timeToFirstToken.value, '1', over);
      book.product(field, `Time to first token, percentile ${percentile}`, 's', ['timeToFirstToken', ratio], [], value);
    }
  }
  const counts: Grounds = { facts: [], assumptions: assumptions.lengths() };
  book.leaf('outputTokens', 'Output tokens of a request', scenario.outputTokens, 'tokens', counts);
  if (requestLatency) {
    const later = timePerOutputToken ? [later_()] : [];
    book.sum('requestLatency', 'Time of a request', 's', ['timeToFirstToken', ...later], requestLatency.value);
  }
  book.leaf('accelerators', 'Accelerators, idle ones among them', estimate.accelerators ?? 0, 'accelerators', {
    facts: [],
    assumptions: [...assumptions.count(), ...assumptions.layout(), ...assumptions.load()],
  });
  if (estimate.admittedConcurrency)
    book.leaf('admittedConcurrency', 'Requests that run at once', estimate.admittedConcurrency.value, 'requests', {
      facts: [...facts.chip('memory'), ...facts.model(...shape, ...cached), ...facts.engine('memoryShare', 'maxSequences')],
      assumptions: [
        ...assumptions.release(),
        ...assumptions.reservedMemory(),
        ...assumptions.weights(),
        ...assumptions.cache(),
        ...assumptions.load(),
        ...assumptions.lengths(),
      ],
    });
  if (estimate.cacheTokens)
    book.leaf('cacheTokens', 'Tokens that the cache of one rank holds', estimate.cacheTokens.value, 'tokens', {
      facts: [...facts.chip('memory'), ...facts.model(...shape, ...cached), ...facts.engine('memoryShare')],
      assumptions: [
        ...assumptions.release(),
        ...assumptions.reservedMemory(),
        ...assumptions.weights(),
        ...assumptions.cache(),
        ...assumptions.layout(),
        ...assumptions.lengths(),
      ],
    });
  if (servedRequestsPerSecond) served(account, grounds, servedRequestsPerSecond.value);
  if (outputTokensPerSecond) {
    book.product(
      'outputTokensPerSecond',
      'Output tokens a second',
      'tokens/s',
      ['servedRequestsPerSecond', 'outputTokens'],
      [],
      outputTokensPerSecond.value,
    );
    const each = estimate.outputTokensPerSecondPerAccelerator?.value;
    book.product('outputTokensPerSecondPerAccelerator', '… an accelerator', 'tokens/s', ['outputTokensPerSecond'], ['accelerators'], each);
  }

  function later_(): string {
    const count = book.leaf('tokensAfterFirst', 'Tokens after the first', scenario.outputTokens - 1, 'tokens', counts);
    return book.product('latency.later', 'All tokens after the first', 's', ['timePerOutputToken', count]);
  }
}

/** Requests a second: asked for; or those in flight over the time of one (Little's law); or, in sessions and at the most, counted pass by pass. */
function served({ scenario, estimate, assumptions, book }: Account, { all }: GroundsOf, value: number): void {
  const load = loadOf(scenario);
  const words = 'Requests a second';
  if (load.kind === 'open') book.leaf('servedRequestsPerSecond', words, value, 'requests/s', { facts: [], assumptions: assumptions.load() });
  else if (load.kind === 'batch' && estimate.hours) {
    const asked = { facts: [], assumptions: assumptions.load() };
    book.leaf('batch.requests', 'Requests of the batch', load.requests, 'requests', asked);
    book.leaf('hours', 'Hours from the first request to the last answer', estimate.hours.value, 'h', all());
    book.leaf('secondsPerHour', 'Seconds of an hour', 3600, 's/h', nothing);
    book.product('servedRequestsPerSecond', words, 'requests/s', ['batch.requests'], ['hours', 'secondsPerHour'], value);
  } else if (load.kind === 'queued' || scenario.session || scenario.anchor.length > 0 || !estimate.requestLatency || !estimate.load)
    book.leaf('servedRequestsPerSecond', words, value, 'requests/s', all());
  else {
    const inFlight = { facts: [], assumptions: assumptions.load() };
    book.leaf('requestsInFlight', 'Requests in flight', estimate.load.concurrency, 'requests', inFlight);
    book.product('servedRequestsPerSecond', words, 'requests/s', ['requestsInFlight'], ['requestLatency'], value);
  }
}

const shape = ['layers', 'hidden', 'heads', 'params_total_b_computed', 'params_active_b_computed'] as const;
const experts = ['experts_total', 'experts_active', 'moe_ffn'] as const;
const cached = ['kv_elements_per_token', 'kv_fixed_elements_per_seq', 'swa_window'] as const;

interface GroundsOf {
  readonly decode: Readonly<Record<keyof DecodeTerms, () => Grounds>>;
  readonly first: Readonly<Record<keyof FirstTokenTerms, () => Grounds>>;
  /** Of everything that takes time. */
  readonly all: () => Grounds;
}

function groundsOf({ assumptions, facts, operated }: Account): GroundsOf {
  const { evidence } = operated.choice.candidate.deployment.spread;
  const bandwidth = (): readonly string[] => facts.chip('bandwidth');
  const links = (): readonly string[] => facts.chip('link', 'domain', 'network');
  /** What all kernels stand on, beside what each of them moves or computes. */
  const kernel = (...more: readonly (readonly string[])[]): readonly string[] => [
    ...assumptions.engine(),
    ...assumptions.layout(),
    ...assumptions.load(),
    ...assumptions.timings(evidence),
    ...assumptions.special(),
    ...assumptions.own(),
    ...assumptions.arithmetic(),
    ...more.flat(),
  ];
  const of =
    (found: () => readonly string[], ...more: readonly (() => readonly string[])[]) =>
    (): Grounds => ({ facts: found(), assumptions: kernel(...more.map((each) => each())) });
  const { weights, cache, lengths, overheads } = {
    weights: () => assumptions.weights(),
    cache: () => assumptions.cache(),
    lengths: () => assumptions.lengths(),
    overheads: () => assumptions.overheads(),
  };
  const prompts = of(
    () => [...facts.peaks(), ...bandwidth(), ...facts.model(...shape, ...experts), ...facts.engine('tokenBudget')],
    weights,
    cache,
    lengths,
    overheads,
  );
  const host = of(() => facts.engine('tokenBudget'), overheads);
  const exchange = of(() => [...links(), ...facts.model('layers', 'hidden')], lengths);
  const decode: GroundsOf['decode'] = {
    weights: of(() => [...bandwidth(), ...facts.model(...shape)], weights),
    experts: of(() => [...bandwidth(), ...facts.model('layers', 'hidden', ...experts)], weights),
    kvCache: of(() => [...bandwidth(), ...facts.model(...cached)], cache, lengths),
    compute: of(() => [...facts.peaks(), ...facts.model(...shape)], weights),
    collectives: exchange,
    launch: of(() => facts.model('layers'), overheads),
    host,
    prefillInterference: prompts,
  };
  const first: GroundsOf['first'] = { queue: prompts, prefill: prompts, collectives: exchange, host, network: host };
  return { decode, first, all: () => allOf(...[...Object.values(decode), prompts].map((each) => each())) };
}

const decodeWords: Readonly<Record<keyof DecodeTerms, string>> = {
  weights: 'Reading weights',
  experts: 'Reading experts',
  kvCache: 'Reading the KV cache',
  compute: 'Arithmetic',
  collectives: 'Links between chips',
  launch: 'Launching kernels',
  host: 'The host',
  prefillInterference: 'Prompts of other users',
};

const firstWords: Readonly<Record<keyof FirstTokenTerms, string>> = {
  queue: 'Waiting for others',
  prefill: 'Reading the prompt',
  collectives: 'Links between chips, for the prompt',
  host: 'The host, before and after',
  network: 'The way to the user',
};
