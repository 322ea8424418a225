/** The cost table that `lab` prints after a run. Apart from the table itself, so that who only compares needs no calibrating. */
import { calibrate } from '../../calibration/calibrate.ts';
import type { Run } from '../../run/run.ts';
import { defaultScenario } from '../../scenario/defaults.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { costTable, type CostRow } from './cost-table.ts';

/** A dense and a mixture-of-experts model that most readers know, in formats that chips of every vendor hold. */
const labModels: readonly Pick<Scenario, 'model' | 'weights'>[] = [
  { model: 'llama-3.3-70b', weights: 'fp8' },
  { model: 'qwen3-235b-a22b', weights: 'fp8' },
];

/** One of each generation that is for rent, of five vendors; Gaudi 3 without a price that could be read, for its speed and energy. */
const labAccelerators: readonly string[] = [
  'h100-80-sxm',
  'h200-sxm',
  'b200-sxm',
  'b300-sxm',
  'gb200-nvl72',
  'a100-80-sxm',
  'mi300x',
  'mi325x',
  'mi355x',
  'tpu-v6e',
  'tpu7x',
  'l40s',
  'rtx-pro-6000-server',
  'inferentia2',
  'gaudi3',
];

/** What `lab` prints after a run: known models on known accelerators at the default load. */
export function labTable(run: Run | null): readonly CostRow[] {
  const calibration = run && calibrate(run);
  return labModels.flatMap((each) => costTable({ ...defaultScenario, accelerators: null, ...each }, { calibration, accelerators: labAccelerators }));
}
