/** The cost table as rows to draw and to read. No DOM. */
import type { CostBar } from '../../../charts/cost-chart.ts';
import { seriesColour } from '../../../charts/series.ts';
import { model } from '../../../catalogue/models.ts';
import type { CostRow } from '../../../estimate/views/cost-table.ts';
import type { UnrankedCode } from '../../../estimate/views/rank.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { formatMoney } from '../../../units/format.ts';
import { weakest, type Quantity } from '../../../units/quantity.ts';
import { isCheckedMaker } from '../../../validation/checked-makers.ts';
import { shortName } from '../../text/names.ts';
import { shortReason } from '../../text/reasons.ts';

export interface DrawnRow extends CostBar {
  readonly vendor: string;
  readonly announced: boolean;
  /** Stays in the picture whatever its cost. */
  readonly keep: boolean;
}

/** Every accelerator, in the order of the table: those that are ranked first, what has no cost last and with its reason. */
export function drawnRows(rows: readonly CostRow[], scenario: Scenario): readonly DrawnRow[] {
  return rows.map((row) => {
    const chosen = row.acceleratorId === scenario.accelerator;
    return {
      id: row.acceleratorId,
      name: shortName(row.acceleratorName),
      detail: detailOf(row),
      colour: seriesColour(row.vendor),
      own: false,
      chosen,
      cost: asKnown(row),
      ranked: row.unranked === null,
      note: noteOf(row, scenario),
      vendor: row.vendor,
      announced: row.announced,
      keep: chosen,
    };
  });
}

/** No published serving run of this maker was ever held against the lab. */
export const neverChecked = (vendor: string): boolean => !isCheckedMaker(vendor);

/** Marked by the weaker of how its price and its times are known: what a month of so many costs says nothing of whether so many are enough. */
export function asKnown({ cost, estimate }: CostRow): Quantity | null {
  if (cost === null) return null;
  return { ...cost, evidence: weakest(cost.evidence, estimate.timePerOutputToken?.evidence ?? cost.evidence) };
}

const unrankedNotes = {
  'no-price': 'no published price',
  announced: 'announced, not sold yet',
  projected: 'from announced or substituted facts',
  'below-owning-cost': 'rented below what owning it costs',
} as const satisfies Record<Exclude<UnrankedCode, 'cannot-serve'>, string>;

/** Why a row is not ranked; empty for one that is. */
export function noteOf({ estimate, unranked }: CostRow, scenario: Scenario): string {
  if (unranked === null) return '';
  if (unranked !== 'cannot-serve') return unrankedNotes[unranked];
  return estimate.reason ? shortReason(estimate.reason, scenario) : 'cannot serve this';
}

/** `fp8 · 2 GPUs · never checked`; weights left as published are named by the format in which they were. */
export function detailOf({ estimate, announced, unranked, vendor, weights: asked, acceleratorName, modelId }: CostRow): string {
  const weights = asked === 'native' ? (model(modelId)?.nativeFormat ?? '') : asked;
  if (!estimate.feasible) return [weights, announced ? 'announced' : ''].filter(Boolean).join(' · ');
  const count = estimate.accelerators ?? 1;
  const unit = /TPU|Trainium|Gaudi|Ascend|Inferentia|WSE|LPU|SN40|Corsair/.test(acceleratorName) ? 'chip' : 'GPU';
  const apart = announced ? 'announced' : unranked === 'below-owning-cost' ? 'below owning cost' : neverChecked(vendor) ? 'never checked' : '';
  return [weights, `${count} ${unit}${count === 1 ? '' : 's'}`, apart].filter(Boolean).join(' · ');
}

/** One row as a line for the readout under the chart. @param of "per million output tokens, all-in" or "a month" */
export function rowLine({ name, cost, detail, note, ranked, vendor }: DrawnRow, of: string): string {
  const said = cost ? `${formatMoney(cost).value} ${of}, ${formatMoney(cost).range}, ${cost.evidence}` : note;
  const apart = cost && !ranked && note !== '' ? ` Not ranked: ${note}.` : '';
  const trust = vendor === '' || isCheckedMaker(vendor) ? '' : ` Never checked against a published serving run of ${vendor}.`;
  return `${name}: ${said}. ${detail === '' ? '' : `${detail}.`}${apart}${trust}`;
}
