/**
 * The datacentre accelerators. Peaks are dense, links one direction per accelerator, memory in bytes as the driver
 * reports where that is known. A chip with missing facts stays in the list, its unknowns `null`.
 */
import { table } from './data/accelerators.csv';
import { rowsOf, type Row } from './table.ts';
import type { Accelerator, AcceleratorClass, Fact, PeakFormat } from './facts.ts';
import { catalogueDate, codesOf, factOrNull, numberOrNull, rangedFactOrNull, requiredNumber, textOf, trustOf, type Column } from './read-cell.ts';
import { readSilicon } from './silicon-columns.ts';

const peakColumns: Readonly<Record<PeakFormat, Column>> = {
  fp32: { name: 'fp32_tflops', unit: 'FLOP/s', scale: 1e12, definition: 'dense peak, vector units' },
  bf16: { name: 'bf16_tflops', unit: 'FLOP/s', scale: 1e12, definition: 'dense peak, f32 accumulate' },
  fp8: { name: 'fp8_tflops', unit: 'FLOP/s', scale: 1e12, definition: 'dense peak' },
  fp4: { name: 'fp4_tflops', unit: 'FLOP/s', scale: 1e12, definition: 'dense peak' },
  int8: { name: 'int8_tops', unit: 'OP/s', scale: 1e12, definition: 'dense peak' },
};

const columns = {
  bandwidth: { name: 'bandwidth_gbs', unit: 'B/s', scale: 1e9, definition: 'peak of the main memory' },
  scaleUpBandwidth: { name: 'scaleup_link_gbs_per_gpu_unidir', unit: 'B/s', scale: 1e9, definition: 'one direction, per accelerator' },
  scaleUpSize: { name: 'scaleup_domain_size', unit: 'accelerators', scale: 1, definition: 'accelerators that share the scale-up fabric' },
  // Network cards are rated in Gbit/s: 1 Gbit/s = 0.125e9 byte/s.
  scaleOut: { name: 'scaleout_nic_gbps_per_gpu', unit: 'B/s', scale: 0.125e9, definition: 'network card, one direction, per accelerator' },
  matmul: {
    name: 'measured_matmul_bf16_tflops',
    unit: 'FLOP/s',
    scale: 1e12,
    definition: 'best dense bf16 matrix product of a shape search (MAMF) over the dense bf16 peak',
  },
  tdp: { name: 'tdp_w', unit: 'W', scale: 1, definition: 'rated power of the chip or module' },
  systemPower: {
    name: 'system_power_w_per_gpu',
    unit: 'W',
    scale: 1,
    definition: 'all-in before PUE: chip with its share of host, network and fans',
  },
  purchase: { name: 'price_usd_mid', unit: 'USD', scale: 1, definition: 'street or analyst figure; no vendor publishes one' },
  onDemand: { name: 'cloud_od_usd_h_mid', unit: 'USD/h', scale: 1, definition: 'on-demand rent per accelerator; middle is one named list price' },
  reserved: { name: 'cloud_reserved_usd_h_mid', unit: 'USD/h', scale: 1, definition: 'reserved rent per accelerator, terms of about three years' },
  ownCost: {
    name: 'own_cost_hyperscaler_usd_h',
    unit: 'USD/h',
    scale: 1,
    definition: 'modelled cost of owning, power and hosting included; hyperscaler to neocloud',
  },
} satisfies Record<string, Column>;

let cached: ReadonlyMap<string, Accelerator> | undefined;
let listed: readonly Accelerator[] | undefined;

export function accelerators(): readonly Accelerator[] {
  listed ??= [...byId().values()];
  return listed;
}

export function accelerator(id: string): Accelerator | undefined {
  return byId().get(id);
}

function byId(): ReadonlyMap<string, Accelerator> {
  cached ??= new Map(readAccelerators(rowsOf(table)).map((each) => [each.id, each]));
  return cached;
}

/** Every row as an accelerator, in the order of the rows. */
export function readAccelerators(rows: readonly Row[]): readonly Accelerator[] {
  const own = rows.map(readAccelerator);
  return own.map((each) => ({ ...each, matrixShare: each.matrixShare ?? kinsMatrixShare(each, own) }));
}

/** A chip on which nobody searched shapes reaches about the share of the first of its family on which somebody did. */
function kinsMatrixShare({ silicon: { family } }: Accelerator, all: readonly Accelerator[]): Fact | null {
  if (family === null) return null;
  const share = all.find((each) => each.matrixShare !== null && each.silicon.family?.value === family.value)?.matrixShare;
  return share ? { ...share, trust: 'derived' } : null;
}

function readAccelerator(row: Row): Accelerator {
  const announced = textOf(row, 'announced') === 'true';
  const datasheetFields = codesOf(row, 'datasheet_fields');
  const trust = (column: string): Fact['trust'] => {
    if (announced) return 'projected';
    return datasheetFields.includes(column) ? 'datasheet' : trustOf(codesOf(row));
  };
  const fact = (column: Column): Fact | null => factOrNull(row, column, trust(column.name));
  const ranged = (stem: string, column: Column): Fact | null =>
    rangedFactOrNull(row, { low: `${stem}_low`, mid: `${stem}_mid`, high: `${stem}_high` }, column, announced ? 'projected' : undefined);

  const peak: Partial<Record<PeakFormat, Fact>> = {};
  for (const format of Object.keys(peakColumns) as PeakFormat[]) {
    const value = fact(peakColumns[format]);
    if (value) peak[format] = value;
  }
  return {
    id: textOf(row, 'id'),
    name: textOf(row, 'name'),
    vendor: textOf(row, 'vendor'),
    // The schema test holds the column to the AcceleratorClass words.
    class: textOf(row, 'class') as AcceleratorClass,
    year: requiredNumber(row, 'year'),
    status: textOf(row, 'status'),
    announced,
    memoryBytes: memoryBytes(row, trust('memory_gb')),
    sharedMemory: textOf(row, 'shared_memory') === 'yes',
    memoryBandwidth: fact(columns.bandwidth),
    sixteenBit: textOf(row, 'sixteen_bit') === 'fp16' ? 'fp16' : 'bf16',
    peak,
    silicon: readSilicon(row, announced),
    matrixShare: matrixShare(row, peak.bf16),
    scaleUp: { bandwidth: fact(columns.scaleUpBandwidth), size: fact(columns.scaleUpSize) },
    scaleOut: fact(columns.scaleOut),
    tdp: fact(columns.tdp),
    systemPower: fact(columns.systemPower),
    purchasePrice: ranged('price_usd', columns.purchase),
    onDemandPrice: ranged('cloud_od_usd_h', columns.onDemand),
    reservedPrice: ranged('cloud_reserved_usd_h', columns.reserved),
    ownCost: ownCost(row, announced),
    notes: textOf(row, 'notes'),
  };
}

/** Cut to three digits, which is more than two searches on one chip agree on. */
function matrixShare(row: Row, peak: Fact | undefined): Fact | null {
  const best = factOrNull(row, columns.matmul);
  if (!best || !peak) return null;
  return { ...best, value: Math.floor((1000 * best.value) / peak.value) / 1000, unit: '1', trust: 'derived' };
}

/** Bytes as the driver reports; else the box's "GB" read as GiB, from which drivers withhold up to 7 % (L4, L40S). */
function memoryBytes(row: Row, trust: Fact['trust']): Fact | null {
  const source = codesOf(row);
  const reported = numberOrNull(row, 'memory_bytes_reported');
  if (reported !== null) {
    return { value: reported, unit: 'B', source, date: catalogueDate, definition: 'as the driver reports', trust: trust ?? 'read' };
  }
  const gigabytes = numberOrNull(row, 'memory_gb');
  if (gigabytes === null) return null;
  const value = gigabytes * 2 ** 30;
  return {
    value,
    low: gigabytes * 1e9,
    high: value,
    unit: 'B',
    source,
    date: catalogueDate,
    definition: 'nominal size, GB read as GiB; the driver reports less',
    trust: trust === 'projected' ? 'projected' : 'derived',
  };
}

function ownCost(row: Row, announced: boolean): Fact | null {
  const hyperscaler = numberOrNull(row, 'own_cost_hyperscaler_usd_h');
  const neocloud = numberOrNull(row, 'own_cost_neocloud_usd_h');
  const low = hyperscaler ?? neocloud;
  const high = neocloud ?? hyperscaler;
  if (low === null || high === null) return null;
  const { unit, definition } = columns.ownCost;
  return {
    value: Math.sqrt(low * high),
    low: Math.min(low, high),
    high: Math.max(low, high),
    unit,
    source: codesOf(row),
    date: catalogueDate,
    definition,
    trust: announced ? 'projected' : 'derived',
  };
}
