/**
 * What a row of each data file must be: units are in the column names, so ranges are physical. Test code: the page
 * trusts files that passed here.
 */
import * as v from 'valibot';
import { presetBases } from '../../src/catalogue/agent-presets.ts';
import { siliconFamilies } from '../../src/catalogue/facts.ts';
import { localisationClasses } from '../../src/catalogue/residency.ts';
import { siteKinds } from '../../src/catalogue/factory/site-facts.ts';
import { siteStates } from '../../src/catalogue/sites.ts';

const acceleratorClasses = [
  'nvidia-datacenter',
  'nvidia-workstation',
  'amd-instinct',
  'intel-gaudi',
  'intel-workstation',
  'tpu',
  'trainium',
  'ascend',
  'dataflow',
  'client',
];

const text = v.pipe(v.string(), v.maxLength(500));
const filled = v.pipe(text, v.nonEmpty());
const id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]*$/));
const codes = v.pipe(v.string(), v.regex(/^([A-Z][A-Za-z0-9]*(;[A-Z][A-Za-z0-9]*)*)?$/));
const sourced = v.pipe(codes, v.nonEmpty());
const flag = v.picklist(['true', 'false']);
/** A number between two ends, or empty for unknown. */
const known = (low: number, high: number) =>
  v.pipe(
    v.string(),
    v.regex(/^(-?\d+(\.\d+)?)?$/),
    v.check((cell) => cell === '' || (Number(cell) >= low && Number(cell) <= high), `must lie in ${low} … ${high}`),
  );
const whole = (low: number, high: number) => v.pipe(known(low, high), v.regex(/^\d*$/));
const needed = (low: number, high: number) => v.pipe(known(low, high), v.nonEmpty());
/** Low, middle and high do not cross; unknown ends are left out. */
const ordered = <Row extends Readonly<Record<string, string>>>(...columns: readonly (keyof Row & string)[]) =>
  v.check<Row, string>((row) => {
    const ends = columns
      .map((column) => row[column])
      .filter((cell): cell is Row[string] => cell !== undefined && cell !== '')
      .map(Number);
    return ends.every((value, i) => i === 0 || (ends[i - 1] ?? 0) <= value);
  }, columns.join(' ≤ '));

/** TFLOPS of one package: 0.05 EFLOPS is beyond every announced chip. */
const teraflops = known(5, 50_000);
const usdPerHour = known(0.05, 50);

export const accelerators = v.pipe(
  v.strictObject({
    id,
    name: filled,
    vendor: filled,
    class: v.picklist(acceleratorClasses),
    year: whole(2017, 2027),
    status: filled,
    announced: flag,
    fp32_tflops: known(1, 1000),
    tf32_tflops: teraflops,
    bf16_tflops: teraflops,
    fp8_tflops: teraflops,
    fp6_tflops: teraflops,
    fp4_tflops: teraflops,
    int8_tops: teraflops,
    memory_gb: known(0.1, 1000),
    memory_bytes_reported: whole(1e9, 1e12),
    bandwidth_gbs: known(10, 21_000_000),
    scaleup_link_gbs_per_gpu_unidir: known(16, 5000),
    scaleup_domain_size: whole(1, 10_000),
    scaleout_nic_gbps_per_gpu: known(10, 3200),
    tdp_w: known(20, 25_000),
    system_power_w_per_gpu: known(50, 30_000),
    price_usd_low: known(500, 5e6),
    price_usd_mid: known(500, 5e6),
    price_usd_high: known(500, 5e6),
    cloud_od_usd_h_low: usdPerHour,
    cloud_od_usd_h_mid: usdPerHour,
    cloud_od_usd_h_high: usdPerHour,
    cloud_reserved_usd_h_low: usdPerHour,
    cloud_reserved_usd_h_mid: usdPerHour,
    cloud_reserved_usd_h_high: usdPerHour,
    cloud_spot_usd_h_low: usdPerHour,
    cloud_spot_usd_h_high: usdPerHour,
    own_cost_hyperscaler_usd_h: usdPerHour,
    own_cost_neocloud_usd_h: usdPerHour,
    measured_matmul_bf16_tflops: teraflops,
    measured_matmul_fp8_tflops: teraflops,
    family: v.union([v.literal(''), v.picklist(siliconFamilies)]),
    cores: whole(1, 1000),
    last_level_cache_mib: known(1, 1000),
    exponential_gain: known(1, 10),
    fused_reduction: v.picklist(['yes', '']),
    shared_memory: v.picklist(['yes', '']),
    sixteen_bit: v.picklist(['fp16', '']),
    silicon_source: text,
    datasheet_fields: v.pipe(v.string(), v.regex(/^([a-z0-9_]+(;[a-z0-9_]+)*)?$/)),
    source: sourced,
    notes: text,
  }),
  ordered('price_usd_low', 'price_usd_mid', 'price_usd_high'),
  ordered('cloud_od_usd_h_low', 'cloud_od_usd_h_mid', 'cloud_od_usd_h_high'),
  ordered('cloud_reserved_usd_h_low', 'cloud_reserved_usd_h_mid', 'cloud_reserved_usd_h_high'),
  // On-chip SRAM reaches what no DRAM does; everything else lies in 1e11 … 1e14 byte/s.
  v.check(
    (row) => row.bandwidth_gbs === '' || row.class === 'dataflow' || (Number(row.bandwidth_gbs) >= 100 && Number(row.bandwidth_gbs) <= 100_000),
    'bandwidth of a memory that exists',
  ),
  v.check(
    (row) => row.memory_bytes_reported === '' || Math.abs(Number(row.memory_bytes_reported) / (Number(row.memory_gb) * 1e9) - 1) < 0.08,
    'reported memory within 8 % of the nominal',
  ),
  v.check(
    (row) => row.measured_matmul_bf16_tflops === '' || Number(row.measured_matmul_bf16_tflops) < Number(row.bf16_tflops),
    'measured below peak',
  ),
  v.check(
    (row) => row.silicon_source !== '' || `${row.family}${row.cores}${row.last_level_cache_mib}${row.exponential_gain}${row.fused_reduction}` === '',
    'a source of what silicon it is',
  ),
);

const count = (high: number) => whole(0, high);
export const models = v.strictObject({
  id,
  name: filled,
  vendor: filled,
  released: v.pipe(v.string(), v.regex(/^20\d\d(-\d\d)?$/)),
  licence: text,
  arch: v.picklist(['dense', 'moe']),
  layers: count(200),
  full_attn_layers: count(200),
  swa_layers: count(200),
  swa_window: count(65_536),
  linear_layers: count(200),
  hidden: count(32_768),
  heads: count(512),
  kv_heads: count(512),
  head_dim: count(1024),
  v_head_dim: count(1024),
  q_lora_rank: count(8192),
  kv_lora_rank: count(8192),
  qk_nope_dim: count(1024),
  qk_rope_dim: count(1024),
  sparse_top_k: count(65_536),
  index_elements: known(0, 1024),
  ffn_dense: count(200_000),
  dense_ffn_layers: count(200),
  ffn_matrices: v.picklist(['2', '3', '']),
  experts_total: count(2048),
  experts_active: count(64),
  experts_shared: count(16),
  expert_width: count(32_768),
  moe_ffn: count(65_536),
  shared_ffn_total: count(65_536),
  moe_layers: count(200),
  expert_groups: count(64),
  groups_active: count(64),
  vocab: count(1_000_000),
  tied_embeddings: v.picklist(['true', 'false', '']),
  max_context: count(20_000_000),
  native_precision: text,
  native_format: v.picklist(['bf16', 'fp8', 'int4', 'mxfp4', 'nvfp4', '']),
  non_expert_format: v.picklist(['bf16', 'fp8', 'int4', 'mxfp4', 'nvfp4', '']),
  params_total_b_official: known(0.1, 10_000),
  params_active_b_official: known(0.1, 1000),
  params_total_b_computed: known(0.1, 10_000),
  params_active_b_computed: known(0.1, 1000),
  kv_elements_per_token: count(1e6),
  kv_fixed_elements_per_seq: count(1e10),
  state_bytes_per_seq: count(1e10),
  mtp_layers: count(10),
  source: sourced,
  notes: text,
});

export const sources = v.strictObject({
  code: v.pipe(v.string(), v.regex(/^[A-Z][A-Za-z0-9]*$/)),
  title: filled,
  locator: text,
  licence: text,
  read: filled,
  confidence: filled,
});

export const energy = v.pipe(
  v.strictObject({
    level: v.picklist(['country', 'us_state', 'continent_fallback']),
    id: filled,
    iso2: v.pipe(v.string(), v.regex(/^([A-Z]{2})?$/)),
    name: filled,
    continent: v.picklist(['Africa', 'Asia', 'Europe', 'North America', 'Oceania', 'South America', '']),
    price_usd_kwh_low: known(0.001, 1),
    price_usd_kwh_mid: known(0.001, 1),
    price_usd_kwh_high: known(0.001, 1),
    price_subsidy_adjusted_usd_kwh: known(0.001, 1),
    t_summer_c: known(-10, 45),
    pue_model_mid: known(1, 2),
    source: codes,
    price_basis: text,
    notes: text,
  }),
  ordered('price_usd_kwh_low', 'price_usd_kwh_mid', 'price_usd_kwh_high'),
  v.check(
    (row) => row.source !== '' || [row.price_usd_kwh_mid, row.pue_model_mid, row.price_subsidy_adjusted_usd_kwh].every((cell) => cell === ''),
    'a fact needs a source',
  ),
  // Source E6: 1.08 + 0.015 per kelvin of the hottest month above 15 °C.
  v.check(
    (row) =>
      row.pue_model_mid === '' ||
      row.t_summer_c === '' ||
      Math.abs(Number(row.pue_model_mid) - 1.08 - 0.015 * Math.max(0, Number(row.t_summer_c) - 15)) < 0.0011,
    'PUE follows from the climate',
  ),
);

export const carbon = v.strictObject({
  id: filled,
  carbon_g_kwh_ember: known(0, 1500),
  carbon_g_kwh_electricity_maps: known(0, 1500),
  renewable_pct_2025: known(0, 100),
  carbon_free_pct_2025: known(0, 100),
  source: sourced,
});

const country = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/));
const continent = v.picklist(['Africa', 'Asia', 'Europe', 'North America', 'Oceania', 'South America']);
const latitude = needed(-90, 90);
const longitude = needed(-180, 180);

export const sites = v.strictObject({
  id,
  operator: filled,
  city: filled,
  country_iso2: country,
  continent,
  state: v.picklist(siteStates),
  grid_zone: filled,
  source: sourced,
});

const megawatts = known(0.1, 10_000);
const idList = v.pipe(v.string(), v.regex(/^([a-z0-9][a-z0-9.-]*(;[a-z0-9][a-z0-9.-]*)*)?$/));
export const siteFacts = v.pipe(
  v.strictObject({
    id,
    operator: id,
    jurisdiction: country,
    kind: v.picklist(siteKinds),
    lat: latitude,
    lon: longitude,
    building_mw: megawatts,
    first_phase_mw: megawatts,
    grid_limit_mw: megawatts,
    opens: v.pipe(v.string(), v.regex(/^(20\d\d-(0[1-9]|1[0-2]))?$/)),
    accelerators: idList,
    accelerators_basis: v.picklist(['stated', 'family', 'vendor', '']),
    accelerators_vendors: text,
    accelerators_confirmed: v.picklist(['yes', 'no']),
    accelerators_installed: whole(1, 1e7),
    accelerators_planned: whole(1, 1e7),
    planned_phase_mw: megawatts,
    rack_kw_low: known(1, 1000),
    rack_kw: known(1, 1000),
    rack_kw_high: known(1, 1000),
    cooling: text,
    pue: known(1, 2),
    tenant: text,
    source: sourced,
  }),
  ordered('rack_kw_low', 'rack_kw', 'rack_kw_high'),
  v.check((row) => (row.accelerators !== '') === ['stated', 'family'].includes(row.accelerators_basis), 'ids where chips or a generation are named'),
  v.check((row) => (row.accelerators_vendors !== '') === (row.accelerators_basis === 'vendor'), 'makers where only they are named'),
  v.check((row) => row.accelerators_confirmed === 'no' || row.accelerators_basis !== '', 'what is confirmed is named'),
  v.check((row) => row.accelerators_installed === '' || row.accelerators_confirmed === 'yes', 'what is counted is confirmed'),
  v.check((row) => row.planned_phase_mw === '' || row.accelerators_planned !== '', 'a planned phase has planned accelerators'),
);

export const vendors = v.strictObject({ vendor: filled, country_iso2: country, source: sourced });

export const operators = v.strictObject({
  id,
  name: filled,
  parent: v.union([v.literal(''), id]),
  country_iso2: country,
  kind: v.picklist([...siteKinds, 'parent']),
  source: sourced,
});

export const places = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.regex(/^([A-Z]{2}|[a-z0-9-]{3,})$/)),
    kind: v.picklist(['country', 'metro']),
    name: filled,
    country_iso2: country,
    continent,
    city: filled,
    lat: latitude,
    lon: longitude,
    population: whole(1, 2e9),
    source: sourced,
  }),
  v.check((row) => (row.kind === 'country') === (row.id === row.country_iso2), 'a country is its code'),
);

export const siteDetails = v.strictObject({
  id,
  hand_placed: flag,
  status: filled,
  capacity_text: text,
  planned_text: text,
  gpus: text,
  partner_programme: text,
  accelerators: text,
  notes: text,
});

const figure = { id, value: known(0, 1e9), unit: text, low: known(0, 1e9), high: known(0, 1e9), source: sourced, notes: text };
export const costParameters = v.pipe(v.strictObject({ ...figure, parameter: filled }), ordered('low', 'value', 'high'));
// Quantiles and means share a row here, so that low ≤ value ≤ high does not hold for all.
export const workloadFacts = v.strictObject({
  ...figure,
  topic: v.picklist(['training', 'fine-tuning', 'inference', 'agentic', 'trace', 'market', 'fleet']),
  metric: filled,
});

export const agentPresets = v.strictObject({ id, name: filled, source: sourced, definition: filled });

export const agentPresetValues = v.pipe(
  v.strictObject({
    preset: id,
    field: v.picklist([
      'steps',
      'systemTokens',
      'systemCached',
      'taskTokens',
      'newTokensPerStep',
      'outputTokensPerStep',
      'toolSeconds.p50',
      'toolSeconds.p90',
      'callSeconds.p50',
      'callSeconds.p90',
      'userPause.everySteps',
      'userPause.p50',
      'userPause.p90',
      'cacheLifeSeconds',
      'evictionRate',
      'success',
    ]),
    value: needed(0, 10_000_000),
    low: known(0, 10_000_000),
    high: known(0, 10_000_000),
    unit: v.picklist(['steps', 'tokens', 's', '1']),
    basis: v.picklist(presetBases),
    source: sourced,
    date: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/)),
    definition: filled,
  }),
  ordered('low', 'value', 'high'),
);

export const clientGpus = v.strictObject({
  id,
  name: filled,
  vendor: filled,
  kind: v.picklist(['desktop', 'laptop', 'integrated', 'soc', 'datacenter']),
  year: whole(2012, 2027),
  tflops_shader_fp16_or_fp32: known(0.1, 300),
  memory_gb_options: v.pipe(v.string(), v.regex(/^(\d+(\.\d+)?(\|\d+(\.\d+)?)*)?$/)),
  bandwidth_gbs: known(10, 4000),
  bandwidth_basis: text,
  power_w: known(3, 1000),
  msrp_usd: known(50, 12_000),
  webgpu_vendor_string: v.picklist(['nvidia', 'amd', 'apple', 'intel', 'qualcomm']),
  measured_llama31_8b_q4km_tg128_tok_s: known(1, 1000),
  measured_llama31_8b_q4km_pp512_tok_s: known(1, 50_000),
  source: sourced,
});

const usdPerMillion = known(0, 500);
export const aliases = v.strictObject({
  kind: v.picklist(['accelerator', 'model', 'engine', 'weights', 'kvCache', 'key', 'publisher', 'suffix']),
  name: filled,
  means: filled,
  read_in: filled,
});

export const apiPrices = v.strictObject({
  provider: filled,
  model_id: filled,
  input_usd_per_m: usdPerMillion,
  cached_input_usd_per_m: usdPerMillion,
  output_usd_per_m: usdPerMillion,
  tiered: v.picklist(['yes', '']),
  price_basis: filled,
  maps_to_models_csv: text,
  source: sourced,
  date: v.pipe(v.string(), v.isoDate()),
});

/** `key=value` of a configuration class, one after the other. */
export const configDefaults = v.strictObject({
  model_type: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
  text_type: v.pipe(v.string(), v.regex(/^[\w.-]*$/)),
  architectures: v.pipe(v.string(), v.regex(/^([A-Z]\w*(;[A-Z]\w*)*)?$/)),
  defaults: v.pipe(v.string(), v.regex(/^([A-Za-z]\w*=[\w.*-]+(;[A-Za-z]\w*=[\w.*-]+)*)?$/)),
  folder: v.pipe(v.string(), v.regex(/^\w+$/)),
});

export const residency = v.strictObject({
  iso2: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  jurisdiction: filled,
  regime: text,
  localisation_class: v.picklist(localisationClasses),
  transfer_rule: text,
  sector_localisation: text,
  compelled_access_reach: text,
  basis: v.picklist(['read', 'D', 'partial']),
  source: sourced,
  notes: text,
});

export const sovereigntyFrameworks = v.strictObject({
  framework: filled,
  item: filled,
  label: text,
  weight_pct: known(0, 100),
  meaning: text,
  basis: v.picklist(['read', 'D', 'partial']),
  source: sourced,
});

export const latencyModel = v.pipe(
  v.strictObject({
    id,
    kind: filled,
    from: text,
    to: text,
    value: needed(0, 1000),
    unit: filled,
    low: known(0, 1000),
    high: known(0, 1000),
    sample: text,
    source: sourced,
    notes: text,
  }),
  ordered('low', 'value', 'high'),
);

const milliseconds = needed(0.5, 1000);
export const roundTripRegions = v.strictObject({ region: filled, continent, lat: latitude, lon: longitude, source: sourced });
export const roundTrips = v.strictObject({ from_region: filled, to_region: filled, rtt_ms: milliseconds, source: sourced });
export const countryRoundTrips = v.strictObject({
  from_country: country,
  to_country: country,
  rtt_ms: milliseconds,
  // A few pings out of millions take minutes.
  rtt_sd_ms: needed(0, 60_000),
  source: sourced,
});

export const modelAttention = v.strictObject({ id, attention_kind: filled, sparse_attention: text, linear_kind: text });

const engineName = v.picklist(['vllm', 'sglang', 'tensorrt-llm']);
const month = v.pipe(v.string(), v.regex(/^20\d\d-(0[1-9]|1[0-2])$/));

export const engines = v.strictObject({
  engine: engineName,
  release: filled,
  from: month,
  share: known(0.5, 1),
  share_of: v.picklist(['total', 'free']),
  reserve_mib: known(0, 1e5),
  reserve_per_token_mib: known(0, 10),
  reserve_per_graph_mib: known(0, 100),
  reserve_per_rank_mib: known(0, 1e4),
  reserve_floor_mib: known(0, 1e5),
  profile: v.picklist(['batch', 'context', 'none']),
  sampler_bytes: needed(0, 64),
  graphs_inside: flag,
  windows: v.picklist(['whole', 'batch', 'share', 'own']),
  batches: needed(0.1, 4),
  state_copies: needed(1, 4),
  narrow_cache: filled,
  reserved_output: needed(0, 1),
  block_tokens: needed(1, 1024),
  ahead: needed(0, 1),
  eager: flag,
  where: filled,
});

export const heldRequests = v.strictObject({
  engine: engineName,
  family: text,
  ranks_least: needed(1, 1024),
  ranks_most: known(1, 1024),
  users_least: needed(1, 1e5),
  kind: v.picklist(['every', 'together']),
  passes: needed(2, 1000),
  where: filled,
});

export const engineLimits = v.strictObject({
  engine: engineName,
  release: filled,
  from: month,
  least_gib: needed(0, 1000),
  except: text,
  sequences: needed(1, 1e5),
  tokens: needed(128, 1e6),
  graphs: needed(1, 1e5),
  graphs_split: needed(1, 1e5),
  where: filled,
});

/** Parameters are in billions; `params_b_computed` is recomputed from the shape by the test of the reader. */
export const trainingModels = v.strictObject({
  id,
  layers: v.pipe(whole(1, 200), v.nonEmpty()),
  hidden: v.pipe(whole(64, 65_536), v.nonEmpty()),
  heads: v.pipe(whole(1, 512), v.nonEmpty()),
  kv_heads: v.pipe(whole(1, 512), v.nonEmpty()),
  head_dim: v.pipe(whole(16, 1024), v.nonEmpty()),
  ffn: v.pipe(whole(64, 262_144), v.nonEmpty()),
  vocab: v.pipe(whole(1000, 1_000_000), v.nonEmpty()),
  gated_ffn: flag,
  tied_embeddings: flag,
  params_b_published: needed(0.01, 2000),
  params_b_computed: needed(0.01, 2000),
  trust: filled,
  source: sourced,
  notes: text,
});
