/**
 * Puts an instance on a device: its buffers (inputs in several rotation sets), its data, its bind groups. What `load`
 * creates `release` destroys, so that a run never holds more than the data of one timed instance and one small exact case.
 */
import { bytesOf, type BufferPlan, type Fill, type Instance } from '../kernels/instance.ts';
import { fillStage, type ServiceStage } from '../kernels/wgsl/check-kernels.ts';
import { createPipelines, type CompiledStage, type Pipelines } from './pipelines.ts';

// Buffer usages by value (WebGPU section 5.1.2): Node has no such globals.
const usage = { mapRead: 0x1, copySource: 0x4, copyDestination: 0x8, uniform: 0x40, storage: 0x80 } as const;

/** The device had no room for a buffer. */
export class MemoryError extends Error {
  override readonly name = 'MemoryError';
}

export interface Loaded {
  readonly instance: Instance;
  readonly sets: number;
  readonly output: GPUBuffer;
  /** A buffer of set 0 by its name in the instance. */
  buffer(name: string): GPUBuffer;
  /** Its buffers of this name, one for each set, if they were made by this very plan; null otherwise. */
  lend(name: string, plan: BufferPlan): readonly GPUBuffer[] | null;
  /** Encodes `links` links of the chain, from number `start` on: link i reads set i mod sets. */
  encode(pass: GPUComputePassEncoder, links: number, start?: number): void;
  /** Writes the output's fill again. */
  poison(): Promise<void>;
  /** Fills a buffer of set 0 with something else, or with its own data again. */
  refill(name: string, fill?: Fill): Promise<void>;
  release(): void;
}

export interface Workbench {
  readonly device: GPUDevice;
  readonly pipelines: Pipelines;
  /** With a lender, another variant on the same data: what both plan alike is the lender's, and must not be used once that is released. */
  load(instance: Instance, sets: number, lender?: Loaded): Promise<Loaded>;
  /** Runs one untimed stage on these buffers, its uniform last. */
  serve(stage: ServiceStage, buffers: readonly GPUBuffer[]): Promise<void>;
  /** A storage buffer with these contents. */
  upload(data: Float32Array<ArrayBuffer>): GPUBuffer;
  /** An empty storage buffer of at least `bytes`. */
  allocate(bytes: number): GPUBuffer;
  /** The bytes of each range, one after the other. Offsets and sizes are multiples of 4. */
  read(buffer: GPUBuffer, ranges: readonly { readonly offset: number; readonly size: number }[]): Promise<ArrayBuffer>;
}

/** @param sign called whenever a pipeline or bytes came back */
export function createWorkbench(device: GPUDevice, sign: () => void = () => undefined): Workbench {
  const cache = createPipelines(device);
  const pipelines: Pipelines = { compile: (stage) => cache.compile(stage).finally(sign) };

  const storage = (bytes: number): GPUBuffer =>
    device.createBuffer({ size: Math.ceil(bytes / 16) * 16, usage: usage.storage | usage.copySource | usage.copyDestination });

  function uniform(words: Uint32Array<ArrayBuffer>): GPUBuffer {
    const buffer = device.createBuffer({ size: words.byteLength, usage: usage.uniform | usage.storage | usage.copyDestination });
    device.queue.writeBuffer(buffer, 0, words);
    return buffer;
  }

  async function serve(stage: ServiceStage, buffers: readonly GPUBuffer[]): Promise<void> {
    const { pipeline, layout } = await pipelines.compile(stage);
    const params = uniform(stage.uniform);
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bind(device, layout, [...buffers, params]));
    pass.dispatchWorkgroups(...stage.workgroups);
    pass.end();
    device.queue.submit([encoder.finish()]);
    params.destroy();
  }

  const fill = (buffer: GPUBuffer, plan: BufferPlan, set: number): Promise<void> => serve(fillStage(plan, set), [buffer]);

  async function load(instance: Instance, sets: number, lender?: Loaded): Promise<Loaded> {
    const compiled = await Promise.all(instance.stages.map((stage) => pipelines.compile(stage)));
    const owned: GPUBuffer[] = [];
    const release = (): void => owned.forEach((buffer) => buffer.destroy());
    device.pushErrorScope('out-of-memory');
    // One map of buffers a set; what does not rotate is shared. The output is shared on purpose: each link of a chain then
    // waits for the one before it, as the layers of a model do.
    const named = Array.from({ length: sets }, () => new Map<string, GPUBuffer>());
    const create = (buffer: GPUBuffer): GPUBuffer => {
      owned.push(buffer);
      return buffer;
    };
    const borrowed = new Set<string>();
    for (const [name, plan] of Object.entries(instance.buffers)) {
      const lent = lender?.sets === sets ? lender.lend(name, plan) : null;
      if (lent !== null) {
        named.forEach((buffers, set) => buffers.set(name, at(lent, set)));
        borrowed.add(name);
        continue;
      }
      const bytes = plan.length * bytesOf[plan.element];
      const shared = plan.rotates ? null : create(storage(bytes));
      named.forEach((buffers) => buffers.set(name, shared ?? create(storage(bytes))));
    }
    for (const [name, words] of Object.entries(instance.uniforms)) {
      const buffer = create(uniform(words));
      named.forEach((buffers) => buffers.set(name, buffer));
    }
    const problem = await device.popErrorScope();
    if (problem !== null) {
      release();
      throw new MemoryError(problem.message);
    }
    for (const [name, plan] of Object.entries(instance.buffers)) {
      for (const [set, buffers] of named.entries()) {
        if (!borrowed.has(name) && (plan.rotates || set === 0)) await fill(buffer(buffers, name), plan, set);
      }
    }
    const steps = named.map((buffers) =>
      instance.stages.map((stage, index) => {
        const { pipeline, layout } = at(compiled, index);
        return {
          pipeline,
          group: bind(
            device,
            layout,
            stage.bindings.map((binding) => buffer(buffers, binding.buffer)),
          ),
          workgroups: stage.workgroups,
        };
      }),
    );
    const output = buffer(at(named, 0), instance.output.buffer);
    return {
      instance,
      sets,
      output,
      buffer: (name) => buffer(at(named, 0), name),
      lend(name, plan) {
        const own = instance.buffers[name];
        return own !== undefined && JSON.stringify(own) === JSON.stringify(plan) ? named.map((buffers) => buffer(buffers, name)) : null;
      },
      encode(pass, links, start = 0) {
        let current: GPUComputePipeline | null = null;
        for (let link = start; link < start + links; link++) {
          for (const { pipeline, group, workgroups } of at(steps, link % sets)) {
            if (pipeline !== current) pass.setPipeline((current = pipeline));
            pass.setBindGroup(0, group);
            pass.dispatchWorkgroups(...workgroups);
          }
        }
      },
      async poison() {
        for (const [name, plan] of Object.entries(instance.buffers)) {
          if (!plan.rotates && plan.fill.kind === 'poison') await fill(buffer(at(named, 0), name), plan, 0);
        }
      },
      async refill(name, other) {
        const plan = instance.buffers[name];
        if (plan === undefined) throw new Error(`the instance has no buffer "${name}"`);
        await fill(buffer(at(named, 0), name), other === undefined ? plan : { ...plan, fill: other }, 0);
      },
      release,
    };
  }

  async function read(buffer: GPUBuffer, ranges: readonly { readonly offset: number; readonly size: number }[]): Promise<ArrayBuffer> {
    const total = ranges.reduce((sum, range) => sum + range.size, 0);
    const staging = device.createBuffer({ size: total, usage: usage.mapRead | usage.copyDestination });
    const encoder = device.createCommandEncoder();
    let position = 0;
    for (const { offset, size } of ranges) {
      encoder.copyBufferToBuffer(buffer, offset, staging, position, size);
      position += size;
    }
    device.queue.submit([encoder.finish()]);
    try {
      await staging.mapAsync(1);
      sign();
      return staging.getMappedRange().slice(0);
    } finally {
      staging.destroy();
    }
  }

  return {
    device,
    pipelines,
    load,
    serve,
    read,
    allocate: storage,
    upload(data) {
      const buffer = storage(data.byteLength);
      device.queue.writeBuffer(buffer, 0, data);
      return buffer;
    },
  };
}

function bind(device: GPUDevice, layout: CompiledStage['layout'], buffers: readonly GPUBuffer[]): GPUBindGroup {
  return device.createBindGroup({ layout, entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })) });
}

function buffer(buffers: ReadonlyMap<string, GPUBuffer>, name: string): GPUBuffer {
  const found = buffers.get(name);
  if (found === undefined) throw new Error(`the instance has no buffer "${name}"`);
  return found;
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no entry ${index} of ${items.length}`);
  return item;
}
