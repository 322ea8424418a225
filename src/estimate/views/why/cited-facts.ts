/** Cells of the catalogue that an estimate reads, each under the name of its table, row and column. */
import { carbonAt } from '../../../catalogue/carbon.ts';
import { costParameter } from '../../../catalogue/cost-parameters.ts';
import { energy } from '../../../catalogue/energy.ts';
import type { EngineFacts } from '../../../catalogue/engines.ts';
import type { Accelerator, Fact, Model } from '../../../catalogue/facts.ts';
import { site as siteById } from '../../../catalogue/sites.ts';
import { formats } from '../../../model/operators/formats.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { Resolved } from '../../resolve/resolve.ts';
import type { SiteTerms } from '../../resolve/site-terms.ts';
import type { CitedFact } from './why.ts';

/** Facts as they are cited: each once, in the order in which they were asked for. */
export class CitedFacts {
  readonly facts = new Map<string, CitedFact>();

  constructor(
    private readonly scenario: Scenario,
    private readonly resolved: Resolved,
    private readonly site: SiteTerms,
  ) {}

  /** Ids of facts of the catalogue's accelerator; none for one of the user's own. */
  chip(...asked: readonly ChipFact[]): readonly string[] {
    const { accelerator } = this.resolved;
    if (!accelerator) return [];
    return asked.flatMap((name) => {
      const { words, column, of } = chipFacts[name];
      const fact = of(accelerator);
      return fact ? [this.fact('accelerators', accelerator.id, column(accelerator), `${words} of ${accelerator.name}`, fact, 'accelerator')] : [];
    });
  }

  /** Peaks of the units that the model's parts run on. */
  peaks(): readonly string[] {
    const { accelerator, arithmetic } = this.resolved;
    if (!accelerator) return [];
    const used = new Set(Object.values(arithmetic).map((format) => formats[format].peak));
    return [...used].flatMap((format) => {
      const fact = accelerator.peak[format];
      const column = format === 'int8' ? 'int8_tops' : `${format}_tflops`;
      return fact ? [this.fact('accelerators', accelerator.id, column, `Dense ${format} peak of ${accelerator.name}`, fact, 'accelerator')] : [];
    });
  }

  /** Ids of columns of the catalogue's model; none for a pasted configuration. */
  model(...columns: readonly ModelColumn[]): readonly string[] {
    const { model } = this.resolved;
    if (typeof this.scenario.model !== 'string') return [];
    return columns.flatMap((column) => {
      const [words, value, unit] = modelColumns[column](model);
      if (value === 0 || value === undefined) return [];
      return [
        this.cite('models', model.id, column, {
          words: `${words} of ${model.name}`,
          value,
          unit,
          source: model.source,
          date: model.date,
          key: 'model',
        }),
      ];
    });
  }

  engine(...columns: readonly ('memoryShare' | 'maxSequences' | 'tokenBudget')[]): readonly string[] {
    return this.resolved.engines.flatMap((engine: EngineFacts) =>
      columns.flatMap((column) => {
        const [words, unit] = engineColumns[column];
        const value = engine[column];
        if (value === null) return [];
        const { source, date } = engine;
        return this.cite('engines', engine.id, column, {
          words: `${words} of ${engine.name}`,
          value,
          unit,
          source,
          date,
          key: 'engine',
        });
      }),
    );
  }

  electricity(): readonly string[] {
    const row = this.energyRow('price');
    return [this.fact('energy', row, 'price_usd_kwh', 'Electricity for a large user', this.site.price, 'site')];
  }

  pue(): readonly string[] {
    return [this.fact('energy', this.energyRow('pue'), 'pue_model_mid', 'Facility power over IT power (PUE)', this.site.pue, 'site')];
  }

  carbon(): readonly string[] {
    const at = this.scenario.site === null ? undefined : siteById(this.scenario.site);
    const known = at && carbonAt(at.gridZone);
    const row = known && (known.electricityMaps ?? known.ember) ? known.id : worldMedian;
    const column = known && !known.electricityMaps ? 'carbon_g_kwh_ember' : 'carbon_g_kwh_electricity_maps';
    return [this.fact('carbon', row, row === worldMedian ? 'carbon_g_kwh_ember' : column, 'Carbon intensity of the grid', this.site.carbon, 'site')];
  }

  /** Constants of the cost of owning. */
  costParameters(...ids: readonly string[]): readonly string[] {
    return ids.map((id) => {
      const fact = costParameter(id);
      return this.fact('cost-parameters', id, 'value', fact.definition ?? id, fact, 'ownership');
    });
  }

  private energyRow(field: 'price' | 'pue'): string {
    const at = this.scenario.site === null ? undefined : siteById(this.scenario.site);
    if (!at) return worldMedian;
    const steps = [at.gridZone, at.gridZone.split('-')[0] ?? '', `CONT-${at.continent.toLowerCase().replaceAll(' ', '-')}`];
    return steps.find((id) => energy(id)?.[field]) ?? worldMedian;
  }

  private fact(table: string, row: string, column: string, words: string, fact: Fact, key: keyof Scenario): string {
    const { value, low, high, unit, source, date } = fact;
    return this.cite(table, row, column, {
      words,
      value,
      ...(low !== undefined && { low }),
      ...(high !== undefined && { high }),
      unit,
      source,
      date,
      key,
    });
  }

  private cite(table: string, row: string, column: string, fact: Omit<CitedFact, 'id'>): string {
    const id = `${table}/${row}/${column}`;
    this.facts.set(id, { id, ...fact });
    return id;
  }
}

/** Stands for the row of a place where no site is given, or its own row lacks the fact: the median of all rows. */
export const worldMedian = 'world-median';

type ChipFact = 'memory' | 'bandwidth' | 'link' | 'domain' | 'network' | 'power' | 'system' | 'purchase' | 'onDemand' | 'reserved' | 'ownCost';

interface ChipColumn {
  readonly words: string;
  readonly of: (chip: Accelerator) => Fact | null;
  readonly column: (chip: Accelerator) => string;
}

const chipColumn = (words: string, column: string, of: ChipColumn['of']): ChipColumn => ({ words, of, column: () => column });

/** A column that holds low, middle and high is named by what the three begin with. */
const chipFacts: Readonly<Record<ChipFact, ChipColumn>> = {
  memory: {
    words: 'Memory',
    of: (chip) => chip.memoryBytes,
    column: ({ memoryBytes }) => (memoryBytes?.definition === 'as the driver reports' ? 'memory_bytes_reported' : 'memory_gb'),
  },
  bandwidth: chipColumn('Memory bandwidth', 'bandwidth_gbs', (chip) => chip.memoryBandwidth),
  link: chipColumn('One-way link', 'scaleup_link_gbs_per_gpu_unidir', (chip) => chip.scaleUp.bandwidth),
  domain: chipColumn('Accelerators that share the links', 'scaleup_domain_size', (chip) => chip.scaleUp.size),
  network: chipColumn('Network card', 'scaleout_nic_gbps_per_gpu', (chip) => chip.scaleOut),
  power: chipColumn('Rated power', 'tdp_w', (chip) => chip.tdp),
  system: chipColumn('Power with its share of host and network', 'system_power_w_per_gpu', (chip) => chip.systemPower),
  purchase: chipColumn('Purchase price', 'price_usd', (chip) => chip.purchasePrice),
  onDemand: chipColumn('On-demand rent', 'cloud_od_usd_h', (chip) => chip.onDemandPrice),
  reserved: chipColumn('Reserved rent', 'cloud_reserved_usd_h', (chip) => chip.reservedPrice),
  ownCost: chipColumn('Cost of owning, as its source models it', 'own_cost', (chip) => chip.ownCost),
};

const engineColumns = {
  memoryShare: ['Share of memory that it takes', '1'],
  maxSequences: ['Most sequences at once', 'requests'],
  tokenBudget: ['Most tokens in one pass', 'tokens'],
} as const;

type ModelColumn =
  | 'layers'
  | 'hidden'
  | 'heads'
  | 'native_format'
  | 'params_total_b_computed'
  | 'params_active_b_computed'
  | 'experts_total'
  | 'experts_active'
  | 'moe_ffn'
  | 'kv_elements_per_token'
  | 'kv_fixed_elements_per_seq'
  | 'swa_window';

type Cell = readonly [words: string, value: number | string | undefined, unit: string];

const modelColumns: Readonly<Record<ModelColumn, (model: Model) => Cell>> = {
  layers: ({ layers }) => ['Layers', layers, 'layers'],
  hidden: ({ hidden }) => ['Width', hidden, 'elements'],
  heads: ({ heads }) => ['Attention heads', heads, 'heads'],
  native_format: ({ nativeFormat }) => ['Published format', nativeFormat, ''],
  params_total_b_computed: ({ parametersTotal }) => ['Parameters', parametersTotal, 'parameters'],
  params_active_b_computed: ({ parametersActive }) => ['Parameters that a token uses', parametersActive, 'parameters'],
  experts_total: ({ moe }) => ['Experts a layer', moe?.experts, 'experts'],
  experts_active: ({ moe }) => ['Experts that a token uses', moe?.active, 'experts'],
  moe_ffn: ({ moe }) => ['Width of an expert', moe?.inter, 'elements'],
  kv_elements_per_token: ({ kvElementsPerToken }) => ['Cached elements a token', kvElementsPerToken, 'elements'],
  kv_fixed_elements_per_seq: ({ kvFixedElementsPerSequence }) => ['Cached elements a sequence', kvFixedElementsPerSequence, 'elements'],
  swa_window: ({ attention }) => ['Attention window', attention.window, 'tokens'],
};
