import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readGguf } from '../../src/catalogue/fetch-gguf-reader.ts';
import { UsageError } from '../../src/cli/errors.ts';
import { answerLine } from '../../src/cli/lines/estimate-lines.ts';
import { modelGiven } from '../../src/cli/model-file.ts';
import { bytesOf, ggufFile, smallMetadata, smallTensors } from '../catalogue/gguf/make-gguf.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

const whole = ggufFile(smallMetadata, smallTensors);
const half = smallTensors.length / 2;

describe('--model', () => {
  test('a name is a name, for the catalogue to know', async () => {
    expect(await modelGiven('llama-3.3-70b')).toBe('llama-3.3-70b');
    expect(await modelGiven('meta-llama/Llama-3.3-70B-Instruct')).toBe('meta-llama/Llama-3.3-70B-Instruct');
  });

  test('a .gguf file is its header, whole or split', async () => {
    const read = await readGguf([bytesOf(whole)]);
    const config = read.ok ? read.config : null;
    expect(await modelGiven(await file('small.gguf', whole))).toEqual(config);
    const first = await file('split-00001-of-00002.gguf', ggufFile({ ...smallMetadata, 'split.count': 2 }, smallTensors.slice(0, half)));
    const second = await file('split-00002-of-00002.gguf', ggufFile({ 'split.no': 1 }, smallTensors.slice(half)));
    expect(await modelGiven(first)).toEqual(config);
    expect(await modelGiven(second)).toEqual(config);
  });

  test('a .json file is a configuration', async () => {
    expect(await modelGiven(await file('config.json', '{"model_type":"llama"}'))).toEqual({ model_type: 'llama' });
  });

  test.each<[string, string | Uint8Array | null, RegExp]>([
    ['missing.gguf', null, /^--model \S+missing\.gguf could not be read: no such file or directory$/],
    ['alone-00001-of-00002.gguf', whole, /^--model \S+alone-00002-of-00002\.gguf could not be read: no such file or directory$/],
    ['cut.gguf', whole.slice(0, 5000), /^--model \S+cut\.gguf could not be read: the file ends within its header, after 5000 bytes$/],
    ['text.gguf', 'x'.repeat(100), /^--model \S+text\.gguf could not be read: not a valid gguf file/],
    ['clip.gguf', ggufFile({ 'general.architecture': 'clip' }, []), /^--model \S+clip\.gguf: general\.type: /],
    ['broken.json', '{', /^--model \S+broken\.json is not JSON: /],
    ['list.json', '[]', /^--model \S+list\.json is no config\.json: expected an object$/],
    ['missing.json', null, /^--model \S+missing\.json could not be read: no such file or directory$/],
  ])('%s is refused by name', async (name, content, words) => {
    const path = content === null ? join(folder, name) : await file(name, content);
    const refused = await modelGiven(path).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect((refused as Error).message).toMatch(words);
  });

  test('fills in the model of rows, as if they held it', async () => {
    const model = await modelGiven(await file('small.gguf', whole));
    const rest = { accelerator: 'h200-sxm', accelerators: 1, concurrency: 8 };
    const pasted = answerLine(JSON.stringify({ ...rest, model }));
    expect(pasted.failed).toBe(false);
    expect(JSON.parse(pasted.line)).toMatchObject({ feasible: true, model: { parameters: 1_691_648, weights: 'int4', context: 8192 } });
    expect((JSON.parse(pasted.line) as { assumptions: string[] }).assumptions).toContain('config.gguf');
    expect(answerLine(JSON.stringify(rest), { model })).toEqual(pasted);
    const named = answerLine(JSON.stringify({ id: 1, scenario: rest }), { model });
    expect(JSON.parse(named.line)).toEqual({ id: 1, ...(JSON.parse(pasted.line) as object) });
  });

  test('refuses a row that names a model too', () => {
    const row = { model: 'llama-3.1-8b', accelerator: 'h200-sxm' };
    const error = { code: 'inconsistent', path: 'model' };
    expect(JSON.parse(answerLine(JSON.stringify(row), { model: 'llama-3.3-70b' }).line)).toMatchObject({ error });
    expect(JSON.parse(answerLine(JSON.stringify({ scenario: row }), { model: 'llama-3.3-70b' }).line)).toMatchObject({
      error: { ...error, path: 'scenario.model' },
    });
    expect(JSON.parse(answerLine('{"scenario":7}', { model: 'llama-3.3-70b' }).line)).toMatchObject({ error: { path: 'scenario' } });
  });
});
