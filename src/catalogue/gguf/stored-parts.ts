/** In what the parts of a model lie in a GGUF file: bits a weight, and the type that most of them have. */
import type { GgufTensor } from './header.ts';
import { tensorType } from './tensor-types.ts';

/** The parts that a configuration's number formats are told apart by, and the embeddings with the head. */
export type StoredPart = 'attention' | 'dense' | 'experts' | 'head';

export interface StoredAs {
  /** Name of the type that most of the part's weights have: `Q4_K`. */
  readonly type: string;
  /** Mean over the part, scales included. */
  readonly bits: number;
}

export type StoredParts =
  | { readonly ok: true; readonly parameters: number; readonly parts: Readonly<Partial<Record<StoredPart, StoredAs>>> }
  | { readonly ok: false; readonly tensor: string; readonly message: string };

/** @param blocks of the model itself; those after them draft */
export function storedParts(tensors: readonly GgufTensor[], blocks: number): StoredParts {
  const held = new Map<StoredPart, Map<string, { weights: number; bytes: number }>>();
  let parameters = 0;
  for (const { name, shape, type: number } of tensors) {
    const type = tensorType(number);
    if (!type) return { ok: false, tensor: name, message: `it is stored as type ${number}, which is newer than this reader` };
    const weights = shape.reduce((product, extent) => product * extent, 1);
    const part = partOf(name, blocks);
    // Norms and biases are vectors, some 0.01 % of a model.
    if (part === null || shape.length < 2) continue;
    parameters += weights;
    const types = held.get(part) ?? new Map<string, { weights: number; bytes: number }>();
    const before = types.get(type.name) ?? { weights: 0, bytes: 0 };
    types.set(type.name, { weights: before.weights + weights, bytes: before.bytes + (weights / type.elements) * type.bytes });
    held.set(part, types);
  }
  return { ok: true, parameters, parts: Object.fromEntries(Array.from(held, ([part, types]) => [part, storedAs([...types])])) };
}

function storedAs(types: readonly (readonly [name: string, held: { readonly weights: number; readonly bytes: number }])[]): StoredAs {
  const [most] = types.toSorted(([, a], [, b]) => b.weights - a.weights);
  const sum = (of: 'weights' | 'bytes'): number => types.reduce((total, [, held]) => total + held[of], 0);
  return { type: most?.[0] ?? '', bits: Number(((8 * sum('bytes')) / sum('weights')).toPrecision(4)) };
}

/** Null for what the lab does not count: norms, routers, towers and blocks that draft. */
function partOf(name: string, blocks: number): StoredPart | null {
  if (/^(token_embd|output|per_layer_token_embd)\.weight$/.test(name)) return 'head';
  const [, block = '', tensor = ''] = /^blk\.(\d+)\.(\w+)\.weight$/.exec(name) ?? [];
  if (block === '' || Number(block) >= blocks) return null;
  if (/^ffn_(gate|up|down|gate_up)_exps$/.test(tensor)) return 'experts';
  if (/^ffn_(gate|up|down|gate_up)(_shexp)?$/.test(tensor)) return 'dense';
  return tensor.startsWith('attn_') || tensor.startsWith('indexer') ? 'attention' : null;
}
