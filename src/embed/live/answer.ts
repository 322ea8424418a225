/** The figures that are one scenario's: what it costs, and where the time of a token goes. */
import { formatDuration, formatQuantity, formatShare } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { CostRow, Estimate, Scenario } from '../../index.ts';
import { mostTelling } from '../../charts/cost-title.ts';
import { timeTitle } from '../../charts/time-title.ts';
import type { PosterRow } from '../../share/poster.ts';
import { boundWords } from '../../ui/text/bound.ts';
import { shortName } from '../../ui/text/names.ts';
import { acceleratorName, acceleratorWords, modelName } from '../../ui/text/phrases.ts';
import { refusals } from '../../ui/text/refusals.ts';
import { timeParts } from '../../ui/text/time-parts.ts';
import { bars } from '../bars.ts';
import { h } from '../dom.ts';
import { chartBox } from './chart-box.ts';
import type { Found } from './figure.ts';

export function answerHeading(scenario: Scenario, { feasible, accelerators }: Estimate): string {
  const subject = `${modelName(scenario)} on ${acceleratorWords(scenario, accelerators)}`;
  return feasible ? `A million output tokens of ${subject} cost about` : subject;
}

/** Why there is no number, and the sentence below it; null where there is one. */
export function refused(
  { feasible, reason, unknown }: Estimate,
  quantity: Quantity | null,
  field: string,
): { readonly words: string; readonly body: readonly Node[] } | null {
  if (!feasible)
    return {
      words: reason ? refusals[reason.code] : 'This does not run',
      body: [line(reason?.message ?? 'The weights and one request do not fit.')],
    };
  return quantity === null
    ? { words: 'Nobody has published this number', body: [line(unknown[field] ?? 'a fact that it needs is not published')] }
    : null;
}

const line = (text: string): Node => h('p', { class: 'note' }, `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.?$/, '.')}`);

/** The four facts beside a price. */
export function facts({ tokensPerSecondPerUser, timeToFirstToken, joulesPerOutputToken, boundBy }: Estimate): Node {
  const fact = (name: string, words: string, interval = ''): Node =>
    h('div', {}, h('dt', {}, name), h('dd', {}, words, interval === '' ? null : h('small', {}, ` ${interval}`)));
  const quantity = (name: string, of: Quantity | null): Node => {
    if (of === null) return fact(name, 'unknown');
    const { value, unit, range } = formatQuantity(of);
    return fact(name, `${value} ${unit}`, range.replace('–', ' – '));
  };
  return h(
    'dl',
    { class: 'facts' },
    quantity('Speed per user', tokensPerSecondPerUser),
    quantity('First token', timeToFirstToken),
    quantity('Energy', joulesPerOutputToken),
    fact('Bound by', boundBy ? boundWords[boundBy] : 'unknown'),
  );
}

/** Others beside the one that is asked for: the cheapest, and the cheapest of each maker. */
export function neighbours(rows: readonly CostRow[], scenario: Scenario, price: Quantity): readonly PosterRow[] {
  const others = rows.flatMap(({ acceleratorId, acceleratorName, vendor, unranked, estimate }) => {
    const cost = estimate.usdPerMillionOutputTokens;
    return unranked !== null || cost === null || acceleratorId === scenario.accelerator
      ? []
      : [{ ...posterRow(acceleratorName, vendor, cost), keep: false }];
  });
  const own = rows.find(({ acceleratorId }) => acceleratorId === scenario.accelerator);
  const chosen: PosterRow = { ...posterRow(acceleratorName(scenario), own?.vendor ?? '', price), chosen: true };
  return [chosen, ...mostTelling(others, 3)].toSorted((a, b) => a.value - b.value);
}

const posterRow = (name: string, vendor: string, { value, low, high, evidence }: Quantity): PosterRow => ({
  name: shortName(name),
  vendor,
  value,
  low,
  high,
  evidence,
  chosen: false,
});

export function neighbourBars(rows: readonly PosterRow[]): Node {
  return bars(rows, 'USD/Mtoken');
}

export function timeFound(scenario: Scenario, estimate: Estimate): Found {
  const parts = timeParts(estimate);
  const quantity = estimate.timePerOutputToken;
  const none = refused(estimate, quantity, 'timePerOutputToken');
  const heading = `${timeTitle(parts)}: ${modelName(scenario)} on ${acceleratorWords(scenario, estimate.accelerators)} writes one in`;
  if (none) return { heading: answerHeading(scenario, estimate), quantity: null, ...none };
  const total = parts.reduce((sum, { seconds }) => sum + seconds, 0);
  const legend = h(
    'dl',
    { class: 'parts' },
    ...parts.map(({ name, seconds, colour }) =>
      h(
        'div',
        { class: `series-${/series-(\w+)/.exec(colour)?.[1] ?? 'grey'}` },
        h('dt', {}, h('i', { 'aria-hidden': 'true' }), name),
        h('dd', {}, formatDuration(seconds).text),
        h('dd', { class: 'share' }, formatShare(seconds / total)),
      ),
    ),
  );
  return { heading, quantity, words: null, body: [chartBox(({ time }, width) => time(parts, width, timeTitle(parts))), legend] };
}
