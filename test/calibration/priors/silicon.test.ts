import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { matrixParameters } from '../../../src/calibration/priors/parameters-for.ts';
import { siliconOf } from '../../../src/calibration/priors/silicon.ts';
import { accelerator, accelerators, readAccelerators } from '../../../src/catalogue/accelerators.ts';
import { parseCsv, type Row } from '../../../src/catalogue/csv.ts';
import { siliconFamilies, type Accelerator } from '../../../src/catalogue/facts.ts';
import { toChipSpec } from '../../../src/model/chip-from-catalogue.ts';

const rows = parseCsv(readFileSync(new URL('../../../src/catalogue/data/accelerators.csv', import.meta.url), 'utf8'));

/** The catalogue as it would be with one more row: H200's, changed. */
function withRow(change: Row): Accelerator {
  const like = rows.find((row) => row['id'] === 'h200-sxm');
  const read = readAccelerators([...rows, { ...like, id: 'new', ...change }]).at(-1);
  if (!read) throw new Error('no row was read');
  return read;
}

const halfWidth = (chip: Accelerator): number => {
  const known = matrixParameters(toChipSpec(chip), 'gemm', 'bf16');
  return known.kind === 'known' ? known.logSd : Number.NaN;
};

describe('one row more in the catalogue', () => {
  it('is priced by its family, with its own cores and cache, and nothing else is touched', () => {
    const chip = withRow({ cores: '120', last_level_cache_mib: '40' });
    const known = matrixParameters(toChipSpec(chip), 'gemm', 'fp8');
    expect(known).toMatchObject({ kind: 'known', evidence: 'prior', rates: { cores: 120, cacheBytes: 40 * 2 ** 20, peak: 1979e12 } });
    expect(chip.silicon.cores).toMatchObject({ source: ['D'], trust: 'datasheet' });
  });

  it('of an unknown family falls to the middle of its class, with a wider interval', () => {
    const known = withRow({});
    const unknown = withRow({ family: '', cores: '', last_level_cache_mib: '', silicon_source: '' });
    expect(siliconOf(toChipSpec(unknown))).toMatchObject({ family: 'other', cores: 148, assumed: true });
    expect(halfWidth(unknown)).toBeGreaterThan(halfWidth(known));
    expect(halfWidth(withRow({ cores: '' }))).toBeGreaterThan(halfWidth(known));
  });

  it('fuses reductions where its row says so', () => {
    expect(toChipSpec(withRow({ fused_reduction: 'yes' })).silicon.fusesReduction).toBe(true);
    expect(toChipSpec(withRow({})).silicon.fusesReduction).toBe(false);
  });

  it('takes the share of peak that its family reached where nobody searched its shapes', () => {
    const chip = withRow({ class: 'amd-instinct', family: 'cdna3', measured_matmul_bf16_tflops: '' });
    expect(chip.matrixShare).toMatchObject({ value: 0.511, trust: 'derived' });
    expect(withRow({ family: 'cdna5' }).matrixShare).toBeNull();
  });

  it('that names silicon without a source, or a family that is none, is a fault of the file', () => {
    expect(() => withRow({ silicon_source: '' })).toThrow('new.family: no silicon_source');
    expect(() => withRow({ family: 'hoper' })).toThrow('no family "hoper"');
  });
});

describe('silicon of the catalogue', () => {
  it('never stands for another vendor', () => {
    const vendorOf: Record<string, string> = { cdna: 'AMD', tpu: 'Google', neuron: 'AWS', gaudi: 'Intel', xe2: 'Intel' };
    for (const chip of accelerators()) {
      const { family } = siliconOf(toChipSpec(chip));
      if (family === 'other') continue;
      const vendor = Object.entries(vendorOf).find(([stem]) => family.startsWith(stem))?.[1] ?? 'NVIDIA';
      expect(chip.vendor, chip.id).toBe(vendor);
    }
  });

  it('says of MI455X that it is CDNA 5, which nobody timed', () => {
    const helios = accelerator('mi455x-helios');
    expect(helios?.silicon).toMatchObject({ family: { value: 'cdna5', trust: 'projected' }, cores: null });
  });

  it('uses every family that there is a word for', () => {
    const used = new Set(accelerators().map((chip) => chip.silicon.family?.value));
    for (const family of siliconFamilies) expect(used).toContain(family);
  });
});
