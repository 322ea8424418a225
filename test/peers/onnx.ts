/**
 * An ONNX model of one operator, as bytes: protobuf wire format (protobuf.dev/programming-guides/encoding) with the field numbers
 * of onnx.proto3 (github.com/onnx/onnx, version 1.19). All operands are graph inputs, so that they can be bound to GPU buffers.
 */

/** `TensorProto.DataType` of onnx.proto3. */
export const onnxTypes = { float32: 1, uint8: 2, int32: 6, float16: 10 } as const;

export type OnnxType = keyof typeof onnxTypes;

export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly number[];
}

export interface OneOperator {
  readonly operator: string;
  /** '' for the ONNX operators, `com.microsoft` for those of ONNX Runtime. */
  readonly domain: '' | 'com.microsoft';
  /** In the operator's order; null leaves an optional one out. */
  readonly inputs: readonly (OnnxTensor | null)[];
  readonly outputs: readonly OnnxTensor[];
  /** Whole numbers; `{ float }` where the attribute is a float. */
  readonly attributes?: Readonly<Record<string, number | { readonly float: number }>>;
}

export function modelOf({ operator, domain, inputs, outputs, attributes = {} }: OneOperator): Uint8Array<ArrayBuffer> {
  const present = inputs.filter((input) => input !== null);
  const node = [
    ...inputs.map((input) => text(1, input?.name ?? '')),
    ...outputs.map(({ name }) => text(2, name)),
    text(3, 'operator'),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      message(5, typeof value === 'number' ? [text(1, name), whole(3, value), whole(20, 2)] : [text(1, name), float(2, value.float), whole(20, 1)]),
    ),
    ...(domain === '' ? [] : [text(7, domain)]),
  ];
  const graph = [
    message(1, node),
    text(2, 'one operator'),
    ...present.map((tensor) => message(11, valueInfo(tensor))),
    ...outputs.map((tensor) => message(12, valueInfo(tensor))),
  ];
  // IR version 10 with operator set 21 (ONNX 1.16).
  const opset = (name: string, version: number): Bytes => message(8, [text(1, name), whole(2, version)]);
  return Uint8Array.from([whole(1, 10), opset('', 21), opset('com.microsoft', 1), message(7, graph)].flat());
}

type Bytes = readonly number[];

function valueInfo({ name, type, dims }: OnnxTensor): Bytes[] {
  const shape = dims.map((dim) => message(1, [whole(1, dim)]));
  return [text(1, name), message(2, [message(1, [whole(1, onnxTypes[type]), message(2, shape)])])];
}

/** Field of wire type 0. */
function whole(field: number, value: number): Bytes {
  return [...varint(field << 3), ...varint(value)];
}

/** Field of wire type 5. */
function float(field: number, value: number): Bytes {
  return [...varint((field << 3) | 5), ...new Uint8Array(Float32Array.of(value).buffer)];
}

/** Fields of wire type 2: a string, and a message made of fields. */
function text(field: number, value: string): Bytes {
  return delimited(field, [...new TextEncoder().encode(value)]);
}

function message(field: number, fields: readonly Bytes[]): Bytes {
  return delimited(field, fields.flat());
}

function delimited(field: number, bytes: Bytes): Bytes {
  return [...varint((field << 3) | 2), ...varint(bytes.length), ...bytes];
}

function varint(value: number): Bytes {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}
