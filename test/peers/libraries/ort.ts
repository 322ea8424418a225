/**
 * ONNX Runtime Web on its WebGPU execution provider, with every operand and result bound to GPU buffers of ours (its IO
 * binding): a call moves no data. Where calls repeat the same buffers, its graph capture is tried as well.
 */
import * as ort from 'onnxruntime-web/webgpu';
import { nibblePairs, only, permuted } from '../arrays.ts';
import { fromHalfBits, toHalfBits } from '../half.ts';
import type { AttentionExtents, GemmExtents } from '../../../src/run/plans.ts';
import type { Library, Prepared, Way } from '../library.ts';
import { modelOf, type OneOperator, type OnnxTensor, type OnnxType } from '../onnx.ts';
import type { Problem } from '../problem.ts';

const usage = { mapRead: 0x1, copySource: 0x4, copyDestination: 0x8, storage: 0x80 } as const;

export async function openOnnxRuntime(): Promise<Library> {
  ort.env.logLevel = 'error';
  const narrow = await deviceWithoutSubgroups();
  const executionProviders: Providers = [{ name: 'webgpu', ...(narrow === null ? {} : { device: narrow }) }];
  // The device lives as long as a session does: this one stays.
  const tensor = (name: string): OnnxTensor => ({ name, type: 'float32', dims: [1] });
  const session = await ort.InferenceSession.create(modelOf({ operator: 'Neg', domain: '', inputs: [tensor('x')], outputs: [tensor('y')] }), { executionProviders });
  const device = narrow ?? ((await ort.env.webgpu.device) as GPUDevice);
  return { name: 'ONNX Runtime Web', version: ort.env.versions.web ?? '', device, ways: (problem) => waysOf({ device, executionProviders }, problem), close: () => void session.release() };
}

/**
 * Version 1.30 finds only the first four keys of a prompt where subgroups have four lanes (SwiftShader): its flash attention
 * counts on eight or more. There it gets a device without the feature, and takes its other path; elsewhere it opens its own.
 */
async function deviceWithoutSubgroups(): Promise<GPUDevice | null> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null || !adapter.features.has('subgroups') || adapter.info.subgroupMinSize >= 8) return null;
  const { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupStorageSize, maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX } = adapter.limits;
  const requiredLimits = { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupStorageSize, maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX };
  return adapter.requestDevice({ requiredLimits });
}

type Providers = NonNullable<ort.InferenceSession.SessionOptions['executionProviders']>;

interface Runtime {
  readonly device: GPUDevice;
  readonly executionProviders: Providers;
}

/** A model, and where its operands come from. */
interface Plan {
  readonly name: string;
  readonly model: OneOperator;
  /** Bytes of an input on a set of data. */
  readonly data: (tensor: OnnxTensor, set: number) => ArrayBufferView<ArrayBuffer>;
  /** Inputs that an output overwrites with the same entries: the KV cache. */
  readonly inPlace?: Readonly<Record<string, string>>;
  /** Inputs that the operator reads on the CPU. */
  readonly onCpu?: readonly string[];
}

function waysOf(runtime: Runtime, problem: Problem): Way[] {
  return plansOf(problem).flatMap((plan) => {
    const plain = { name: plan.name, prepare: () => prepare(runtime, problem, plan, false) };
    // It replays the commands of one call: the same buffers each time, and nothing that the CPU reads.
    const captures = problem.sets === 1 && plan.onCpu === undefined;
    return captures ? [plain, { name: `${plan.name}, graph capture`, prepare: () => prepare(runtime, problem, plan, true) }] : [plain];
  });
}

function plansOf(problem: Problem): Plan[] {
  const { point } = problem;
  const type: OnnxType = problem.instance.buffers[problem.instance.output.buffer]?.element === 'f16' ? 'float16' : 'float32';
  const tensor = (name: string, ...dims: number[]): OnnxTensor => ({ name, type, dims });
  const data = ({ name, type: own }: OnnxTensor, set: number): ArrayBufferView<ArrayBuffer> => encoded(problem.input(name, set), own);
  switch (point.kernel) {
    case 'gemm': {
      const { m, n, k } = only(point.ladder);
      return [{ name: 'MatMul', model: { operator: 'MatMul', domain: '', inputs: [tensor('a', m, k), tensor('b', k, n)], outputs: [tensor('y', m, n)] }, data }];
    }
    case 'gemv': {
      const { n, k } = only(point.ladder);
      const outputs = [tensor('y', 1, n)];
      return [
        {
          name: 'MatMul',
          model: { operator: 'MatMul', domain: '', inputs: [tensor('x', 1, k), tensor('w', k, n)], outputs },
          data: (own, set) => (own.name === 'w' ? encoded(permuted(problem.input('w', set), [n, k], [1, 0]), type) : data(own, set)),
        },
        { name: 'Gemm, transB', model: { operator: 'Gemm', domain: '', inputs: [tensor('x', 1, k), tensor('w', n, k)], outputs, attributes: { transB: 1 } }, data },
      ];
    }
    case 'gemv.q4': {
      const { n, k, batch = 1 } = only(point.ladder);
      return fourBits(problem, type, { m: batch, n, k });
    }
    case 'gemm.w4a16':
      return fourBits(problem, type, only(point.ladder));
    case 'attention.prefill': {
      const { batch, seq, heads, kvHeads, headDim } = only(point.ladder);
      const operands = [tensor('q', batch, seq, heads * headDim), tensor('k', batch, seq, kvHeads * headDim), tensor('v', batch, seq, kvHeads * headDim)];
      const cache = (name: string): OnnxTensor => tensor(name, batch, kvHeads, seq, headDim);
      const outputs = [tensor('o', batch, seq, heads * headDim), cache('presentKey'), cache('presentValue')];
      const empty = (own: OnnxTensor, set: number): ArrayBufferView<ArrayBuffer> => (own.name.startsWith('past') ? new Float32Array(bytesOf(own) / 4) : data(own, set));
      return [
        // The cache that the keys and values of the prompt are written to, allocated once: what its decoders do.
        {
          ...groupQuery(point.ladder, [...operands, cache('pastKey'), cache('pastValue')], outputs, empty),
          inPlace: { presentKey: 'pastKey', presentValue: 'pastValue' },
        },
        { ...groupQuery(point.ladder, [...operands, null, null], outputs, data), name: 'GroupQueryAttention, no past' },
      ];
    }
    case 'attention.decode': {
      const { batch, seq, heads, kvHeads, headDim } = only(point.ladder);
      const cache = (name: string): OnnxTensor => tensor(name, batch, kvHeads, seq, headDim);
      // The new token's key and value are those at the end of the cache, which the operator writes there again.
      const last = (name: string, set: number): Float32Array<ArrayBuffer> => {
        const values = problem.input(name, set);
        const rows = Array.from({ length: batch * kvHeads }, (_, head) => values.subarray(((head + 1) * seq - 1) * headDim, (head + 1) * seq * headDim));
        return Float32Array.from(rows.flatMap((row) => [...row]));
      };
      const plan = groupQuery(
        point.ladder,
        [tensor('q', batch, 1, heads * headDim), tensor('lastKey', batch, 1, kvHeads * headDim), tensor('lastValue', batch, 1, kvHeads * headDim), cache('k'), cache('v')],
        [tensor('o', batch, 1, heads * headDim), cache('presentKey'), cache('presentValue')],
        (own, set) => (own.name.startsWith('last') ? encoded(last(own.name === 'lastKey' ? 'k' : 'v', set), type) : data(own, set)),
      );
      return [{ ...plan, inPlace: { presentKey: 'k', presentValue: 'v' } }];
    }
    default:
      return [];
  }
}

/** Weights of 4 bits in blocks of 32; level 4 lets it round the activations to 8 bits. */
function fourBits(problem: Problem, type: OnnxType, { m, n, k }: GemmExtents): Plan[] {
  const block = 32;
  const inputs: OnnxTensor[] = [
    { name: 'x', type, dims: [m, k] },
    { name: 'w', type: 'uint8', dims: [n, k / block, block / 2] },
    { name: 'scales', type, dims: [(n * k) / block] },
  ];
  const outputs: OnnxTensor[] = [{ name: 'y', type, dims: [m, n] }];
  const data: Plan['data'] = ({ name }, set) => (name === 'w' ? nibblePairs(problem.words('w', set)) : encoded(problem.input(name, set), type));
  const attributes = { K: k, N: n, bits: 4, block_size: block };
  return [
    { name: 'MatMulNBits', model: { operator: 'MatMulNBits', domain: 'com.microsoft', inputs, outputs, attributes }, data },
    { name: 'MatMulNBits, accuracy level 4', model: { operator: 'MatMulNBits', domain: 'com.microsoft', inputs, outputs, attributes: { ...attributes, accuracy_level: 4 } }, data },
  ];
}

/** Attention with grouped heads over `past` and the new tokens; lengths are whole numbers that the CPU reads. */
function groupQuery(ladder: readonly AttentionExtents[], operands: readonly (OnnxTensor | null)[], outputs: readonly OnnxTensor[], data: Plan['data']): Plan {
  const { batch, seq, heads, kvHeads } = only(ladder);
  const lengths: OnnxTensor = { name: 'lengths', type: 'int32', dims: [batch] };
  const total: OnnxTensor = { name: 'total', type: 'int32', dims: [1] };
  return {
    name: 'GroupQueryAttention',
    model: { operator: 'GroupQueryAttention', domain: 'com.microsoft', inputs: [...operands, lengths, total], outputs, attributes: { num_heads: heads, kv_num_heads: kvHeads } },
    data: (own, set) => (own.name === 'lengths' ? new Int32Array(batch).fill(seq - 1) : own.name === 'total' ? Int32Array.of(seq) : data(own, set)),
    onCpu: ['total'],
  };
}

async function prepare({ device, executionProviders }: Runtime, { sets }: Problem, { model, data, inPlace = {}, onCpu = [] }: Plan, capture: boolean): Promise<Prepared> {
  const session = await ort.InferenceSession.create(modelOf(model), {
    executionProviders,
    preferredOutputLocation: 'gpu-buffer',
    enableGraphCapture: capture,
    // Our own models hold one operator: there is nothing to fuse, and nothing to be taken apart.
    graphOptimizationLevel: 'disabled',
  });
  const owned: GPUBuffer[] = [];
  const bind = (bytes: number, { type, dims }: OnnxTensor): ort.Tensor => {
    const buffer = device.createBuffer({ size: Math.max(16, Math.ceil(bytes / 16) * 16), usage: usage.storage | usage.copySource | usage.copyDestination });
    owned.push(buffer);
    return ort.Tensor.fromGpuBuffer(buffer, { dataType: type, dims: [...dims] });
  };
  const inputs = model.inputs.filter((input) => input !== null);
  const feeds = Array.from({ length: sets }, (_, set) =>
    Object.fromEntries(
      inputs.map((input) => {
        const contents = data(input, set);
        if (onCpu.includes(input.name)) return [input.name, new ort.Tensor('int32', contents as Int32Array, [...input.dims])];
        const bound = bind(contents.byteLength, input);
        device.queue.writeBuffer(bound.gpuBuffer as GPUBuffer, 0, contents.buffer, contents.byteOffset, contents.byteLength);
        return [input.name, bound];
      }),
    ),
  );
  const own = Object.fromEntries(model.outputs.filter(({ name }) => inPlace[name] === undefined).map((output) => [output.name, bind(bytesOf(output), output)]));
  const fetches = feeds.map((feed) => ({ ...own, ...Object.fromEntries(Object.entries(inPlace).map(([output, input]) => [output, feed[input] as ort.Tensor])) }));
  const run = async (set: number): Promise<void> => void (await session.run(feeds[set] as ort.InferenceSession.FeedsType, fetches[set] as ort.InferenceSession.FetchesType));
  await run(0);
  let next = 0;
  return {
    async call(count) {
      for (let index = 0; index < count; index++) {
        await run(next);
        next = (next + 1) % sets;
      }
    },
    async output() {
      await run(0);
      const [first] = model.outputs;
      if (first === undefined) throw new Error('the model has no output');
      const bytes = await read(device, own[first.name]?.gpuBuffer as GPUBuffer, bytesOf(first));
      return first.type === 'float16' ? fromHalfBits(new Uint16Array(bytes)) : new Float32Array(bytes);
    },
    async release() {
      await session.release();
      owned.forEach((buffer) => buffer.destroy());
    },
  };
}

async function read(device: GPUDevice, buffer: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
  const size = Math.ceil(bytes / 4) * 4;
  const staging = device.createBuffer({ size, usage: usage.mapRead | usage.copyDestination });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  try {
    await staging.mapAsync(1);
    return staging.getMappedRange().slice(0, bytes);
  } finally {
    staging.destroy();
  }
}

const elementBytes: Readonly<Record<OnnxType, number>> = { float32: 4, float16: 2, uint8: 1, int32: 4 };

function bytesOf({ type, dims }: OnnxTensor): number {
  return dims.reduce((product, dim) => product * dim, elementBytes[type]);
}

function encoded(values: Float32Array<ArrayBuffer>, type: OnnxType): ArrayBufferView<ArrayBuffer> {
  return type === 'float16' ? toHalfBits(values) : values;
}
