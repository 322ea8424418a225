import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/catalogue/csv.ts';
import { models } from '../../src/catalogue/models.ts';
import * as schemas from './file-schemas.ts';

const folder = new URL('../../src/catalogue/data/', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(`${file}.csv`, folder), 'utf8');

const files = {
  accelerators: schemas.accelerators,
  models: schemas.models,
  'model-attention': schemas.modelAttention,
  sources: schemas.sources,
  'sources-places': schemas.sources,
  'sources-training': schemas.sources,
  'training-models': schemas.trainingModels,
  energy: schemas.energy,
  carbon: schemas.carbon,
  sites: schemas.sites,
  'site-details': schemas.siteDetails,
  'site-facts': schemas.siteFacts,
  operators: schemas.operators,
  vendors: schemas.vendors,
  places: schemas.places,
  'round-trip-regions': schemas.roundTripRegions,
  'country-round-trips': schemas.countryRoundTrips,
  'cost-parameters': schemas.costParameters,
  'workload-facts': schemas.workloadFacts,
  'client-gpus': schemas.clientGpus,
  'api-prices': schemas.apiPrices,
  'config-defaults': schemas.configDefaults,
  residency: schemas.residency,
  'sovereignty-frameworks': schemas.sovereigntyFrameworks,
  'latency-model': schemas.latencyModel,
  'round-trips': schemas.roundTrips,
  engines: schemas.engines,
  'engine-limits': schemas.engineLimits,
  'held-requests': schemas.heldRequests,
  aliases: schemas.aliases,
  'agent-presets': schemas.agentPresets,
  'agent-preset-values': schemas.agentPresetValues,
} as const;

const codes = new Set(['sources', 'sources-places', 'sources-training'].flatMap((file) => parseCsv(textOf(file)).map((row) => row['code'] ?? '')));

describe.each(Object.entries(files))('data/%s.csv', (file, schema) => {
  const rows = parseCsv(textOf(file));

  it('has rows, and each keeps its columns and ranges', () => {
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const parsed = v.safeParse(schema, row);
      const issue = parsed.issues?.[0];
      expect(
        parsed.success,
        `${row['id'] ?? row['code'] ?? JSON.stringify(row)}: ${issue?.path?.map((step) => String(step.key)).join('.') ?? ''} ${issue?.message ?? ''}`,
      ).toBe(true);
    }
  });

  it('names only sources that are explained', () => {
    for (const row of rows)
      for (const code of (row['source'] ?? '').split(';').filter(Boolean)) expect(codes, `${row['id'] ?? ''}: ${code}`).toContain(code);
  });

  it('has each id once', () => {
    const ids = rows.map((row) => row['id'] ?? row['code']).filter((id) => id !== undefined);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });
});

describe('the data files', () => {
  it('are all under a schema', () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(files)
        .map((file) => `${file}.csv`)
        .sort(),
    );
  });

  it('name in datasheet_fields only columns that hold something', () => {
    for (const row of parseCsv(textOf('accelerators'))) {
      for (const column of (row['datasheet_fields'] ?? '').split(';').filter(Boolean))
        expect(row, `${row['id'] ?? ''}.${column}`).toHaveProperty(column);
    }
  });

  it('that the first answer needs stay under 15 kB packed', () => {
    expect(gzipSync(['accelerators', 'models', 'sources'].map(textOf).join('\n'), { level: 9 }).length).toBeLessThan(15_000);
  });

  it('keep carbon under its own licence, at the top of its own file', () => {
    const head = textOf('carbon')
      .split('\n')
      .filter((line) => line.startsWith('#'))
      .join('\n');
    for (const words of ['CC BY-SA 4.0', 'Open Database License', 'Ember', 'Electricity Maps']) expect(head).toContain(words);
    expect(Object.keys(parseCsv(textOf('energy'))[0] ?? {}).filter((column) => column.includes('carbon') || column.includes('renewable'))).toEqual(
      [],
    );
  });

  it('compute parameter counts within 4 % of the official ones', () => {
    // The official number of these two is only a part of the name.
    const names = ['nemotron-3.5-lightning-30b-a3b', 'qwen3.5-4b'];
    for (const row of parseCsv(textOf('models'))) {
      const official = Number(row['params_total_b_official']);
      const computed = Number(row['params_total_b_computed']);
      if (!official || !computed || names.includes(row['id'] ?? '')) continue;
      expect(Math.abs(computed / official - 1), row['id']).toBeLessThan(0.04);
    }
  });

  it('map API offers to models that exist', () => {
    const known = new Set([...models().map(({ id }) => id), ...parseCsv(textOf('models')).map((row) => row['id'])]);
    for (const row of parseCsv(textOf('api-prices')))
      if (row['maps_to_models_csv']) expect(known, row['model_id']).toContain(row['maps_to_models_csv']);
  });

  it('describe the same sites three times, and attention of models that exist', () => {
    const ids = (file: string): (string | undefined)[] => parseCsv(textOf(file)).map((row) => row['id']);
    expect(ids('site-details')).toEqual(ids('sites'));
    expect(ids('site-facts')).toEqual(ids('sites'));
    for (const id of ids('model-attention')) expect(ids('models')).toContain(id);
  });

  it('give values to presets that exist, each field once, durations whole', () => {
    const presets = parseCsv(textOf('agent-presets')).map((row) => row['id']);
    const rows = parseCsv(textOf('agent-preset-values'));
    const fields = rows.map((row) => `${row['preset'] ?? ''}.${row['field'] ?? ''}`);
    expect(fields).toEqual([...new Set(fields)]);
    for (const row of rows) expect(presets).toContain(row['preset']);
    for (const field of fields.filter((each) => each.endsWith('.p50'))) expect(fields).toContain(field.replace('.p50', '.p90'));
  });

  it('weigh the EU framework to a whole', () => {
    const rows = parseCsv(textOf('sovereignty-frameworks')).filter((row) => row['item']?.startsWith('SOV-'));
    expect(rows.reduce((sum, row) => sum + Number(row['weight_pct']), 0)).toBe(100);
  });
});
