/** Choices of the tuner in a real IndexedDB, from one opening to the next. */
import { describe, expect, it, vi } from 'vitest';
import { browserChoices } from '../../../src/measure/choice-store.ts';

describe('choices in IndexedDB', () => {
  it('come back from another opening under their own key only', async () => {
    const name = `choices-${performance.now()}`;
    expect(await browserChoices(name).load('nvidia|ada')).toEqual({});
    await browserChoices(name).save('nvidia|ada', { 'gemm/square/f32': ['a', 'b'] });
    expect(await browserChoices(name).load('nvidia|ada')).toEqual({ 'gemm/square/f32': ['a', 'b'] });
    expect(await browserChoices(name).load('apple|m4')).toEqual({});
  });

  it('are none where storage is refused', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('refused', 'SecurityError');
    });
    await expect(browserChoices('refused').save('a', {})).resolves.toBeUndefined();
    expect(await browserChoices('refused').load('a')).toEqual({});
    vi.restoreAllMocks();
  });
});
