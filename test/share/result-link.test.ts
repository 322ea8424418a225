import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Badge, KernelDtype, Run } from '../../src/run/run.ts';
import { runSchema } from '../../src/run/schema.ts';
import { deflate } from '../../src/share/deflate.ts';
import { decodeResult, encodeResult, maxInflatedLength } from '../../src/share/result-link.ts';
import { claimedRun, sharedResult, type SharedResult } from '../../src/share/shared-result.ts';
import { toTuple } from '../../src/share/result-tuple.ts';
import * as v from 'valibot';
import { goldenLink } from './golden-link.ts';
import { quickRun } from './runs.ts';

const options = { modelVersion: '2026.11-1' };

async function decoded(text: string): Promise<SharedResult> {
  const answer = await decodeResult(text);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.result;
}

async function errorOf(text: string): Promise<string> {
  const answer = await decodeResult(text);
  return answer.ok ? 'ok' : answer.error.code;
}

/** A link whose tuple was changed in one place. */
async function tampered(change: (tuple: unknown[]) => void): Promise<string> {
  const tuple = JSON.parse(JSON.stringify(toTuple(sharedResult(quickRun(), options)))) as unknown[];
  change(tuple);
  return `1.${await deflate(JSON.stringify(tuple))}`;
}

describe('a result link', () => {
  it('carries a quick run and gives the same back', async () => {
    const result = sharedResult(quickRun(), options);
    expect(await decoded(await encodeResult(result))).toEqual(result);
  });

  it('carries a model’s rate; what it held stays in the run', async () => {
    const [kernel, ...others] = quickRun().kernels;
    if (kernel === undefined) throw new Error('no kernel');
    const model = {
      ...kernel,
      id: 'model.decode/llama-3.2-1b/q4/1x512',
      kernel: 'model.decode',
      dtype: 'i4' as const,
      shape: { batch: 1, context: 512, layers: 16, held: 16 },
      flops: 2_540_000_123,
      bytes: 716_000_321,
    };
    const result = sharedResult({ ...quickRun(), kernels: [...others, model] }, options);
    expect(await decoded(await encodeResult(result))).toEqual(result);
  });

  it('takes under 520 characters for fifteen kernels', async () => {
    const text = await encodeResult(sharedResult(quickRun(), options));
    expect(quickRun().kernels).toHaveLength(15);
    expect(text.length).toBeLessThan(520);
  });

  it('rounds to three digits, ends at the same decimal', () => {
    const run = quickRun();
    const shared = sharedResult(run, options);
    for (const [i, kernel] of shared.kernels.entries()) {
      const exact = run.kernels[i];
      expect(Math.abs(kernel.median / (exact?.median ?? 0) - 1)).toBeLessThan(0.005);
      expect(kernel.low).toBeLessThanOrEqual(kernel.median);
      expect(kernel.high).toBeGreaterThanOrEqual(kernel.median);
    }
    expect(shared.ceilings.fmaF32).toEqual({ value: 10.4e12, low: 10.3e12, high: 10.5e12 });
  });

  it('says the day and no more, and nothing that names the device beyond its architecture', async () => {
    const text = JSON.stringify(await decoded(await encodeResult(sharedResult(quickRun(), options))));
    expect(text).toContain('"2026-11-22"');
    expect(text).not.toContain('15:04');
    expect(text).not.toContain('secret');
  });

  it('can leave the device out, but never that it is a software adapter', () => {
    const run: Run = { ...quickRun(), adapter: { ...quickRun().adapter, vendor: 'google', architecture: 'swiftshader', fallback: true } };
    expect(sharedResult(run, { ...options, device: false }).adapter).toEqual({ vendor: '', architecture: '', fallback: true });
  });

  it('becomes a run again, marked as claimed, without samples', async () => {
    const run = claimedRun(await decoded(await encodeResult(sharedResult(quickRun(), options))));
    expect(run.origin).toBe('claimed');
    expect(run.kernels.every((kernel) => kernel.samples.length === 0 && kernel.checks.length === 0)).toBe(true);
    expect(v.safeParse(runSchema, run).success).toBe(true);
  });

  it('reads the payload with #r= or r= before it', async () => {
    const text = await encodeResult(sharedResult(quickRun(), options));
    expect(await decoded(`#r=${text}`)).toEqual(await decoded(text));
    expect(await decoded(`r=${text}`)).toEqual(await decoded(text));
  });

  it('survives being put into and read from a URL', async () => {
    const url = new URL('https://lab.example/?model=qwen3-8b');
    url.hash = `r=${await encodeResult(sharedResult(quickRun(), options))}`;
    const fragment = new URLSearchParams(new URL(url.href).hash.slice(1)).get('r');
    expect(await decoded(fragment ?? '')).toEqual(sharedResult(quickRun(), options));
  });
});

describe('the golden link of version 1', () => {
  it('still opens', async () => {
    const result = await decoded(goldenLink);
    expect(result).toEqual(sharedResult(quickRun(), options));
    expect(result.kernels[0]).toEqual({
      id: 'gemm/1024x1024x1024/f32',
      kernel: 'gemm',
      variant: '64x64x16 8x4 128',
      dtype: 'f32',
      shape: { m: 1024, n: 1024, k: 1024 },
      flops: 2147483648,
      bytes: 12582912,
      median: 0.000236,
      low: 0.000235,
      high: 0.000239,
      badges: ['quantised-clock'],
    });
  });
});

describe('a damaged result link', () => {
  it.each([
    ['', 'empty'],
    ['#r=', 'empty'],
    ['2.abcd', 'unknown-version'],
    ['abcd', 'unknown-version'],
    ['1.', 'not-base64url'],
    ['1.a b', 'not-base64url'],
    ['1.abcde', 'not-base64url'],
    ['1.AAAA', 'not-deflate'],
  ])('%j is refused as %s', async (text, code) => {
    expect(await errorOf(text)).toBe(code);
  });

  it('is refused when it is longer than any of ours', async () => {
    expect(await errorOf(`1.${'a'.repeat(9000)}`)).toBe('too-long');
  });

  it('is refused when it was cut off anywhere', async () => {
    const text = await encodeResult(sharedResult(quickRun(), options));
    for (const length of [3, 10, 100, text.length - 20, text.length - 4]) expect(await errorOf(text.slice(0, length))).not.toBe('ok');
  });

  it('does not unpack a bomb', async () => {
    expect(await errorOf(`1.${await deflate(' '.repeat(maxInflatedLength + 1))}`)).toBe('too-large');
    expect(await errorOf(`1.${await deflate('0'.repeat(5_000_000))}`)).toBe('too-large');
  });

  it('says what is not JSON and what is nested too deep', async () => {
    expect(await errorOf(`1.${await deflate('{')}`)).toBe('not-json');
    expect(await errorOf(`1.${await deflate('['.repeat(9000) + ']'.repeat(9000))}`)).toBe('too-deep');
  });

  it.each<[string, string, (tuple: unknown[]) => void]>([
    ['another number of parts', 'result: expected 11 entries', (tuple) => tuple.pop()],
    [
      'a day that does not exist',
      'day: expected a day',
      (tuple) => {
        tuple[1] = '2026-02-30';
      },
    ],
    [
      'a plan that does not exist',
      'plan: expected a whole number',
      (tuple) => {
        tuple[2] = 9;
      },
    ],
    [
      'control characters in the vendor',
      'vendor: expected a text without control',
      (tuple) => {
        tuple[3] = ['\u202eevil', '', 0];
      },
    ],
    [
      'a vendor as a number',
      'vendor: expected a text',
      (tuple) => {
        tuple[3] = [5, '', 0];
      },
    ],
    [
      'a ceiling with crossed ends',
      'ceiling fmaF32: expected a whole number',
      (tuple) => {
        (tuple[6] as unknown[])[0] = [200, 300, 0, 0];
      },
    ],
    [
      'a ceiling of nothing',
      'ceiling fmaF32: expected a whole number',
      (tuple) => {
        (tuple[6] as unknown[])[0] = [0, 0, 0, 0];
      },
    ],
    [
      'a time of another universe',
      'kernel 0, time: expected a whole number',
      (tuple) => {
        (tuple[9] as unknown[][])[8]![0] = 300;
      },
    ],
    [
      'an extent below zero',
      'kernel 0, m: expected a whole number',
      (tuple) => {
        (tuple[9] as unknown[][])[3]![0] = -1;
      },
    ],
    [
      'an extent named __proto__',
      'kernel 0, shape keys: expected at most 8 names of extents',
      (tuple) => {
        tuple[7] = ['__proto__ n k'];
      },
    ],
    [
      'more FLOPs than there are',
      'written out 0, FLOPs: expected a count',
      (tuple) => {
        tuple[10] = [[0, 'id', 3, 62, 1, 0]];
      },
    ],
    [
      'one extent too many',
      'extents: expected',
      (tuple) => {
        (tuple[9] as unknown[][])[3]!.push(1);
      },
    ],
    [
      'a family whose work nobody knows',
      'kernel 0: expected FLOPs and bytes',
      (tuple) => {
        (tuple[9] as unknown[][])[0]![0] = 'brand.new';
      },
    ],
    [
      'a variant out of the list',
      'kernel 0, variant: expected a whole number',
      (tuple) => {
        (tuple[9] as unknown[][])[4]![0] = 99;
      },
    ],
    [
      'a column that is an object',
      'variant: expected a list',
      (tuple) => {
        (tuple[9] as unknown[])[4] = {};
      },
    ],
    [
      'a column that is too short',
      'variant: expected 15 entries',
      (tuple) => {
        (tuple[9] as unknown[][])[4]!.pop();
      },
    ],
    [
      'too many kernels',
      'kernels: expected 0 to 200',
      (tuple) => {
        (tuple[9] as unknown[])[0] = Array.from({ length: 201 }, () => 0);
      },
    ],
  ])('names the place: %s', async (_, message, change) => {
    const answer = await decodeResult(await tampered(change));
    expect(answer.ok ? '' : answer.error.code).toBe('malformed');
    expect(answer.ok ? '' : answer.error.message).toContain(message);
  });

  it('never throws, whatever it is given', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `1.${text}`),
          fc.base64String().map((text) => `1.${text.replaceAll(/[+/=]/g, '-')}`),
        ),
        async (text) => {
          const answer = await decodeResult(text);
          expect(typeof answer.ok).toBe('boolean');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never throws on well-packed nonsense', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect((await decodeResult(`1.${await deflate(JSON.stringify(value))}`)).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('never throws when one place of a good result holds something else', async () => {
    const good = toTuple(sharedResult(quickRun(), options));
    await fc.assert(
      fc.asyncProperty(fc.nat(10), fc.jsonValue(), async (place, value) => {
        const tuple = good.map((part, i) => (i === place ? value : part));
        expect(typeof (await decodeResult(`1.${await deflate(JSON.stringify(tuple))}`)).ok).toBe('boolean');
      }),
      { numRuns: 200 },
    );
  });
});

describe('any result', () => {
  const text = (maxLength: number): fc.Arbitrary<string> => fc.string({ maxLength });
  const positive = fc.double({ min: 1e-12, max: 1e16, noNaN: true, noDefaultInfinity: true });
  const spread = fc
    .tuple(positive, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 1, max: 100, noNaN: true }))
    .map(([value, down, up]) => ({ value, low: value * down, high: value * up }));
  const ceiling = fc.option(spread);
  const badge = fc.constantFrom<Badge>(
    'software-adapter',
    'quantised-clock',
    'wall-clock',
    'thermally-unstable',
    'noisy',
    'nonlinear',
    'cache-resident',
    'page-was-hidden',
  );
  const shape = fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z]{0,6}$/), fc.nat(1 << 30), { maxKeys: 6 });
  const kernel = fc
    .record({
      id: text(96),
      kernel: fc.constantFrom('gemm', 'gemv', 'mem.read', 'brand.new'),
      variant: text(60),
      dtype: fc.constantFrom<KernelDtype>('f32', 'f16', 'i8', 'i4'),
      shape,
      flops: fc.maxSafeNat(),
      bytes: fc.maxSafeNat(),
      time: spread,
      badges: fc.uniqueArray(badge),
    })
    .map(({ time, ...rest }) => ({ ...rest, median: time.value, low: time.low, high: time.high, samples: [], checks: [] }));
  const run = fc
    .record({
      fallback: fc.boolean(),
      vendor: text(20),
      architecture: text(20),
      plan: fc.constantFrom('quick' as const, 'thorough' as const),
      clock: fc.constantFrom('timestamp' as const, 'wall' as const),
      fmaF32: ceiling,
      fmaF16: ceiling,
      read: ceiling,
      copy: ceiling,
      dispatch: ceiling,
      kernels: fc.array(kernel, { maxLength: 6 }),
      day: fc.integer({ min: 0, max: 40_000 }),
    })
    .map(({ fallback, vendor, architecture, plan, clock, kernels, day, ...ceilings }): Run => ({
      ...quickRun(),
      when: new Date(day * 864e5).toISOString(),
      adapter: { ...quickRun().adapter, fallback, vendor, architecture },
      plan,
      kernels,
      ceilings,
      clock: { kind: clock, step: 0 },
    }));

  it('comes back as it went in, once rounded', async () => {
    await fc.assert(
      fc.asyncProperty(run, async (random) => {
        const result = sharedResult(random, options);
        const back = await decoded(await encodeResult(result));
        expect({ ...back, kernels: back.kernels.map((k) => ({ ...k, badges: new Set(k.badges) })) }).toEqual({
          ...result,
          kernels: result.kernels.map((k) => ({ ...k, badges: new Set(k.badges) })),
        });
      }),
      { numRuns: 200 },
    );
  });

  it('is not rounded twice', () => {
    fc.assert(
      fc.property(run, (random) => {
        const once = sharedResult(random, options);
        expect(sharedResult({ ...claimedRun(once) }, options)).toEqual({ ...once, left: 0 });
      }),
      { numRuns: 100 },
    );
  });
});
