/** `--model`: an id of the catalogue, a config.json, or a GGUF file, of which the header is read and no tensor. */
import { open, type FileHandle } from 'node:fs/promises';
import { parseJson, readGguf, type GgufBytes } from '../index.ts';
import { systemReason, UsageError } from './errors.ts';
import { readTextFile } from './input.ts';

/** A scenario's `model`: an id, or the fields of a config.json. */
export type GivenModel = string | Readonly<Record<string, unknown>>;

/** @throws UsageError naming the file and what is wrong with it */
export async function modelGiven(given: string): Promise<GivenModel> {
  if (/\.gguf$/i.test(given)) return ggufModel(given);
  return /\.json$/i.test(given) ? jsonModel(given) : given;
}

async function jsonModel(file: string): Promise<GivenModel> {
  const json = parseJson(await readTextFile(file, '--model'));
  if (!json.ok) throw new UsageError(`--model ${file} is not JSON: ${json.error.message}`);
  const { value } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`--model ${file} is no config.json: expected an object`);
  return value as Readonly<Record<string, unknown>>;
}

async function ggufModel(given: string): Promise<GivenModel> {
  const names = partsOf(given);
  const handles: FileHandle[] = [];
  try {
    for (const name of names) handles.push(await openToRead(name));
    const [first, ...others] = await Promise.all(handles.map(bytesOf));
    if (!first) throw new UsageError(`--model ${given}: no file`);
    const read = await readGguf([first, ...others]).catch((error: unknown) => {
      throw new UsageError(`--model ${given} could not be read: ${error instanceof Error ? error.message : String(error)}`);
    });
    if (!read.ok) throw new UsageError(`--model ${given}: ${read.error.path}: ${read.error.message}`);
    return read.config;
  } finally {
    await Promise.all(handles.map((handle) => handle.close()));
  }
}

async function openToRead(name: string): Promise<FileHandle> {
  const refusal = (reason: string): UsageError => new UsageError(`--model ${name} could not be read: ${reason}`);
  const handle = await open(name).catch((error: unknown) => {
    throw refusal(systemReason(error));
  });
  if (!(await handle.stat()).isDirectory()) return handle;
  await handle.close();
  throw refusal('it is a folder');
}

async function bytesOf(handle: FileHandle): Promise<GgufBytes> {
  const { size } = await handle.stat();
  return {
    size,
    read: async (from, to) => {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(to - from), 0, to - from, from);
      return buffer.subarray(0, bytesRead);
    },
  };
}

/** llama.cpp splits a model into `name-00001-of-00003.gguf` and so on; the tensors of one are in all of them. */
function partsOf(name: string): readonly string[] {
  const split = /^(.*-)(\d{5})(-of-(\d{5})\.gguf)$/i.exec(name);
  if (!split) return [name];
  const [, before = '', , after = '', count = ''] = split;
  return Array.from({ length: Math.min(Number(count), mostParts) }, (_, part) => `${before}${String(part + 1).padStart(5, '0')}${after}`);
}

/** The largest published have some forty. */
const mostParts = 1000;
