/** What to change where a scenario does not run: ordinary edits, so that each can be undone. No DOM. */
import type { Estimate, Reason, ReasonCode } from '../../estimate/estimate.ts';
import { targetOf } from '../../scenario/load.ts';
import type { Scenario, Target } from '../../scenario/scenario.ts';
import { formatCount } from '../../units/format.ts';
import { loadPatch } from '../form/choices/load-patch.ts';
import { limitWords } from '../text/phrases.ts';
import { nearestOf, numberOf } from '../text/reasons.ts';

export interface Remedy {
  readonly words: string;
  readonly patch: Partial<Scenario>;
}

/** What would help, the likeliest first; never nothing. */
export function remediesFor(estimate: Estimate, scenario: Scenario): readonly Remedy[] {
  const { reason } = estimate;
  const offered = reason ? remedies[reason.code](reason, scenario) : [];
  return offered.length > 0 ? offered : [otherHardware];
}

const searched = { accelerators: null, parallel: null, serving: 'aggregated' } as const;
const otherHardware: Remedy = { words: 'Use H200s instead', patch: { accelerator: 'h200-sxm', ...searched } };

const remedies = {
  'model-incomplete': () => [{ words: 'Ask about Llama 3.3 70B instead', patch: { model: 'llama-3.3-70b', ...searched } }],
  'accelerator-unknown': () => [otherHardware],
  'fact-missing': (_, scenario) => [...otherFormats(scenario), otherHardware],
  'no-arithmetic': (_, scenario) => [...otherFormats(scenario), otherHardware],
  'engine-not-there': () => [{ words: 'Let the lab choose the serving software', patch: { engine: null } }, otherHardware],
  'context-too-long': shorter,
  'does-not-fit': (_, scenario) => [...freely(scenario), ...otherFormats(scenario)],
  'target-not-met': (reason, scenario) => [...looser(reason, scenario), ...freely(scenario), noLimit],
  overloaded,
} satisfies Record<ReasonCode, (reason: Reason, scenario: Scenario) => readonly Remedy[]>;

const noLimit: Remedy = { words: 'Drop the latency limit', patch: { target: 'none' } };

/** Leaves count and arrangement to the lab, one step or both. */
function freely({ accelerators, parallel, serving }: Scenario): readonly Remedy[] {
  return [
    ...(parallel !== null ? [{ words: 'Let the lab choose the parallelism', patch: { parallel: null } }] : []),
    ...(accelerators !== null ? [{ words: 'Use as many as it takes', patch: { accelerators: null, parallel: null } }] : []),
    ...(serving !== 'aggregated' ? [{ words: 'Serve prefill and decode together', patch: searched }] : []),
  ];
}

function otherFormats({ weights }: Scenario): readonly Remedy[] {
  if (weights === 'bf16') return [{ words: 'Store the weights in fp8', patch: { weights: 'fp8' } }];
  return weights === null ? [] : [{ words: 'Keep the weights as published', patch: { weights: null } }];
}

/** Twice the time, where no number of accelerators is named that ends a batch in time. */
function later({ batch }: Scenario): readonly Remedy[] {
  return batch === null ? [] : [{ words: `Give it ${formatCount(2 * batch.hours)} hours`, patch: { batch: { ...batch, hours: 2 * batch.hours } } }];
}

function overloaded(reason: Reason, scenario: Scenario): readonly Remedy[] {
  const needs = numberOf(reason, 'needs');
  const carries = numberOf(reason, 'carries');
  // The arrangement was one of the smaller number; the larger may want another.
  const more = needs === null ? [] : [{ words: `Use ${formatCount(needs)} accelerators`, patch: { ...searched, accelerators: needs } }];
  const peak = scenario.peakToMean;
  const fewer = carries === null ? 0 : Number(((carries * 0.95) / peak).toPrecision(2));
  return [
    ...more,
    ...freely(scenario),
    ...later(scenario),
    ...(scenario.requestsPerSecond !== null && fewer > 0
      ? [{ words: `Ask for ${formatCount(fewer)} requests a second`, patch: loadPatch(scenario, { requestsPerSecond: fewer }) }]
      : []),
  ];
}

/** Two digits up, so that what the nearest reaches lies within. */
const roundedUp = (value: number): number => {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil((value * 1.001) / step) * step).toPrecision(2));
};

function looser(reason: Reason, scenario: Scenario): readonly Remedy[] {
  const target = targetOf(scenario);
  const nearest = nearestOf(reason);
  if (target === null || nearest === null) return [];
  const next: { -readonly [K in keyof Target]: Target[K] } = { ...target };
  const words: string[] = [];
  for (const [key, after] of [
    ['timePerOutputToken', 'a token'],
    ['timeToFirstToken', 'to the first'],
  ] as const) {
    const limit = target[key];
    const reached = nearest[key];
    if (limit === undefined || (reached !== null && reached <= limit)) continue;
    if (reached === null) return [];
    const allowed = roundedUp(reached);
    next[key] = allowed;
    words.push(`${limitWords(allowed)} ${after}`);
  }
  return words.length === 0 ? [] : [{ words: `Allow ${words.join(' and ')}`, patch: { target: next } }];
}

function shorter(reason: Reason, { inputTokens, outputTokens }: Scenario): readonly Remedy[] {
  const most = numberOf(reason, 'maxContext');
  if (most === null || most < 2) return [];
  const output = Math.min(outputTokens, Math.floor(most / 2));
  return [
    {
      words: `Shorten the request to ${formatCount(most, 'short')} tokens`,
      patch: { inputTokens: Math.min(inputTokens, most - output), outputTokens: output },
    },
  ];
}
