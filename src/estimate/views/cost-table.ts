/** The same work on every accelerator that can do it: rows for the page's first figure and for the terminal's table. */
import { accelerators } from '../../catalogue/accelerators.ts';
import type { AcceleratorClass } from '../../catalogue/facts.ts';
import { model as modelById } from '../../catalogue/models.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Calibration } from '../../calibration/calibration.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Estimate } from '../estimate.ts';
import { estimateScenario } from '../estimate-scenario.ts';
import { byRank, rankedCost, unranked, type UnrankedCode } from './rank.ts';

export interface CostRow {
  readonly acceleratorId: string;
  readonly acceleratorName: string;
  readonly vendor: string;
  readonly acceleratorClass: AcceleratorClass;
  readonly announced: boolean;
  readonly modelId: string;
  readonly modelName: string;
  /** Storage format asked for, or "native". */
  readonly weights: string;
  readonly estimate: Estimate;
  /** What it is ranked by: dollars a month with a rate, else per million output tokens all-in. */
  readonly cost: Quantity | null;
  /** Why it takes no part in naming the cheapest; null where it does. */
  readonly unranked: UnrankedCode | null;
}

export interface CostTableOptions {
  readonly calibration?: Calibration | null;
  /** Catalogue ids; all by default. */
  readonly accelerators?: readonly string[];
}

/**
 * One row per accelerator in the order of `byRank`, each on the count that the load needs: a count that was chosen for
 * one chip says nothing of another. Only points measured on the scenario's own deployment keep it as it is.
 */
export function costTable(scenario: Scenario, options: CostTableOptions = {}): readonly CostRow[] {
  const chosen = accelerators().filter((each) => options.accelerators?.includes(each.id) ?? true);
  const model = typeof scenario.model === 'string' ? modelById(scenario.model) : undefined;
  const rows = chosen.map((each): CostRow => {
    const asMeasured = each.id === scenario.accelerator && scenario.anchor.length > 0;
    const estimate = estimateScenario(
      asMeasured ? scenario : { ...scenario, accelerator: each.id, accelerators: null, parallel: null, serving: 'aggregated', anchor: [] },
      { calibration: options.calibration ?? null },
    );
    return {
      acceleratorId: each.id,
      acceleratorName: each.name,
      vendor: each.vendor,
      acceleratorClass: each.class,
      announced: each.announced,
      modelId: model?.id ?? '',
      modelName: model?.name ?? 'own model',
      weights: scenario.weights ?? 'native',
      estimate,
      cost: rankedCost(estimate, scenario),
      unranked: unranked(each, estimate, scenario),
    };
  });
  return rows.sort(byRank);
}
