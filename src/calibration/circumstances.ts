/**
 * What sets a deployment apart from the published runs that the parameters were fitted to, and how much less sure each makes an answer:
 * standard deviations of ln(measured/estimated), added as variances. `npm run fit:intervals` writes them, one after the other, from
 * predictions that had not seen the accelerator, or the model, of the row.
 */
import type { AcceleratorClass } from '../catalogue/facts.ts';
import type { Scenario } from '../scenario/scenario.ts';
import data from './circumstances.json' with { type: 'json' };
import type { Metric } from './residuals.ts';

export const circumstances = ['amd', 'otherMaker', 'usualHost', 'drafts', 'pools'] as const;
export type Circumstance = (typeof circumstances)[number];

/** Those that hold for a scenario on such a chip. */
export const circumstancesOf = (
  { host, speculative, serving }: Pick<Scenario, 'host' | 'speculative' | 'serving'>,
  chip: AcceleratorClass,
): readonly Circumstance[] =>
  circumstances.filter(
    (each) =>
      ({
        amd: chip === 'amd-instinct',
        otherMaker: !checked.has(chip),
        // Published with throughput alone: what is unsure of it is unsure of times too.
        usualHost: host === 'usual',
        drafts: speculative !== null,
        pools: serving !== 'aggregated',
      })[each],
  );

/** Classes with runs of their own in every fit: NVIDIA's, and Intel's workstation cards. AMD's have a number of their own, the others Gaudi's. */
const checked: ReadonlySet<AcceleratorClass> = new Set(['nvidia-datacenter', 'nvidia-workstation', 'intel-workstation', 'client', 'amd-instinct']);

export type CircumstanceSds = Readonly<Record<Circumstance, Readonly<Record<Metric, number>>>>;

/** Standard deviation that they add for a metric. */
export const circumstanceLogSd = (metric: Metric, holding: readonly Circumstance[], sds: CircumstanceSds = data): number =>
  Math.hypot(...holding.map((each) => sds[each][metric]));
