import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../src/cli/errors.ts';
import { outputTo, ReaderLeftError, type WriteSome } from '../../src/cli/output.ts';

const fault = (code: string, errno: number): Error => Object.assign(new Error(`${code}: write`), { code, errno });

describe('outputTo', () => {
  test('law: however short the writes, every byte arrives once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), fc.infiniteStream(fc.integer({ min: -1, max: 7 })), async (texts, counts) => {
        const pieces: Uint8Array[] = [];
        const short: WriteSome = async (bytes) => {
          const next = counts.next();
          const count = next.done === true ? 1 : next.value;
          // A pipe with no room for the moment, then some of the bytes.
          if (count < 0) throw fault('EAGAIN', -11);
          const some = bytes.subarray(0, Math.max(1, count));
          pieces.push(Uint8Array.from(some));
          return some.length;
        };
        const output = outputTo(short);
        await Promise.all(texts.map((text) => output.print(text)));
        expect(Buffer.concat(pieces).toString()).toBe(texts.join(''));
      }),
      { seed: 7, numRuns: 30 },
    );
  });

  test('a full disk is one line, also after some bytes were taken', async () => {
    let room = 3;
    const output = outputTo(async (bytes) => {
      if (room === 0) throw fault('ENOSPC', -28);
      const taken = Math.min(room, bytes.length);
      room -= taken;
      return taken;
    });
    await expect(output.print('12345')).rejects.toThrow(new UnavailableError('standard output: no space left on device'));
  });

  test('a reader that left is told apart', async () => {
    await expect(outputTo(() => Promise.reject(fault('EPIPE', -32))).print('1')).rejects.toBeInstanceOf(ReaderLeftError);
  });

  test('signals are held only while something is written, and left alone where a command handles them', async () => {
    const counts = (): number[] => [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];
    const before = counts();
    let during: number[] = [];
    const output = outputTo(async (bytes) => {
      during = counts();
      return bytes.length;
    });
    await output.print('1');
    expect(during).toEqual(before.map((count) => count || 1));
    expect(counts()).toEqual(before);
    const own = (): void => undefined;
    process.on('SIGINT', own);
    await output.print('1');
    expect(during[0]).toBe((before[0] ?? 0) + 1);
    process.off('SIGINT', own);
    expect(process.listenerCount('SIGINT')).toBe(before[0]);
  });
});
