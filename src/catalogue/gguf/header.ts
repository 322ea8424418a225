/**
 * The header of a GGUF file: its metadata and the list of its tensors, without the tensors. Read in pieces of 2 MB from the
 * front, wherever the bytes are: a file on disk, one that a page was given, an address that answers ranges.
 */
import { gguf } from '@huggingface/gguf';

export interface GgufTensor {
  readonly name: string;
  /** Elements along each dimension, the fastest first. */
  readonly shape: readonly number[];
  /** Number of its storage type (`tensor-types.ts`). */
  readonly type: number;
}

export interface GgufHeader {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly tensors: readonly GgufTensor[];
}

export interface GgufBytes {
  /** Of the whole file. */
  readonly size: number;
  /** Bytes from `from` up to but not including `to`, fewer at the end of the file. */
  readonly read: (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>;
}

/** Whole numbers in metadata are 64 bits wide; none that is read here is beyond 2^53. */
const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : Array.isArray(value) ? value.map(plain) : value);

/** @throws Error in words for a person: no GGUF, cut off, or larger than a header is */
export async function readHeader({ size, read }: GgufBytes): Promise<GgufHeader> {
  const answerRange = async (_address: unknown, init?: { headers?: unknown }): Promise<Response> => {
    const [, from = '', to = ''] = /^bytes=(\d+)-(\d+)$/.exec((init?.headers as { Range?: string } | undefined)?.Range ?? '') ?? [];
    // Near the end of what it has the reader asks for the next piece, whether or not it needs it: of a whole file once in vain.
    if (Number(from) >= size + pieceBytes) throw new Error(cutOff(size));
    const bytes = Number(from) < size ? await read(Number(from), Math.min(Number(to) + 1, size)) : new Uint8Array();
    return new Response(bytes, { headers: { 'content-range': `bytes ${from}-${to}/${size}` } });
  };
  // The reader of Hugging Face asks for ranges of an address; this one stands for the bytes at hand.
  const { metadata, tensorInfos, tensorInfoByteRange } = await gguf('https://bytes.invalid/', { fetch: answerRange });
  // It reads on in zeros where a file ends within a piece.
  if (tensorInfoByteRange[1] > size) throw new Error(cutOff(size));
  return {
    metadata: Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, plain(value)])),
    tensors: tensorInfos.map(({ name, shape, dtype }) => ({ name, shape: shape.map(Number), type: dtype })),
  };
}

/** What the reader asks for at a time. */
const pieceBytes = 2e6;

const cutOff = (size: number): string => `the file ends within its header, after ${size} bytes`;
