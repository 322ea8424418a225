import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRun } from '../../src/run/parse.ts';
import type { Run } from '../../src/run/run.ts';

const run: Run = {
  version: 1,
  when: '2026-11-22T15:00:00.000Z',
  adapter: {
    vendor: 'google',
    architecture: 'swiftshader',
    device: '',
    description: '',
    fallback: true,
    features: ['subgroups'],
    limits: { maxBufferSize: 2 ** 30 },
  },
  clock: { kind: 'timestamp', step: 65_536e-9 },
  plan: 'quick',
  elapsed: 41.5,
  kernels: [
    {
      id: 'gemm/256x256x256/f32',
      kernel: 'gemm',
      variant: '32x32x16 4x4 64',
      dtype: 'f32',
      shape: { m: 256, n: 256, k: 256 },
      flops: 2 * 256 ** 3,
      bytes: 3 * 4 * 256 ** 2,
      samples: [0.01, 0.011],
      median: 0.0105,
      low: 0.01,
      high: 0.011,
      checks: [{ kind: 'sampled', error: 1e-6, tolerance: 1e-4, passed: true }],
      badges: ['software-adapter'],
    },
  ],
  ceilings: {
    fmaF32: { value: 1e10, low: 9e9, high: 1.1e10 },
    fmaF16: null,
    read: { value: 1e10, low: 9e9, high: 1.1e10 },
    copy: null,
    dispatch: null,
  },
  left: [{ id: 'gemm/2048x2048x2048/f32', reason: 'time', message: 'the budget was spent' }],
};

describe('parseRun', () => {
  test('a run comes back as it was written', () => {
    expect(parseRun(JSON.stringify(run))).toEqual({ ok: true, run });
  });

  test('a file that holds a run among other things', () => {
    expect(parseRun(JSON.stringify({ run, link: 'x' }))).toEqual({ ok: true, run });
  });

  test('keys of a later version are dropped', () => {
    expect(parseRun(JSON.stringify({ ...run, weather: 'fine' }))).toEqual({ ok: true, run });
  });

  test.each([
    ['{', '', /^not JSON: /],
    ['[]', 'version', /^version: /],
    ['null', '', /Expected Object/],
    [JSON.stringify({ ...run, version: 2 }), 'version', /^version: .*Expected 1/],
    [JSON.stringify({ ...run, plan: 'slow' }), 'plan', /^plan: /],
    [JSON.stringify({ ...run, kernels: [{ ...run.kernels[0], samples: [0.01, -1] }] }), 'kernels.0.samples.1', /^kernels\.0\.samples\.1: /],
    [
      JSON.stringify({ ...run, ceilings: { ...run.ceilings, read: { value: null, low: 1, high: 1 } } }),
      'ceilings.read.value',
      /^ceilings\.read\.value: /,
    ],
  ])('%.40s… names the place', (text, path, message) => {
    const parsed = parseRun(text);
    expect(parsed).toMatchObject({ ok: false, path });
    expect(parsed.ok ? '' : parsed.message).toMatch(message);
  });

  test('law: no text whatever throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => !parseRun(text).ok));
  });
});
