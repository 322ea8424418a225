import { describe, expect, it } from 'vitest';
import { readChoices } from '../../../src/measure/choice-store.ts';
import { ownEngine } from '../../../src/measure/gpu/environment.ts';
import { choiceKey, classOf, recalled, withChoice } from '../../../src/measure/protocol/choices.ts';

const square = { id: 'gemm/2048x2048x2048/f32', kernel: 'gemm', dtype: 'f32', shape: { m: 2048, n: 2048, k: 2048 } } as const;

describe('choices', () => {
  it('are kept for one kind of GPU, one browser and one generator', () => {
    const adapter = { vendor: 'nvidia', architecture: 'hopper' };
    const keys = [choiceKey(adapter, 'Chrome 156'), choiceKey(adapter, 'Chrome 157'), choiceKey({ ...adapter, architecture: 'ada' }, 'Chrome 156')];
    expect(new Set(keys).size).toBe(3);
    expect(keys[0]).toMatch(/^nvidia\|hopper\|Chrome 156\|\d+$/);
  });

  it('stand under the result and under its class of shapes, three at most', () => {
    const choices = withChoice({}, square, ['a', 'b', 'c', 'd']);
    expect(choices).toEqual({ 'gemm/2048x2048x2048/f32': ['a', 'b', 'c'], 'gemm/square/f32': ['a', 'b', 'c'] });
    expect(classOf({ ...square, shape: { m: 4096, n: 4096, k: 4096 } })).toBe(classOf(square));
    expect(classOf({ ...square, shape: { m: 64, n: 4096, k: 4096 } })).toBe('gemm/skinny/f32');
    expect(classOf({ kernel: 'gemv.q4', dtype: 'i4', shape: { m: 4, n: 64, k: 64 } })).toBe('gemv.q4/batch/i4');
  });

  it('pass over variants that are no longer offered', () => {
    expect(recalled(['a', 'gone', 'b'], [{ variant: 'b' }, { variant: 'a' }])).toEqual([{ variant: 'a' }, { variant: 'b' }]);
    expect(recalled(undefined, [{ variant: 'b' }])).toEqual([]);
  });

  it('are read only as far as they are choices', () => {
    expect(readChoices({ a: ['x', 'y'], b: 'x', c: [1] })).toEqual({ a: ['x', 'y'] });
    expect([readChoices(null), readChoices('a'), readChoices(undefined)]).toEqual([{}, {}, {}]);
  });
});

describe('the browser’s name', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36', 'Chrome 156'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:148.0) Gecko/20100101 Firefox/148.0', 'Firefox 148'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15', 'Safari 26'],
    ['curl/8', ''],
  ])('%s', (agent, name) => expect(ownEngine(agent)).toBe(name));
});
