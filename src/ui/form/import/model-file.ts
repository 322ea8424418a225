/**
 * A model out of files that the visitor chose: a `config.json`, or a GGUF file, of which the header is read and no tensor. Read on the
 * page, sent nowhere. No DOM.
 */
import { readGguf, type GgufBytes } from '../../../catalogue/fetch-gguf-reader.ts';

export type ModelFile = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly words: string };

/** Bytes. The longest published configurations are about 100 kB. */
const largestConfig = 1_000_000;

/** @param files one, or all parts of a GGUF model that is split */
export async function readModelFiles(files: readonly File[]): Promise<ModelFile> {
  const [first, ...others] = [...files].sort((a, b) => a.name.localeCompare(b.name));
  if (!first) return { ok: false, words: 'No file was chosen.' };
  try {
    if (!isGguf(first)) return await readJson(first, others.length);
    const missing = partsMissing(first.name, files);
    if (missing !== null) return { ok: false, words: missing };
    const read = await readGguf([bytesOf(first), ...others.map(bytesOf)]);
    if (!read.ok) return { ok: false, words: `${first.name}: ${read.error.path}: ${read.error.message}` };
    return { ok: true, text: JSON.stringify(read.config, null, 2) };
  } catch (error) {
    return { ok: false, words: `${first.name} could not be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const isGguf = ({ name }: File): boolean => /\.gguf$/i.test(name);

async function readJson(file: File, others: number): Promise<ModelFile> {
  if (others > 0) return { ok: false, words: 'Expected one config.json, or the parts of one GGUF model.' };
  if (file.size > largestConfig)
    return { ok: false, words: `${file.name} is larger than ${largestConfig / 1e6} MB: this is neither a config.json nor a .gguf file.` };
  return { ok: true, text: await file.text() };
}

/** llama.cpp splits a model into `name-00001-of-00003.gguf` and so on; the tensors of one are in all of them. */
function partsMissing(name: string, files: readonly File[]): string | null {
  if (files.some((file) => !isGguf(file))) return 'Expected one config.json, or the parts of one GGUF model.';
  const [, stem = '', count = ''] = /^(.*)-\d{5}-of-(\d{5})\.gguf$/i.exec(name) ?? [];
  if (stem === '') return files.length === 1 ? null : 'Expected one GGUF file, or all parts of one model that is split.';
  const parts = files.filter((file) => file.name.startsWith(`${stem}-`) && file.name.endsWith(`-of-${count}.gguf`)).length;
  if (parts === Number(count) && files.length === parts) return null;
  return `${stem} is split into ${Number(count)} files: choose all of them together.`;
}

const bytesOf = (file: File): GgufBytes => ({
  size: file.size,
  read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
});
