/** The choices that an embedded figure offers, as plain lists. No DOM. */
import { accelerators } from '../../catalogue/accelerators.ts';
import { models } from '../../catalogue/models.ts';
import { ownershipPresets, workloadPresets } from '../../scenario/presets.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { workloadBySize } from './phrases.ts';

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly group?: string;
}

interface Preset<Sets> extends Choice {
  readonly sets: Sets;
  /** The scenario has it now. */
  readonly is: (scenario: Scenario) => boolean;
}

export const modelChoices = (): readonly Choice[] => models().map(({ id, name, vendor }) => ({ id, label: name, group: vendor }));

export const acceleratorChoices = (): readonly Choice[] =>
  accelerators().map(({ id, name, vendor, announced }) => ({ id, label: announced ? `${name}, announced` : name, group: vendor }));

export const workloadChoices: readonly Preset<Pick<Scenario, 'inputTokens' | 'outputTokens' | 'prefixHitRate'>>[] = workloadPresets.map(
  ({ id, name, sets }) => ({ id, label: name, sets, is: (scenario) => workloadBySize(scenario)?.id === id }),
);

export const ownershipChoices: readonly Preset<Pick<Scenario, 'ownership'>>[] = ownershipPresets.map(({ id, name, ownership }) => ({
  id,
  label: name,
  sets: { ownership },
  is: (scenario) => JSON.stringify(scenario.ownership) === JSON.stringify(ownership),
}));
