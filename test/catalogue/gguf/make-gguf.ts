/** GGUF files of version 3, made by hand: a header, and as many zeros after it as are asked for. */
import type { GgufBytes } from '../../../src/catalogue/gguf/header.ts';

/** Numbers are 32-bit whole numbers, or doubles where they are not whole. */
type Value = string | number | boolean | readonly string[] | readonly number[] | readonly boolean[];

export type Metadata = Readonly<Record<string, Value>>;
/** Name, extents with the fastest first, number of the storage type. */
export type Tensor = readonly [name: string, shape: readonly number[], type: number];

export const types = { F32: 0, F16: 1, Q8_0: 8, Q4_K: 12, Q5_K: 13, Q6_K: 14, BF16: 30, MXFP4: 39 } as const;

export function ggufFile(metadata: Metadata, tensors: readonly Tensor[]): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  const put = (bytes: number, set: (view: DataView) => void): void => {
    const view = new DataView(new ArrayBuffer(bytes));
    set(view);
    pieces.push(new Uint8Array(view.buffer));
  };
  const u32 = (value: number): void => put(4, (view) => view.setUint32(0, value, true));
  const u64 = (value: number): void => put(8, (view) => view.setBigUint64(0, BigInt(value), true));
  const text = (value: string): void => {
    const bytes = new TextEncoder().encode(value);
    u64(bytes.length);
    pieces.push(bytes);
  };
  const typeOf = (value: Value): number => {
    if (typeof value === 'string') return 8;
    if (typeof value === 'boolean') return 7;
    if (typeof value === 'number') return Number.isInteger(value) ? (value < 0 ? 5 : 4) : 12;
    return 9;
  };
  const plain = (value: Value): void => {
    if (typeof value === 'string') text(value);
    else if (typeof value === 'boolean') put(1, (view) => view.setUint8(0, value ? 1 : 0));
    else if (typeof value === 'number' && Number.isInteger(value)) put(4, (view) => view.setInt32(0, value, true));
    else if (typeof value === 'number') put(8, (view) => view.setFloat64(0, value, true));
    else {
      u32(typeOf(value[0] ?? 0));
      u64(value.length);
      for (const each of value) plain(each);
    }
  };
  pieces.push(new TextEncoder().encode('GGUF'));
  u32(3);
  u64(tensors.length);
  u64(Object.keys(metadata).length);
  for (const [key, value] of Object.entries(metadata)) {
    text(key);
    u32(typeOf(value));
    plain(value);
  }
  for (const [name, shape, type] of tensors) {
    text(name);
    u32(shape.length);
    shape.forEach(u64);
    u32(type);
    u64(0);
  }
  // Without Buffer: browsers make such files too.
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** @param size of the whole file, as if its tensors followed */
export function bytesOf(
  header: Uint8Array<ArrayBuffer>,
  size = header.length,
): GgufBytes & { readonly asked: readonly (readonly [number, number])[] } {
  const asked: (readonly [number, number])[] = [];
  const read = (from: number, to: number): Promise<Uint8Array<ArrayBuffer>> => {
    asked.push([from, to]);
    const bytes = new Uint8Array(to - from);
    bytes.set(header.subarray(Math.min(from, header.length), Math.min(to, header.length)));
    return Promise.resolve(bytes);
  };
  return { size, read, asked };
}

/** Two blocks of a small Llama: 256 wide, 4 heads of 64 over 2 of keys, 512 inside, 1,000 words. */
export const smallMetadata: Metadata = {
  'general.architecture': 'llama',
  'general.name': 'Small',
  'llama.block_count': 2,
  'llama.context_length': 8192,
  'llama.embedding_length': 256,
  'llama.feed_forward_length': 512,
  'llama.attention.head_count': 4,
  'llama.attention.head_count_kv': 2,
  'llama.rope.freq_base': 500000.5,
  'tokenizer.ggml.tokens': Array.from({ length: 1000 }, (_, index) => `word ${index}`),
};

export const smallTensors: readonly Tensor[] = [
  ['token_embd.weight', [256, 1000], types.Q4_K],
  ['output_norm.weight', [256], types.F32],
  ['output.weight', [256, 1000], types.Q6_K],
  ...[0, 1].flatMap((block): Tensor[] => [
    [`blk.${block}.attn_norm.weight`, [256], types.F32],
    [`blk.${block}.attn_q.weight`, [256, 256], types.Q4_K],
    [`blk.${block}.attn_k.weight`, [256, 128], types.Q4_K],
    [`blk.${block}.attn_v.weight`, [256, 128], types.Q6_K],
    [`blk.${block}.attn_output.weight`, [256, 256], types.Q4_K],
    [`blk.${block}.ffn_gate.weight`, [256, 512], types.Q4_K],
    [`blk.${block}.ffn_up.weight`, [256, 512], types.Q4_K],
    [`blk.${block}.ffn_down.weight`, [512, 256], block === 0 ? types.Q6_K : types.Q4_K],
  ]),
];
