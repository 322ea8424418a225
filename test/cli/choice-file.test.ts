import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { choiceFile } from '../../src/cli/choice-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'choices-'));

describe('choices in a file', () => {
  it('come back under their own key, and leave others alone', async () => {
    const store = choiceFile(join(folder, 'deep', 'tuning.json'));
    expect(await store.load('a')).toEqual({});
    await store.save('a', { gemm: ['x', 'y'] });
    await store.save('b', { gemm: ['z'] });
    expect([await store.load('a'), await store.load('b')]).toEqual([{ gemm: ['x', 'y'] }, { gemm: ['z'] }]);
  });

  it('are none where the file is broken, and it is mended by the next save', async () => {
    const path = join(folder, 'broken.json');
    await writeFile(path, '{"a":');
    const store = choiceFile(path);
    expect(await store.load('a')).toEqual({});
    await store.save('a', { gemm: ['x'] });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ a: { gemm: ['x'] } });
  });

  it('that cannot be written are no fault', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(choiceFile(join(folder, 'file', 'tuning.json')).save('a', {})).resolves.toBeUndefined();
  });
});
