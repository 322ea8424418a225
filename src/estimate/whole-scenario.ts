/** A scenario as a program writes it, with its defaults left out, and how to tell that none is. Apart from its reader, which is large. */
import { scenarioKeys } from '../scenario/defaults.ts';
import type { GivenLengths } from '../scenario/lengths.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Keys that are left out take their defaults. */
export type ScenarioInput = Pick<Scenario, 'model' | 'accelerator'> & Partial<Omit<Scenario, 'lengths'>> & { readonly lengths?: GivenLengths | null };

export const isWhole = (input: ScenarioInput): input is Scenario =>
  scenarioKeys.every((key) => (input as Partial<Scenario> | null)?.[key] !== undefined) && isRead(input.lengths);

/** Lengths come in several forms, and are kept in one. */
const isRead = (lengths: GivenLengths | null | undefined): boolean =>
  !lengths || ('input' in lengths && typeof lengths.input === 'number' && typeof lengths.output === 'number');
