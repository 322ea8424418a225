/** The reader of GGUF headers at a distance: it and its package are loaded when a file is read. */
import type { GgufConfig } from './gguf/gguf-config.ts';
import type { GgufBytes } from './gguf/header.ts';

export type { GgufBytes, GgufConfig };

/**
 * Fields of a config.json, from the headers of a model's GGUF files; tensors are never read.
 * @param files all of a model that is split, the first one first
 * @throws Error in words for a person where one is no GGUF file, or is cut off
 */
export async function readGguf(files: readonly [GgufBytes, ...GgufBytes[]]): Promise<GgufConfig> {
  const [{ readHeader }, { ggufConfig }] = await Promise.all([import('./gguf/header.ts'), import('./gguf/gguf-config.ts')]);
  const [first, ...others] = await Promise.all(files.map(readHeader));
  if (!first) throw new Error('no file was given');
  // The first of a split model has the metadata of all.
  return ggufConfig({ metadata: first.metadata, tensors: [first, ...others].flatMap(({ tensors }) => tensors) });
}
