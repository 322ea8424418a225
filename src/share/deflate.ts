/**
 * Text to URL-safe text through deflate and back, with limits: what is inflated came from a stranger. The streams are
 * in every browser that has WebGPU and in Node 20, so no library is shipped.
 */

export type Inflated =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly code: 'not-base64url' | 'not-deflate' | 'too-large' };

export async function deflate(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return toBase64Url(new Uint8Array(await new Response(stream).arrayBuffer()));
}

/** @param limit most bytes that may come out; reading stops there, so that a bomb costs no more than it */
export async function inflate(text: string, limit: number): Promise<Inflated> {
  const packed = fromBase64Url(text);
  if (!packed) return { ok: false, code: 'not-base64url' };
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  let out = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { ok: true, text: out + decoder.decode() };
      size += value.length;
      if (size > limit) {
        // Cancelling may fail as the stream tears down; the answer is the same.
        await reader.cancel().catch(() => undefined);
        return { ok: false, code: 'too-large' };
      }
      out += decoder.decode(value, { stream: true });
    }
  } catch {
    return { ok: false, code: 'not-deflate' };
  }
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return null;
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}
