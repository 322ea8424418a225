/** The cost table, one accelerator at a step. */
import { byRank, catalogue, costTable, type Calibration, type CostRow, type Scenario } from '../index.ts';

export function* rowByRow(scenario: Scenario, calibration: Calibration | null): Generator<void, readonly CostRow[]> {
  const rows: CostRow[] = [];
  for (const accelerator of catalogue.accelerators()) {
    yield;
    rows.push(...costTable(scenario, { calibration, accelerators: [accelerator.id] }));
  }
  return rows.sort(byRank);
}
