/**
 * The systems of the published timings and the catalogue accelerators that they are, with rates from the catalogue.
 */
import { readFileSync } from 'node:fs';
import { parseCsv } from '../../../catalogue/csv.ts';
import type { AcceleratorClass, PeakFormat } from '../../../catalogue/facts.ts';
import { readSilicon } from '../../../catalogue/silicon-columns.ts';
import { toChipSilicon } from '../../../model/chip-from-catalogue.ts';
import { siliconOf, type Family } from '../silicon.ts';

export interface System {
  readonly id: string;
  readonly class: AcceleratorClass;
  readonly family: Family;
  readonly peak: Readonly<Partial<Record<PeakFormat, number>>>;
  /** byte/s */
  readonly bandwidth: number;
  readonly cores: number;
  readonly cacheBytes: number;
  /** One-way byte/s. */
  readonly link: number;
}

/** Folder names of the timings. */
const ids: Readonly<Record<string, string>> = {
  a100_sxm: 'a100-80-sxm',
  h100_sxm: 'h100-80-sxm',
  h200_sxm: 'h200-sxm',
  b200_sxm: 'b200-sxm',
  gb200: 'gb200-nvl72',
  rtx_pro_6000_server: 'rtx-pro-6000-server',
  b60: 'arc-pro-b60',
};

/** PCIe 5.0 × 8, one way: the host link of the Arc Pro B60, which the catalogue leaves empty (Intel product brief). */
const arcLink = 32e9;

const columns: Readonly<Record<PeakFormat, string>> = {
  fp32: 'fp32_tflops',
  bf16: 'bf16_tflops',
  fp8: 'fp8_tflops',
  fp4: 'fp4_tflops',
  int8: 'int8_tops',
};

function read(): ReadonlyMap<string, System> {
  const rows = parseCsv(readFileSync(new URL('../../../catalogue/data/accelerators.csv', import.meta.url), 'utf8'));
  const systems = new Map<string, System>();
  for (const [code, id] of Object.entries(ids)) {
    const row = rows.find((candidate) => candidate['id'] === id);
    if (!row) throw new Error(`the catalogue has no ${id}`);
    const peak: Partial<Record<PeakFormat, number>> = {};
    for (const format of Object.keys(columns) as PeakFormat[]) {
      if (row[columns[format]]) peak[format] = Number(row[columns[format]]) * 1e12;
    }
    const acceleratorClass = row['class'] as AcceleratorClass;
    const link = Number(row['scaleup_link_gbs_per_gpu_unidir']) * 1e9;
    systems.set(code, {
      id,
      class: acceleratorClass,
      peak,
      bandwidth: Number(row['bandwidth_gbs']) * 1e9,
      ...siliconOf({ class: acceleratorClass, silicon: toChipSilicon(readSilicon(row, false)) }),
      link: link > 0 ? link : arcLink,
    });
  }
  return systems;
}

let cached: ReadonlyMap<string, System> | undefined;

/** The system of a row's `source`. */
export function systemOf(source: string): System {
  cached ??= read();
  const system = cached.get(source.slice(0, source.indexOf('/')));
  if (!system) throw new Error(`unknown system in ${source}`);
  return system;
}
