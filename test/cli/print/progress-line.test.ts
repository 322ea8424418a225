import { expect, test } from 'vitest';
import { ProgressLine } from '../../../src/cli/print/progress-line.ts';

function recorder(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  let text = '';
  const stream = { isTTY, write: (piece: string) => ((text += piece), true) } as unknown as NodeJS.WriteStream;
  return { stream, written: () => text };
}

test('in a log: one line per change, and no control characters', () => {
  const { stream, written } = recorder(false);
  const line = new ProgressLine(stream);
  line.show({ done: 0, total: 12, words: 'stream read' });
  line.show({ done: 0, total: 12, words: 'stream read' });
  line.show({ done: 1, total: 12, words: 'stream copy' });
  line.end();
  expect(written()).toBe(' 0/12  stream read\n 1/12  stream copy\n');
});

test('in a terminal: one line that rewrites itself and is cleared at the end', () => {
  const { stream, written } = recorder(true);
  const line = new ProgressLine(stream);
  line.show({ done: 1, total: 2, words: 'a' });
  line.end();
  expect(written()).toBe('\r\u001b[K1/2  a\r\u001b[K');
});
