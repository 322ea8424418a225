import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../src/calibration/calibrate.ts';
import { printCalibration, printDevice } from '../../../src/cli/print/device.ts';
import type { Run } from '../../../src/run/run.ts';

const stored = JSON.parse(readFileSync(new URL('../../fixtures/run-software.json', import.meta.url), 'utf8')) as Run;

describe('a device in a terminal', () => {
  it('of an earlier run has the five ceilings of that time', () => {
    const text = printCalibration(calibrate(stored));
    expect(text).toContain('memory read');
    for (const later of ['8-bit dot product', 'matrix units', 'memory write', 'pass to pass']) expect(text).not.toContain(later);
  });

  it('shows each further ceiling that was measured, with its unit', () => {
    const ceiling = (value: number): { value: number; low: number; high: number } => ({ value, low: value, high: value });
    const run: Run = {
      ...stored,
      ceilings: { ...stored.ceilings, dp4a: ceiling(40e12), write: ceiling(3e12), pass: ceiling(4e-6), matrixF16: null },
    };
    const lines = printCalibration(calibrate(run)).split('\n');
    const line = (name: string): string | undefined => lines.find((text) => text.startsWith(name));
    expect(line('8-bit dot product')).toMatch(/40\.0 +TOP\/s/);
    expect(line('memory write')).toMatch(/3\.00 +TB\/s/);
    expect(line('pass to pass')).toMatch(/4\.00 +µs/);
    expect(line('matrix units')).toBeUndefined();
  });

  it('says how far the last cache helps, what keeps the device busy, and how long nobody looked', () => {
    expect(printDevice(stored)).not.toMatch(/cache|Paused/);
    const text = printDevice({ ...stored, caches: { points: [], levels: [], lastLevel: 64 * 2 ** 20 }, paused: 12 });
    expect(text).toContain('working sets up to 64 MiB');
    const width = { points: [], groups: 132 };
    expect(printDevice(stored)).not.toContain('Busy with');
    expect(printDevice({ ...stored, widths: { fma: width, read: { points: [], groups: null } } })).toMatch(
      /Busy with +workgroups of 256 threads: 132 of multiply-adds$/m,
    );
    expect(printDevice({ ...stored, widths: { fma: width, read: { points: [], groups: 264 } } })).toContain('132 of multiply-adds, 264 of reads');
    expect(text).toContain('12.0 s, while the page was hidden');
  });
});
