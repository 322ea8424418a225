import { describe, expect, it } from 'vitest';
import { accelerator, accelerators } from '../../src/catalogue/accelerators.ts';
import { toChipSpec } from '../../src/model/chip-from-catalogue.ts';

describe('accelerators', () => {
  it('holds fifty-nine, each under its own id', () => {
    expect(accelerators()).toHaveLength(59);
    expect(new Set(accelerators().map((chip) => chip.id)).size).toBe(59);
  });

  it('reads H200 in SI units, dense, one way, as the driver reports', () => {
    const chip = accelerator('h200-sxm');
    expect(chip).toMatchObject({ vendor: 'NVIDIA', class: 'nvidia-datacenter', announced: false, year: 2024 });
    expect(chip?.memoryBytes).toMatchObject({ value: 150_754_820_096, unit: 'B', trust: 'read', date: '2026-11-22' });
    expect(chip?.memoryBandwidth?.value).toBe(4.8e12);
    expect(chip?.peak.bf16?.value).toBe(989e12);
    expect(chip?.peak.fp8?.value).toBe(1979e12);
    expect(chip?.peak.fp4).toBeUndefined();
    expect(chip?.scaleUp.bandwidth?.value).toBe(450e9);
    expect(chip?.scaleUp.size?.value).toBe(8);
    expect(chip?.scaleOut?.value).toBe(50e9);
    expect(chip?.tdp?.value).toBe(700);
    expect(chip?.systemPower?.value).toBe(1370);
    expect(chip?.onDemandPrice).toMatchObject({ low: 2.25, value: 3.5, high: 8, unit: 'USD/h' });
    expect(chip?.reservedPrice?.value).toBe(2.9);
  });

  it('keeps a chip of which nothing is known, with nulls', () => {
    const chip = accelerator('tpu-v8');
    expect(chip).toMatchObject({ memoryBytes: null, memoryBandwidth: null, peak: {}, tdp: null, onDemandPrice: null });
  });

  it('reads nominal memory as GiB, derived, with the decimal size as the lower end', () => {
    expect(accelerator('gaudi3')?.memoryBytes).toMatchObject({ value: 128 * 2 ** 30, low: 128e9, high: 128 * 2 ** 30, trust: 'derived' });
  });

  it('marks announced chips projected and fields that were not re-read datasheet', () => {
    expect(accelerator('vr200-nvl72')?.peak.bf16?.trust).toBe('projected');
    expect(accelerator('h100-nvl')?.memoryBandwidth?.trust).toBe('datasheet');
    expect(accelerator('h800-sxm')?.tdp?.trust).toBe('datasheet');
  });

  it('takes the geometric middle where a price has only two ends, and says so', () => {
    expect(accelerator('h100-pcie')?.onDemandPrice).toMatchObject({ low: 1.99, high: 2.89, trust: 'derived' });
    expect(accelerator('h100-pcie')?.onDemandPrice?.value).toBeCloseTo(Math.sqrt(1.99 * 2.89), 12);
  });

  it('does not know an id that is not there', () => {
    expect(accelerator('h200')).toBeUndefined();
  });
});

describe('toChipSpec', () => {
  it('keeps the values and the unknowns', () => {
    const chip = accelerator('arc-pro-b60');
    expect(chip && toChipSpec(chip)).toMatchObject({
      id: 'arc-pro-b60',
      class: 'intel-workstation',
      memoryBandwidth: 456e9,
      peak: { bf16: 98.3e12, int8: 197e12 },
      scaleUpBandwidth: null,
      systemPower: null,
    });
  });
});
