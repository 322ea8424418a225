/** `list`: what the catalogue has, as a table or as JSON. */
import type { PresetValue } from '../../index.ts';
import { defineCommand, exitStatus } from '../command.ts';
import { printTable } from '../print/table.ts';

export const listKinds = ['models', 'accelerators', 'sites', 'places', 'engines', 'presets'] as const;

export type ListKind = (typeof listKinds)[number];

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** SI units; what is not known is null. */
export async function catalogueRows(kind: ListKind): Promise<readonly Row[]> {
  const { catalogue } = await import('../../index.ts');
  switch (kind) {
    case 'models':
      return catalogue.models().map(({ id, name, vendor, parametersTotal, parametersActive, maxContext, nativeFormat }) => ({
        id,
        name,
        vendor,
        parameters: parametersTotal,
        activeParameters: parametersActive,
        context: maxContext,
        weights: nativeFormat,
      }));
    case 'accelerators':
      return catalogue.accelerators().map((row) => ({
        id: row.id,
        name: row.name,
        vendor: row.vendor,
        class: row.class,
        memoryBytes: row.memoryBytes?.value ?? null,
        sharedMemory: row.sharedMemory,
        memoryBandwidth: row.memoryBandwidth?.value ?? null,
        usdPerHour: row.onDemandPrice?.value ?? null,
        announced: row.announced,
      }));
    case 'sites': {
      const { siteCapacity, siteFacts } = await catalogue.factory();
      return catalogue.sites().map(({ id, operator, city, country, continent, state }) => {
        const facts = siteFacts(id);
        const { range, barred } = siteCapacity(id);
        return {
          id,
          operator,
          city,
          country,
          continent,
          state,
          opens: facts?.opens ?? null,
          buildingWatts: facts?.buildingPower?.value ?? null,
          acceleratorsStated: facts?.installed?.value ?? null,
          accelerators: facts?.accelerators.join(' ') || null,
          openLow: range?.low ?? null,
          openHigh: range?.high ?? null,
          barred: barred?.text ?? null,
        };
      });
    }
    case 'places': {
      const { places } = await catalogue.factory();
      return places().map(({ id, kind, name, country, continent, city, latitude, longitude, population }) => ({
        id,
        kind,
        name,
        country,
        continent,
        city,
        latitude,
        longitude,
        population: population?.value ?? null,
      }));
    }
    case 'engines':
      return catalogue.engineFacts.map(({ id, name, runsOn }) => ({ id, name, runsOn: runsOn.join(' ') }));
    case 'presets': {
      const { loadAgent, ownershipPresets, trainingPresets, workloadPresets } = await import('../../index.ts');
      const { presets: taskPresets } = await loadAgent();
      return [
        ...workloadPresets.map(({ id, name, sets, source }) => ({ id, name, kind: 'workload', sets: JSON.stringify(sets), source })),
        ...ownershipPresets.map(({ id, name, ownership }) => ({ id, name, kind: 'ownership', sets: JSON.stringify({ ownership }), source: null })),
        ...trainingPresets.map(({ id, name, sets, source }) => ({ id, name, kind: 'training', sets: JSON.stringify(sets), source })),
        ...taskPresets().map(({ id, name, values, source }) => ({
          id,
          name,
          kind: 'task',
          sets: JSON.stringify(nested(values)),
          source: source.join(' '),
        })),
      ];
    }
  }
}

/** `toolSeconds.p50` lies within `toolSeconds`: what is printed can be pasted as a task. */
function nested(values: readonly PresetValue[]): object {
  const all: Record<string, unknown> = {};
  for (const { field, value } of values) {
    const [key = '', within] = field.split('.');
    if (within === undefined) all[key] = value;
    else all[key] = { ...(all[key] as object | undefined), [within]: value };
  }
  return all;
}

/** Counts of a range need no more than whole numbers. */
const cellOf = (value: Row[string] | undefined): string =>
  typeof value === 'number' && Math.abs(value) > 1000 ? String(Math.round(value)) : String(value ?? '–');

export const list = defineCommand({
  name: 'list',
  summary: 'what the catalogue has: models, accelerators, sites, places, engines, presets',
  description:
    'Prints the rows of one part of the catalogue with their ids, as a table or as JSON in SI units. Exit status: 0, or 2 for a wrong word.',
  flags: { json: { describe: 'print a list of objects as JSON' } },
  operands: { value: 'KIND', choices: listKinds, least: 1, most: 1, describe: listKinds.join(', ') },
  examples: ['inference-cost-lab list accelerators', 'inference-cost-lab list models --json'],
  async run(flags, { output, operands }) {
    const kind = listKinds.find((each) => each === operands[0]) ?? 'models';
    const rows = await catalogueRows(kind);
    const columns = Object.keys(rows[0] ?? {}).map((title) => ({
      title,
      align: typeof rows[0]?.[title] === 'number' ? ('right' as const) : ('left' as const),
    }));
    const table = (): string =>
      printTable(
        columns,
        rows.map((row) => columns.map(({ title }) => cellOf(row[title]))),
      );
    await output.print(`${flags.json ? JSON.stringify(rows) : table()}\n`);
    return exitStatus.answered;
  },
});
