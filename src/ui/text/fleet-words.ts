/** Fleets in words: how many of what, as which replicas, for how much, how sure. No DOM. */
import { accelerator } from '../../catalogue/accelerators.ts';
import { decodeParallel, decodeReplicas, type Estimate } from '../../estimate/estimate.ts';
import type { Excluded, FleetAnswer, FleetRow } from '../../fleet/fleet.ts';
import { targetOf } from '../../scenario/load.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { formatCount, formatFactor, formatMoney, formatShare, type Spread } from '../../units/format.ts';
import { numberWord, severalOf, shortName } from './names.ts';
import { limitWords } from './phrases.ts';
import { capital } from './capital.ts';

/** Price lists write their names small. */
export const providerName = capital;

export const nameOf = (id: string): string => shortName(accelerator(id)?.name ?? id);

/** "32 H200s" */
export const fleetName = ({ accelerator: id, accelerators }: FleetRow): string =>
  severalOf(accelerators ?? 1, accelerator(id)?.name ?? id).replace(/^\S+/, formatCount(accelerators ?? 1));

/** Accelerators of one replica; null where the estimate has none. */
function replicaSize({ accelerators, idleAccelerators, parallel }: Estimate): number | null {
  if (accelerators === null || parallel === null || 'decode' in parallel) return null;
  return Math.min(accelerators - (idleAccelerators ?? 0), parallel.tensor * parallel.pipeline * parallel.attentionData);
}

/** "two replicas of 16", "one replica", "two replicas of 16 and 16 idle" */
export function replicaWords(row: Estimate): string {
  const replicas = decodeReplicas(row),
    size = replicaSize(row);
  if (replicas === null || size === null) return '';
  const serving = replicas === 1 ? 'as one replica' : `as ${numberWord(replicas)} replicas of ${formatCount(size)}`;
  return `${serving}${row.idleAccelerators ? `, ${formatCount(row.idleAccelerators)} idle` : ''}`;
}

/** "32 as 2 × 16" */
export function fleetCells(row: Estimate): string {
  const replicas = decodeReplicas(row),
    size = replicaSize(row);
  const all = formatCount(row.accelerators ?? 1);
  return replicas === null || size === null ? all : `${all} as ${formatCount(replicas)} × ${formatCount(size)}`;
}

/** "TP 1 · DP 16 · EP 16": what is one is left out, unless all are. */
export function arrangementWords(row: Estimate): string {
  const parallel = decodeParallel(row);
  if (parallel === null) return '';
  const parts = [
    ['TP', parallel.tensor],
    ['PP', parallel.pipeline],
    ['DP', parallel.attentionData],
    ['EP', parallel.expert],
  ] as const;
  return (
    parts
      .filter(([, size]) => size > 1)
      .map(([name, size]) => `${name} ${size}`)
      .join(' · ') || 'each alone'
  );
}

/** Dollars that are many: `$114k`, `$1.3M`, with as many digits as the interval allows. */
export function bigMoney({ value, low, high }: Spread): { readonly value: string; readonly range: string } {
  const [factor, letter] = value >= 1e6 ? [1e-6, 'M'] : value >= 1e4 ? [1e-3, 'k'] : [1, ''];
  const said = formatMoney({ value: value * factor, low: low * factor, high: high * factor });
  return { value: `${said.value}${letter}`, range: said.range === '' ? '' : `${said.range}${letter}` };
}

/** Draws in a hundred: "61 of 100 draws", "fewer than one draw in 100". */
export const drawWords = (share: number): string =>
  share > 0.995 ? 'all but a few draws' : share < 0.01 ? 'fewer than one draw in 100' : `${formatAt100(share)} of 100 draws`;
const formatAt100 = (share: number): string => String(Math.round(share * 100));

export const isRanked = ({ probabilityCheapest }: FleetRow): boolean => probabilityCheapest !== null;

export const bestOf = ({ fleets, best }: FleetAnswer): FleetRow | null => fleets.find(({ accelerator: id }) => id === best) ?? null;

/** "; B200 wins in 24": whoever wins most of the other draws, where that is one in a hundred or more. */
export function rivalWords({ fleets, best }: FleetAnswer): string {
  const rival = fleets
    .filter((row) => isRanked(row) && row.accelerator !== best)
    .toSorted((a, b) => (b.probabilityCheapest ?? 0) - (a.probabilityCheapest ?? 0))[0];
  const share = rival?.probabilityCheapest ?? 0;
  return rival && share >= 0.01 ? `; ${nameOf(rival.accelerator)} wins in ${formatAt100(share)}` : '';
}

/**
 * What hosts ask for the output of this model, by name, and how the cheapest compares: its bill for the same traffic over the fleet's where
 * there is a rate, else its price of output over the cost of output. Null where no host lists the model.
 */
export function hostWords({ hosts }: FleetAnswer, best: FleetRow): { readonly prices: string; readonly against: string } | null {
  const [cheapest] = hosts;
  if (!cheapest) return null;
  const asked = hosts.map(({ usdPerMillionOutputTokens }) => usdPerMillionOutputTokens);
  const low = Math.min(...asked),
    high = Math.max(...asked);
  const names = [...new Set(hosts.map(({ provider }) => providerName(provider)))];
  const said = names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
  const money = (usd: number): string => `$${usd.toFixed(2)}`;
  const month = best.usdPerMonth,
    output = best.usdPerMillionOutputTokens;
  const times =
    cheapest.usdPerMonth !== null && month
      ? `${formatFactor(cheapest.usdPerMonth / month.value)} this fleet for the same traffic`
      : output
        ? `${formatFactor(cheapest.usdPerMillionOutputTokens / output.value)} the cost of output here`
        : null;
  return {
    prices: `${said} sell${names.length === 1 ? 's' : ''} its output at ${low === high ? money(low) : `${money(low)}–${money(high)}`} a million`,
    against: times === null ? '' : `${providerName(cheapest.provider)}, the cheapest, asks ${times}`,
  };
}

/** "33 tokens a second or more" and "within 1 s", null where there is no such limit. */
export function limitsOf(scenario: Scenario): { readonly speed: string | null; readonly first: string | null } {
  const target = targetOf(scenario);
  const speed = target?.timePerOutputToken,
    first = target?.timeToFirstToken;
  return {
    speed: speed === undefined ? null : `${formatCount(Number((1 / speed).toPrecision(2)))} tokens a second or more`,
    first: first === undefined ? null : `within ${limitWords(first)}`,
  };
}

/** "50 requests a second, twice that at the peak" */
export function rateWords({ requestsPerSecond, peakToMean }: Scenario): string | null {
  if (requestsPerSecond === null) return null;
  const peak = peakToMean === 1 ? '' : peakToMean === 2 ? ', twice that at the peak' : `, ${formatCount(peakToMean)} times that at the peak`;
  return `${formatCount(requestsPerSecond)} request${requestsPerSecond === 1 ? '' : 's'} a second${peak}`;
}

/** Why a fleet that carries the load is not ranked. */
export function unrankedWords({ accelerator: id, usdPerHour, usdPerMonth }: FleetRow): string {
  if (accelerator(id)?.announced) return 'not ranked: announced, not sold yet';
  if (!usdPerHour || !usdPerMonth) return 'not ranked: no published price';
  return usdPerHour.evidence === 'projected'
    ? 'not ranked: its price is substituted, not read'
    : 'not ranked: its times come from announced or substituted facts';
}

const exclusionHeads = {
  'does-not-fit': 'cannot',
  'target-not-met': 'too slow',
  overloaded: 'too small',
  'no-price': 'no price',
  announced: 'announced',
  'below-owning-cost': 'below owning cost',
  filtered: 'left out',
} as const satisfies Record<Excluded['reason']['code'], string>;

export const exclusionWords = ({ reason }: Excluded): string => `${exclusionHeads[reason.code]}: ${reason.message}`;

/** "Four fleets carry this load; nine chips cannot be ranked" */
export function fleetsTitle({ fleets, excluded }: FleetAnswer): string {
  const ranked = fleets.filter(isRanked).length,
    others = fleets.length - ranked;
  const carried = `${capital(numberWord(ranked))} fleet${ranked === 1 ? '' : 's'} with a read price ${ranked === 1 ? 'carries' : 'carry'} this load`;
  const rest = [
    ...(others > 0 ? [`${numberWord(others)} more cannot be ranked`] : []),
    ...(excluded.length > 0 ? [`${numberWord(excluded.length)} chips are out`] : []),
  ];
  return rest.length === 0 ? carried : `${carried}; ${rest.join(', ')}`;
}

/** What the picture of cost against speed found. */
export function frontierTitle(answer: FleetAnswer, speed: number | null): string {
  const best = bestOf(answer);
  if (best === null) return 'No chip with a price carries this load';
  const rivals = answer.fleets.filter((row) => isRanked(row) && row.accelerator !== best.accelerator && (row.probabilityCheapest ?? 0) >= 0.2);
  const at = speed === null ? 'For this load' : `At ${formatCount(speed)} tokens a second`;
  const [rival] = rivals;
  return rival
    ? `${at} ${nameOf(best.accelerator)} costs least, but ${nameOf(rival.accelerator)} is too close to call`
    : `${at} ${nameOf(best.accelerator)} costs least in ${formatShare(best.probabilityCheapest ?? 0)} of draws`;
}
