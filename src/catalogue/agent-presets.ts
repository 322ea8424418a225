/**
 * Kinds of agent tasks that somebody measured. A field that has no row is not known, and stays so: what needs it is null. Loaded with
 * agents, not with the first answer.
 */
import { table } from './data/agent-presets.csv';
import { table as values } from './data/agent-preset-values.csv';
import { codesOf, numberOrNull, requiredNumber, textOf } from './read-cell.ts';
import { rowsOf } from './table.ts';

export const presetBases = ['stated', 'derived', 'substituted'] as const;
/** As the source prints it; worked out from what it prints; of another kind of task, in place of what nobody published. */
export type PresetBasis = (typeof presetBases)[number];

export interface PresetValue {
  /** Field of a task, dotted where it lies within one: `toolSeconds.p50`. */
  readonly field: string;
  readonly value: number;
  /** Ends of an 80 % interval; null: only one figure is known. */
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string;
  readonly basis: PresetBasis;
  readonly source: readonly string[];
  /** Day on which the source was read. */
  readonly date: string;
  readonly definition: string;
}

export interface AgentPreset {
  readonly id: string;
  readonly name: string;
  readonly source: readonly string[];
  readonly definition: string;
  readonly values: readonly PresetValue[];
}

let cached: ReadonlyMap<string, AgentPreset> | undefined;

export function agentPresets(): readonly AgentPreset[] {
  return [...byId().values()];
}

export function agentPreset(id: string): AgentPreset | undefined {
  return byId().get(id);
}

function byId(): ReadonlyMap<string, AgentPreset> {
  cached ??= new Map(
    rowsOf(table).map((row) => {
      const id = textOf(row, 'id');
      return [id, { id, name: textOf(row, 'name'), source: codesOf(row), definition: textOf(row, 'definition'), values: valuesOf(id) }];
    }),
  );
  return cached;
}

const valuesOf = (preset: string): readonly PresetValue[] =>
  rowsOf(values)
    .filter((row) => textOf(row, 'preset') === preset)
    .map((row) => ({
      field: textOf(row, 'field'),
      value: requiredNumber(row, 'value'),
      low: numberOrNull(row, 'low'),
      high: numberOrNull(row, 'high'),
      unit: textOf(row, 'unit'),
      basis: textOf(row, 'basis') as PresetBasis,
      source: codesOf(row),
      date: textOf(row, 'date'),
      definition: textOf(row, 'definition'),
    }));
