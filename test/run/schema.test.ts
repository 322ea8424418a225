import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRun } from '../../src/run/schema.ts';
import type { ModelStep } from '../../src/run/model-step.ts';
import type { Run } from '../../src/run/run.ts';

const stored = JSON.parse(readFileSync(new URL('../fixtures/run-software.json', import.meta.url), 'utf8')) as Run;
const changed = (change: (run: Record<string, unknown>) => void): unknown => {
  const copy = structuredClone(stored) as unknown as Record<string, unknown>;
  change(copy);
  return copy;
};
const kernel = (change: object): unknown => changed((run) => Object.assign((run['kernels'] as object[])[0] ?? {}, change));

const model: ModelStep = {
  phase: 'decode',
  model: 'llama-3.2-1b',
  name: 'Llama 3.2 1B',
  weights: 'q4',
  batch: 1,
  tokens: 1,
  context: 512,
  layers: 16,
  layersRun: 16,
  layersHeld: 16,
  vocab: 128256,
  vocabRun: 128256,
  weightBytes: 7e8,
  weightBytesHeld: 7e8,
  dispatches: 165,
  operators: [{ kernel: 'gemv.q4', name: 'down', dtype: 'i4', count: 16, dispatches: 1, flops: 1, bytes: 1 }],
};

describe('parseRun', () => {
  it('takes a run with a model, whole', () => {
    const run = kernel({ model });
    expect(parseRun(run)).toEqual({ ok: true, run });
  });

  it('takes a run that was measured, whole', () => {
    expect(parseRun(stored)).toEqual({ ok: true, run: stored });
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, ''],
    ['a later version', changed((run) => (run['version'] = 2)), 'version'],
    ['a date that is none', changed((run) => (run['when'] = 'yesterday')), 'when'],
    ['an unknown plan', changed((run) => (run['plan'] = 'slow')), 'plan'],
    ['an adapter without a name', changed((run) => delete (run['adapter'] as Record<string, unknown>)['vendor']), 'adapter.vendor'],
    ['a time of zero', kernel({ samples: [0.1, 0] }), 'kernels.0.samples.1'],
    ['endless samples', kernel({ samples: new Array(100_000).fill(1) }), 'kernels.0.samples'],
    ['text for a number', kernel({ median: '1' }), 'kernels.0.median'],
    ['an infinite rate', kernel({ flops: Infinity }), 'kernels.0.flops'],
    ['an interval that does not hold its median', kernel({ low: 2, median: 1, high: 3 }), 'kernels.0'],
    ['a model that holds more layers than it runs', kernel({ model: { ...model, layersHeld: 17 } }), 'kernels.0.model'],
    ['weights in no format', kernel({ model: { ...model, weights: 'q1' } }), 'kernels.0.model.weights'],
    ['an unknown badge', kernel({ badges: ['splendid'] }), 'kernels.0.badges.0'],
    ['a number whose check failed', kernel({ checks: [{ kind: 'exact', error: 3, tolerance: 0, passed: false }] }), 'kernels.0.checks.0.passed'],
    ['a name without end', kernel({ id: 'x'.repeat(100_000) }), 'kernels.0.id'],
    ['the same point twice', changed((run) => (run['kernels'] = [stored.kernels[0], stored.kernels[0]])), 'kernels'],
    [
      'a ceiling below zero',
      changed((run) => (run['ceilings'] = { ...stored.ceilings, read: { value: -1, low: -1, high: -1 } })),
      'ceilings.read.value',
    ],
    ['a left point without a reason', changed((run) => (run['left'] = [{ id: 'x', message: '' }])), 'left.0.reason'],
  ])('refuses %s and names the place', (_name, json, path) => {
    expect(parseRun(json)).toMatchObject({ ok: false, path });
  });

  it('takes what later versions add: a hot figure, further ceilings, caches, the way to the host, the pace, a pause', () => {
    const more = {
      kernels: [{ ...stored.kernels[0], hot: { samples: [1], median: 1, low: 0.9, high: 1.1 } }],
      ceilings: {
        ...stored.ceilings,
        dp4a: { value: 3, low: 2, high: 4 },
        matrixF16: null,
        write: null,
        submit: { value: 1e-5, low: 1e-5, high: 2e-5 },
      },
      caches: { points: [{ bytes: 1, rate: 2 }], levels: [], lastLevel: null },
      widths: { fma: { points: [{ groups: 1, rate: 2 }], groups: 132 }, read: { points: [], groups: null } },
      host: { roundTrip: { value: 1e-4, low: 1e-4, high: 1e-4 }, upload: null, readback: { value: 1e9, low: 1e9, high: 1e9 } },
      pace: [{ at: 0, value: 1, low: 1, high: 1 }],
      paused: 3,
    };
    expect(parseRun({ ...stored, ...more })).toEqual({ ok: true, run: { ...stored, ...more } });
  });

  it.each<[string, unknown, string]>([
    ['a hot figure outside its interval', kernel({ hot: { samples: [], median: 3, low: 1, high: 2 } }), 'kernels.0.hot'],
    ['a width without a rate', changed((run) => (run['widths'] = { fma: { points: [{ groups: 1 }], groups: 1 } })), 'widths.fma.points.0.rate'],
    ['a curve without rates', changed((run) => (run['caches'] = { points: [{ bytes: 1 }], levels: [], lastLevel: null })), 'caches.points.0.rate'],
    ['a look before the run began', changed((run) => (run['pace'] = [{ at: -1, value: 1, low: 1, high: 1 }])), 'pace.0.at'],
    ['a pause of less than nothing', changed((run) => (run['paused'] = -1)), 'paused'],
  ])('refuses %s', (_name, json, path) => {
    expect(parseRun(json)).toMatchObject({ ok: false, path });
  });

  it('drops what it does not know and changes nothing else', () => {
    expect(parseRun(changed((run) => (run['colour'] = 'green')))).toEqual({ ok: true, run: stored });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => !parseRun(json).ok));
  });
});
