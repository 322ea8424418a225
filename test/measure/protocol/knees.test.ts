import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sweepWindows } from '../../../src/measure/kernels/probes/memory-sweep.ts';
import { cacheSweep, workingSetFor, type SweepPoint } from '../../../src/measure/protocol/cache-sizes.ts';
import { seeded } from '../../../src/stats/random.ts';

const MiB = 2 ** 20;
const windows = sweepWindows(512 * MiB);

interface Cache {
  readonly bytes: number;
  readonly rate: number;
}

/** Rates as a cache with random eviction gives them: beyond its size it still delivers the share that it holds. */
function curve(caches: readonly Cache[], memory: number, { noise = 0, seed = 1 } = {}): SweepPoint[] {
  const random = seeded(seed);
  return windows.map((bytes) => {
    let secondsPerByte = 0;
    let outside = 1;
    for (const cache of caches) {
      const held = Math.min(1, (cache.bytes / bytes) ** 2);
      secondsPerByte += (outside * held) / cache.rate;
      outside *= 1 - held;
    }
    return { bytes, rate: (1 + noise * random.normal()) / (secondsPerByte + outside / memory) };
  });
}

/** Published sizes: L2 of an H200 50 MB, of an RTX 4090 72 MB; the system-level cache of an M1 is 8 MB. */
const gpus: [string, Cache[], number][] = [
  ['H200', [{ bytes: 50e6, rate: 9e12 }], 4.3e12],
  ['RTX 4090', [{ bytes: 72e6, rate: 4.5e12 }], 0.93e12],
  ['M1', [{ bytes: 8e6, rate: 0.2e12 }], 0.06e12],
];

describe('cacheSweep', () => {
  it.each(gpus)('finds the last cache of a %s within one doubling, never too small', (_name, caches, memory) => {
    const last = caches.at(-1)?.bytes ?? 0;
    const found = cacheSweep(curve(caches, memory)).lastLevel ?? 0;
    expect(found).toBeGreaterThanOrEqual(last / 2);
    // The set above the cache is still helped, and counts.
    expect(found).toBeLessThanOrEqual(4 * last);
    expect(2 * found).toBeGreaterThan(last);
  });

  it('finds the same through noise of 2 %', () => {
    for (const [name, caches, memory] of gpus) {
      const without = cacheSweep(curve(caches, memory)).lastLevel ?? NaN;
      for (let seed = 1; seed <= 50; seed++) {
        const found = cacheSweep(curve(caches, memory, { noise: 0.02, seed })).lastLevel ?? NaN;
        expect(Math.abs(Math.log2(found / without)), `${name}, seed ${seed}`).toBeLessThanOrEqual(1);
      }
    }
  });

  it('lists plateaus from the innermost outwards, memory last', () => {
    const { levels } = cacheSweep(
      curve(
        [
          { bytes: 4e6, rate: 3e12 },
          { bytes: 64e6, rate: 1e12 },
        ],
        0.25e12,
      ),
    );
    expect(levels.map(({ bytes }) => bytes)).toEqual([...levels.map(({ bytes }) => bytes)].sort((a, b) => a - b));
    expect(levels.map(({ rate }) => rate)).toEqual([...levels.map(({ rate }) => rate)].sort((a, b) => b - a));
    expect(levels[0]?.rate).toBeWithinPercent(3e12, 5);
    expect(levels.at(-1)?.bytes).toBe(512 * MiB);
    expect(levels.at(-1)?.rate).toBeWithinPercent(0.25e12, 10);
  });

  it('sees no cache in a flat line, noisy or not', () => {
    expect(cacheSweep(curve([], 1e12))).toMatchObject({ lastLevel: null, levels: [{ bytes: 512 * MiB }] });
    for (let seed = 1; seed <= 50; seed++) expect(cacheSweep(curve([], 1e12, { noise: 0.02, seed })).lastLevel).toBeNull();
  });

  it('does not guess where the curve never reaches memory: 128 MB, as on a Navi 21, and 256 MB, as on an MI300X, are too much for the pool', () => {
    expect(
      cacheSweep(
        curve(
          [
            { bytes: 4e6, rate: 3e12 },
            { bytes: 128e6, rate: 1.4e12 },
          ],
          0.48e12,
        ),
      ).lastLevel,
    ).toBeNull();
    expect(cacheSweep(curve([{ bytes: 256e6, rate: 8e12 }], 3e12)).lastLevel).toBeNull();
  });

  it('takes no small set that fills the GPU badly for a cache', () => {
    const slowStart = curve([], 1e12).map((point, index) => (index < 3 ? { ...point, rate: 0.3e12 } : point));
    expect(cacheSweep(slowStart)).toMatchObject({ lastLevel: null, levels: [{ bytes: 512 * MiB }] });
  });

  it('has nothing to say of one point, or none', () => {
    expect(cacheSweep([]).lastLevel).toBeNull();
    expect(cacheSweep([{ bytes: MiB, rate: 1 }])).toMatchObject({ lastLevel: null, levels: [] });
  });

  it('law: the last cache is one of the windows, and rates in another unit change nothing', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e6, max: 4e8, noNaN: true }),
        fc.double({ min: 1.5, max: 20, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (bytes, ratio, unit) => {
          const points = curve([{ bytes, rate: ratio * 1e12 }], 1e12);
          const { lastLevel } = cacheSweep(points);
          expect(lastLevel === null || windows.includes(lastLevel)).toBe(true);
          expect(cacheSweep(points.map((point) => ({ ...point, rate: unit * point.rate }))).lastLevel).toBe(lastLevel);
        },
      ),
    );
  });
});

describe('workingSetFor', () => {
  const most = 896 * MiB;

  it('is four times the last cache, and what the plan supposes where none was found', () => {
    expect(workingSetFor(512 * MiB, { lastLevel: 64 * MiB }, most)).toBe(256 * MiB);
    expect(workingSetFor(512 * MiB, { lastLevel: null }, most)).toBe(512 * MiB);
    expect(workingSetFor(512 * MiB, null, most)).toBe(512 * MiB);
  });

  it('stays within memory, and well above what a small cache would allow', () => {
    expect(workingSetFor(512 * MiB, { lastLevel: 256 * MiB }, most)).toBe(most);
    expect(workingSetFor(512 * MiB, { lastLevel: 4 * MiB }, most)).toBe(128 * MiB);
  });
});
