/** The bytes of one-operator models, read back with a reader of the wire format that is not the writer's. */
import { describe, expect, it } from 'vitest';
import { modelOf } from './onnx.ts';

type Field = readonly [number: number, value: number | Uint8Array];

/** Fields of a protobuf message: numbers for wire types 0 and 5 (as bits), bytes for wire type 2. */
function fields(bytes: Uint8Array): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    if ((key & 7) === 0) found.push([key >> 3, varint()]);
    else if ((key & 7) === 5) found.push([key >> 3, new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32((at += 4) - at, true)]);
    else {
      const length = varint();
      found.push([key >> 3, bytes.subarray(at, (at += length))]);
    }
  }
  return found;
}

const inside = (message: readonly Field[], number: number): Field[] =>
  message.filter(([own]) => own === number).flatMap(([, value]) => fields(value as Uint8Array));
const texts = (message: readonly Field[], number: number): string[] =>
  message.filter(([own]) => own === number).map(([, value]) => new TextDecoder().decode(value as Uint8Array));

describe('a model of one operator', () => {
  const model = fields(
    modelOf({
      operator: 'GroupQueryAttention',
      domain: 'com.microsoft',
      inputs: [{ name: 'q', type: 'float16', dims: [1, 300, 64] }, null, { name: 'v', type: 'float32', dims: [1, 0] }],
      outputs: [{ name: 'o', type: 'float16', dims: [1, 300, 64] }],
      attributes: { num_heads: 32, scale: { float: 0.5 } },
    }),
  );
  const graph = inside(model, 7);
  const node = inside(graph, 1);

  it('names its operator, its operands in their order and what is left out', () => {
    expect(texts(node, 4)).toEqual(['GroupQueryAttention']);
    expect(texts(node, 7)).toEqual(['com.microsoft']);
    expect(texts(node, 1)).toEqual(['q', '', 'v']);
    expect(texts(node, 2)).toEqual(['o']);
  });

  it('gives the graph only the operands that are there, with type and extents', () => {
    expect(texts(inside(graph, 11), 1)).toEqual(['q', 'v']);
    const [first] = graph.filter(([number]) => number === 11).map(([, value]) => fields(value as Uint8Array));
    const tensor = inside(inside(first ?? [], 2), 1);
    expect(tensor[0]).toEqual([1, 10]);
    expect(inside(tensor, 2).map(([, dim]) => fields(dim as Uint8Array)[0]?.[1])).toEqual([1, 300, 64]);
  });

  it('keeps whole and real attributes apart', () => {
    const attributes = node.filter(([number]) => number === 5).map(([, value]) => fields(value as Uint8Array));
    expect(texts(attributes[0] ?? [], 1)).toEqual(['num_heads']);
    expect(attributes[0]?.slice(1)).toEqual([
      [3, 32],
      [20, 2],
    ]);
    expect(attributes[1]?.slice(1)).toEqual([
      [2, 0x3f000000],
      [20, 1],
    ]);
  });

  it('imports both sets of operators', () => {
    expect(texts(inside(model, 8), 1)).toEqual(['', 'com.microsoft']);
  });
});
