import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Silence, SilentError, unlessSilent, usualPatience } from '../../src/run/silence.ts';

const short = { least: 0.04, times: 2, most: 1 };
const never = new Promise<never>(() => undefined);

describe('the silence that is allowed', () => {
  it('is twenty seconds before anything is known', () => {
    const silence = new Silence('the first work');
    expect(silence.pass(19)).toBeNull();
    expect(silence.pass(1)).toBeInstanceOf(SilentError);
  });

  it('grows with the longest silence that ended well, up to its bound, and never falls', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 20 }), (gaps) => {
        const silence = new Silence('work');
        let before = silence.limit;
        for (const gap of gaps) {
          silence.pass(gap);
          silence.sign();
          expect(silence.limit).toBeGreaterThanOrEqual(before);
          before = silence.limit;
        }
        const longest = Math.max(0, ...gaps);
        expect(silence.limit).toBe(Math.min(usualPatience.most, Math.max(usualPatience.least, usualPatience.times * longest)));
      }),
      { seed: 11 },
    );
  });

  it('says what it waited for', () => {
    const silence = new Silence('requestAdapter()');
    silence.sign('gemm/1, sample');
    expect(silence.pass(20)?.message).toBe('no answer for 20 s: gemm/1, sample');
  });
});

describe('work that may fall silent', () => {
  it('comes to its own outcome', async () => {
    await expect(unlessSilent(Promise.resolve(3), new Silence('work', short))).resolves.toBe(3);
    await expect(unlessSilent(Promise.reject(new Error('own')), new Silence('work', short))).rejects.toThrow('own');
  });
  it('ends where nothing comes back', async () => {
    await expect(unlessSilent(never, new Silence('work', short))).rejects.toBeInstanceOf(SilentError);
  });
  it('goes on for as long as there are signs, or nothing is to be counted', async () => {
    const silence = new Silence('work', short);
    let ticks = 0;
    const signs = (): boolean => (ticks++ < 10 ? (silence.sign(), false) : ticks < 20);
    await expect(unlessSilent(never, silence, signs)).rejects.toBeInstanceOf(SilentError);
    expect(ticks).toBeGreaterThan(20);
  });
});
