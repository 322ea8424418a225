import { describe, expect, it } from 'vitest';
import { clientGpus, type ClientGpu } from '../../src/catalogue/client-gpus.ts';
import { healthOf, usualShare, type Health } from '../../src/estimate/own-gpu/health.ts';
import { healthWords } from '../../src/ui/text/health.ts';
import { run } from '../browser/fake-run.ts';

const gpu = (id: string): ClientGpu => {
  const found = clientGpus().find((each) => each.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
/** 1 % either way. */
const reading = (bandwidth: number, client: ClientGpu | null): Health | null =>
  healthOf(
    { adapter: run.adapter, ceilings: { ...run.ceilings, read: { value: bandwidth, low: bandwidth * 0.99, high: bandwidth * 1.01 } } },
    client,
    clientGpus(),
  );

describe('the health of a GPU', () => {
  it('expects what published timings reach: a share of the datasheet below one', () => {
    const { low, high } = usualShare();
    expect(low).toBeGreaterThan(0.7);
    expect(low).toBeLessThan(0.75);
    expect(high).toBeGreaterThan(0.9);
    expect(high).toBeLessThan(1);
  });

  it('is a measured share of the datasheet: 428.4 of 504 GB/s are 85 %', () => {
    const health = reading(428.4e9, gpu('nvidia-rtx-4070'));
    expect(health).toMatchObject({ kind: 'as expected', datasheet: 504e9, shortfall: 0, laptop: null });
    expect(health && 'share' in health ? health.share.value : null).toBeCloseTo(0.85, 12);
    expect(health && healthWords(health)).toMatch(/^Reads its memory as it should: .*85 % \(84 to 86\) of the 504 GB\/s/);
  });

  it('says how far below with the whole interval, and that the laptop GPU of that name would fit', () => {
    const health = reading(230e9, gpu('nvidia-rtx-4070'));
    expect(health?.kind).toBe('below');
    // 232.3 GB/s at most, of 504, against the least usual share.
    expect(health && 'shortfall' in health ? health.shortfall : null).toBeCloseTo(1 - 232.3 / 504 / usualShare().low, 12);
    expect(health && 'laptop' in health ? health.laptop?.id : null).toBe('nvidia-rtx-4070-laptop');
    const words = health && healthWords(health);
    for (const part of ['at least 37 % below', 'RTX 4070 Laptop', 'power limit', 'memory clock', 'another program']) expect(words).toContain(part);
  });

  it('calls a small shortfall a little slower, and names no fault', () => {
    const health = reading(360e9, gpu('nvidia-rtx-4070'));
    expect(health?.kind).toBe('below');
    const words = healthWords(health ?? expect.fail('none'));
    expect(words).toMatch(/^Reads its memory a little slower than is usual/);
    expect(words).not.toContain('Likely causes');
  });

  it('doubts the name where the datasheet allows less than was measured', () => {
    const health = reading(520e9, gpu('nvidia-rtx-4070'));
    expect(health?.kind).toBe('above its datasheet');
    expect(health && healthWords(health)).toContain('perhaps it is another GPU');
  });

  it('says what it lacks, and nothing about a processor', () => {
    expect(healthWords(reading(1e11, null) ?? expect.fail('none'))).toContain('Say which GPU this is');
    expect(healthWords(reading(1e11, gpu('amd-radeon-780m')) ?? expect.fail('none'))).toContain('No bandwidth of Radeon 780M is known');
    expect(healthOf({ ...run, adapter: { ...run.adapter, fallback: true } }, null, [])).toBeNull();
    expect(healthOf({ ...run, ceilings: { ...run.ceilings, read: null } }, null, [])).toBeNull();
  });
});
