/**
 * Fits the share of rated power that a serving chip draws to published readings, and its interval to what whole groups that were
 * held out missed: `npm run fit:power` writes `src/calibration/priors/serving-power.json`. Run it after `npm run fit:serving`, since
 * utilisation is the estimate's.
 */
import { writeFileSync } from 'node:fs';
import { servingPowerShare, type ServingPower } from '../calibration/priors/serving-power.ts';
import { arithmeticShare } from '../estimate/answer/energy.ts';
import { operate } from '../estimate/estimate-scenario.ts';
import { median } from '../stats/quantile.ts';
import { groupQuantile } from './group-quantile.ts';
import { smallestGroup } from './score.ts';
import { servingRows } from './published-rows.ts';
import { counted } from './serving-rows.ts';

interface Reading {
  readonly group: string;
  /** Of rated power. */
  readonly share: number;
  readonly utilisation: number;
}

const readings = counted(servingRows()).flatMap(({ group, metric, scenario, measured }): readonly Reading[] => {
  const operation = metric === 'wattsPerAccelerator' ? operate(scenario) : null;
  if (!operation?.ok) return [];
  const { resolved, points, choice } = operation.value;
  const { tdp } = resolved.chip;
  const [point] = points;
  if (tdp === null || !point) return [];
  return [{ group, share: measured / tdp, utilisation: arithmeticShare(resolved, scenario, point, choice.accelerators) }];
});

/** Least squares of (a + b·√u)/share against 1: errors count by their ratio. */
function fit(list: readonly Reading[]): Pick<ServingPower, 'least' | 'perRoot'> {
  let [aa, ab, bb, a1, b1] = [0, 0, 0, 0, 0];
  for (const { share, utilisation } of list) {
    const [a, b] = [1 / share, Math.sqrt(utilisation) / share];
    aa += a * a;
    ab += a * b;
    bb += b * b;
    a1 += a;
    b1 += b;
  }
  const determinant = aa * bb - ab * ab;
  return { least: (a1 * bb - b1 * ab) / determinant, perRoot: (b1 * aa - a1 * ab) / determinant };
}

const groups = [...new Set(readings.map(({ group }) => group))].sort();
const missed = groups.flatMap((held) => {
  const parameters = fit(readings.filter(({ group }) => group !== held));
  return readings
    .filter(({ group }) => group === held)
    .map(({ group, share, utilisation }) => ({ group, size: Math.abs(Math.log(servingPowerShare(utilisation, 1, parameters) / share)) }));
});
const round = (value: number): number => Number(value.toFixed(2));
const { least, perRoot } = fit(readings);
const result: ServingPower = { least: round(least), perRoot: round(perRoot), halfWidth: round(groupQuantile(missed, 0.8, smallestGroup)) };
writeFileSync(new URL('../calibration/priors/serving-power.json', import.meta.url), `${JSON.stringify(result, null, 1)}\n`);
const errors = groups.map((held) => median(missed.filter(({ group }) => group === held).map(({ size }) => size)));
process.stdout.write(
  `${readings.length} readings of ${groups.length} groups: ${JSON.stringify(result)}, held out ${(errors.reduce((sum, each) => sum + each, 0) / errors.length).toFixed(3)}\n`,
);
