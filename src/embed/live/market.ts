/** The figures over many accelerators: what each costs, which fleet a load takes, cost against speed. */
import { catalogue, defaultTarget, estimateScenario, probabilityCheapest, sweep, type CostRow, type Scenario } from '../../index.ts';
import { costTitle, mostTelling } from '../../charts/cost-title.ts';
import type { FrontierLine } from '../../charts/frontier-chart.ts';
import { seriesColour } from '../../charts/series.ts';
import { turn } from '../../session/slices.ts';
import { formatQuantity, formatShare } from '../../units/format.ts';
import type { PosterRow } from '../../share/poster.ts';
import type { Quantity } from '../../units/quantity.ts';
import { drawnRows, neverChecked, type DrawnRow } from '../../ui/figures/cost/cost-rows.ts';
import { severalOf, shortName } from '../../ui/text/names.ts';
import { acceleratorName, loadWords, modelName, targetWords, workloadWords } from '../../ui/text/phrases.ts';
import { h, type Child } from '../dom.ts';
import { inlineMark } from '../evidence-mark.ts';
import { chartBox } from './chart-box.ts';
import type { Found } from './figure.ts';

const nothingServes = (scenario: Scenario): Found => ({
  heading: `${modelName(scenario)}, ${loadWords(scenario)}`,
  quantity: null,
  words: 'No accelerator serves this',
  body: [h('p', { class: 'note' }, `None that one can rent today holds ${modelName(scenario)} and meets ${targetWords(scenario)}.`)],
});

/** How the numbers came about, in one line under a chart. */
const caption = (scenario: Scenario, what: string): Node =>
  h(
    'p',
    { class: 'note' },
    `${what}, ${workloadWords(scenario)}, ${loadWords(scenario)}, ${targetWords(scenario)}. Each on as many as the load needs. 80 % intervals.`,
  );

const monthly = ({ requestsPerSecond }: Scenario): boolean => requestsPerSecond !== null;

export function costsFound(rows: readonly CostRow[], scenario: Scenario): Found {
  const all = drawnRows(rows, scenario);
  const ranked = all.filter((row) => row.ranked);
  const cheapest = ranked[0]?.cost ?? null;
  if (cheapest === null) return nothingServes(scenario);
  const others = all.filter((row) => !row.ranked && (row.cost !== null || row.keep));
  const shown = [...mostTelling(ranked, 7), ...mostTelling(others, 2)];
  const heading = costTitle(all, modelName(scenario));
  return {
    heading,
    quantity: cheapest,
    words: null,
    rows: posterRows(rows, scenario),
    body: [
      chartBox(
        ({ costs }, width) => costs(shown, width, monthly(scenario), heading),
        () => costTable(shown),
      ),
      caption(scenario, monthly(scenario) ? 'Dollars a month' : 'Dollars per million output tokens, all-in'),
    ],
  };
}

/** The cheapest, and the cheapest of each maker: what a poster has room for. */
function posterRows(rows: readonly CostRow[], scenario: Scenario): readonly PosterRow[] {
  const ranked = rows.flatMap(({ acceleratorId, acceleratorName: name, vendor, unranked, cost }) => {
    const chosen = acceleratorId === scenario.accelerator;
    return unranked !== null || cost === null ? [] : [{ ...cost, name: shortName(name), vendor, chosen, keep: chosen }];
  });
  return mostTelling(ranked, 4);
}

const costTable = (rows: readonly DrawnRow[]): Node =>
  table(
    ['Accelerator', 'As served', 'Cost'],
    rows.map(({ name, detail, cost, note }) => [name, detail, cost ? shownQuantity(cost) : note]),
  );

export function fleetFound(rows: readonly CostRow[], scenario: Scenario): Found {
  const ranked = rows.filter(({ unranked, cost }) => unranked === null && cost !== null);
  const [best] = ranked;
  if (!best?.cost) return nothingServes(scenario);
  const shares = probabilityCheapest(ranked.flatMap(({ cost }) => cost ?? []));
  const share = (index: number): string => formatShare(shares[index] ?? 0).replace(' ', '\u00a0');
  const shown = ranked.slice(0, 5);
  return {
    heading: `${sentenceCase(fleetName(best))} serve${best.estimate.accelerators === 1 ? 's' : ''} ${modelName(scenario)} for least, cheapest in ${share(0)} of draws`,
    quantity: best.cost,
    words: null,
    rows: posterRows(rows, scenario),
    body: [
      table(
        ['Fleet', monthly(scenario) ? 'A month' : 'Per million tokens', 'Cheapest in'],
        shown.map((row, index) => [fleetName(row), row.cost ? shownQuantity(row.cost) : '', share(index)]),
      ),
      caption(scenario, monthly(scenario) ? 'Dollars a month' : 'Dollars per million output tokens, all-in'),
    ],
  };
}

const fleetName = ({ acceleratorName: name, estimate }: CostRow): string => severalOf(estimate.accelerators ?? 1, name);
const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Users at once on one fixed deployment, from one alone to more than any serves. */
const loads = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
const linesShown = 5;

/** @returns null once nobody waits for it any more */
export async function frontierFound(rows: readonly CostRow[], scenario: Scenario, stale: () => boolean): Promise<Found | null> {
  const candidates = rows
    .filter(({ unranked, cost }) => unranked === null && cost !== null)
    .map((row) => ({ ...row, keep: row.acceleratorId === scenario.accelerator }));
  const target = scenario.target === 'none' ? null : scenario.target;
  const wanted = 1 / (target?.timePerOutputToken ?? defaultTarget.timePerOutputToken ?? 0.04);
  const lines: FrontierLine[] = [];
  for (const row of mostTelling(candidates, linesShown)) {
    await turn();
    if (stale()) return null;
    const line = frontierLine(row, scenario, wanted);
    if (line) lines.push(line);
  }
  const reaching = lines.flatMap(({ name, best }) => (best ? [{ name, cost: best.cost }] : [])).toSorted((a, b) => a.cost.value - b.cost.value);
  const [first] = reaching;
  if (!first) return nothingServes(scenario);
  const close = reaching.slice(1).filter(({ cost }) => cost.low <= first.cost.value);
  const rate = `${Math.round(wanted)} tokens a second for each user`;
  return {
    heading: `At ${rate}, ${first.name} serve${close.length > 0 ? 's at the lowest cost, but others lie within its interval' : `s ${modelName(scenario)} at the lowest cost`}`,
    quantity: first.cost,
    words: null,
    body: [
      chartBox(
        ({ frontier }, width) => frontier(lines, width, wanted, `Cost against speed of ${lines.length} accelerators`),
        () =>
          table(
            ['Accelerator', `At ${Math.round(wanted)} tokens/s`],
            lines.map(({ name, best }) => [name, best ? shownQuantity(best.cost) : 'never that fast']),
          ),
      ),
      h(
        'p',
        { class: 'note' },
        `Dollars per million output tokens, all-in, against the speed that one user gets; ${workloadWords(scenario)}. Each line is one fleet from few users to many; dashed: never checked against a published run of its maker. 80 % intervals.`,
      ),
    ],
  };
}

function frontierLine(row: CostRow, scenario: Scenario, wanted: number): FrontierLine | null {
  const fixed: Scenario = {
    ...scenario,
    accelerator: row.acceleratorId,
    accelerators: row.estimate.accelerators,
    parallel: null,
    serving: 'aggregated',
    requestsPerSecond: null,
    peakToMean: 1,
    spareReplicas: 0,
    session: null,
    target: 'none',
    anchor: [],
  };
  const swept = sweep({ ...fixed, concurrency: loads }, { x: 'tokensPerSecondPerUser', y: 'usdPerMillionOutputTokensAllIn' });
  if (!swept.ok) return null;
  const points = swept.value.points.flatMap(({ point, x, y }) =>
    x === null || y === null ? [] : [{ speed: x, cost: y, low: y, high: y, concurrency: Number(point['concurrency']) }],
  );
  if (points.length === 0) return null;
  const fastEnough = points.filter(({ speed }) => speed >= wanted).toSorted((a, b) => a.cost - b.cost);
  const [at] = fastEnough;
  const cost = at ? estimateScenario({ ...fixed, concurrency: at.concurrency }).usdPerMillionOutputTokensAllIn : null;
  return {
    id: row.acceleratorId,
    name: fleetLabel(row, scenario),
    colour: seriesColour(row.vendor),
    chosen: row.acceleratorId === scenario.accelerator,
    unchecked: neverChecked(row.vendor),
    points,
    best: at && cost ? { speed: at.speed, cost } : null,
  };
}

function fleetLabel({ acceleratorId, acceleratorName: name, estimate }: CostRow, scenario: Scenario): string {
  const short = acceleratorId === scenario.accelerator ? acceleratorName(scenario) : shortName(name);
  const count = estimate.accelerators ?? 1;
  return count === 1 ? short : `${count} × ${short}`;
}

function shownQuantity(quantity: Quantity): Node {
  const { value, range } = formatQuantity(quantity);
  return h(
    'span',
    { class: 'number' },
    `${value} `,
    inlineMark(quantity.evidence),
    h('span', { class: 'hidden-visually' }, quantity.evidence),
    h('small', {}, ` ${range.replace('–', ' – ')}`),
  );
}

function table(head: readonly string[], rows: readonly (readonly Child[])[]): Node {
  return h(
    'table',
    {},
    h('thead', {}, h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, ...rows.map(([name = null, ...cells]) => h('tr', {}, h('th', { scope: 'row' }, name), ...cells.map((cell) => h('td', {}, cell))))),
  );
}

/** As of which day the facts are. */
export const factsDate = (): string => catalogue.catalogueDate;
