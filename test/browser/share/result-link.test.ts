/** The browser's own streams pack and unpack what Node's do. */
import { describe, expect, it } from 'vitest';
import { decodeResult, encodeResult } from '../../../src/share/result-link.ts';
import { sharedResult } from '../../../src/share/shared-result.ts';
import { goldenLink } from '../../share/golden-link.ts';
import { quickRun } from '../../share/runs.ts';

const result = sharedResult(quickRun(), { modelVersion: '2026.11-1' });

describe('a result link in a browser', () => {
  it('opens the golden link, which Node made', async () => {
    expect(await decodeResult(goldenLink)).toEqual({ ok: true, result });
  });

  it('packs and unpacks', async () => {
    const text = await encodeResult(result);
    expect(text.length).toBeLessThan(520);
    expect(await decodeResult(text)).toEqual({ ok: true, result });
  });

  it('refuses what was cut off, and a bomb, without throwing', async () => {
    const answer = await decodeResult(goldenLink.slice(0, -20));
    expect(answer.ok).toBe(false);
    const bomb = new Blob([' '.repeat(5_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(bomb).arrayBuffer());
    const packed = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
    expect(await decodeResult(`1.${packed}`)).toMatchObject({ ok: false, error: { code: 'too-large' } });
  });
});
