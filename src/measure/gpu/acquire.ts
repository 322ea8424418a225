/**
 * From a `GPU` object to an open device. It takes `navigator.gpu` of a page or a worker, or Dawn's object in Node; the
 * code after it is the same everywhere. "Not available" is a value here; only faults of ours throw.
 */
import type { AdapterSummary, Unavailable } from '../../run/run.ts';
import { Silence, SilentError, unlessSilent, type Patience } from '../../run/silence.ts';
import type { DeviceTraits } from '../kernels/instance.ts';
import { summarise, traitsOf } from './adapter.ts';
import type { Environment } from './environment.ts';
import { unavailable } from './reasons.ts';
import { subgroupMatrixFeature } from './subgroup-matrix.ts';

export interface OpenDevice {
  readonly kind: 'open';
  /** Held so that Dawn's object outlives its device in Node: collected earlier, it aborts the process. */
  readonly gpu: GPU;
  readonly device: GPUDevice;
  readonly adapter: AdapterSummary;
  readonly traits: DeviceTraits;
  /** Set once the device is lost to anything but `close`. */
  lost(): GPUDeviceLostInfo | null;
  /** Resolves when that happens. */
  readonly whenLost: Promise<GPUDeviceLostInfo>;
  close(): void;
}

const wantedFeatures = [
  // Times on the GPU's own clock: no queue, no event loop in the number.
  'timestamp-query',
  // The f16 lane.
  'shader-f16',
  // Reductions without workgroup memory.
  'subgroups',
  // The experimental lane: matrix units, where a flag has allowed them.
  subgroupMatrixFeature,
] as const satisfies readonly GPUFeatureName[];

/** The limits that are asked for, each as high as is useful and no higher. */
const wantedLimits = {
  // One binding holds the stream buffer, which must be many times the last-level cache.
  maxStorageBufferBindingSize: 2 ** 29,
  maxBufferSize: 2 ** 29,
  // 128x128 tiles of f32, and the partial sums of decode with eight queries a group.
  maxComputeWorkgroupStorageSize: 32_768,
  // 256 is the default already; larger groups gain nothing for these kernels.
  maxComputeInvocationsPerWorkgroup: 256,
} as const;

export async function requestAdapter(gpu: GPU | undefined, environment: Environment, patience?: Patience): Promise<GPUAdapter | Unavailable> {
  if (!environment.secure) return unavailable('insecure-context', 'isSecureContext is false');
  if (gpu === undefined)
    return environment.where === 'worker'
      ? unavailable('worker-no-api', 'navigator.gpu is absent in the worker')
      : unavailable('no-api', `navigator.gpu is absent (${environment.where})`);
  try {
    const answered = (options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> =>
      unlessSilent(gpu.requestAdapter(options), new Silence('requestAdapter()', patience));
    return (await answered({ powerPreference: 'high-performance' })) ?? (await answered()) ?? unavailable('no-adapter', 'requestAdapter() gave null');
  } catch (error) {
    return unavailable('no-adapter', `requestAdapter() failed: ${String(error)}`);
  }
}

/** Opens the fastest adapter's device; once more with defaults alone if the first request is refused. */
export async function openDevice(gpu: GPU | undefined, environment: Environment, patience?: Patience): Promise<OpenDevice | Unavailable> {
  const answered = (device: Promise<GPUDevice>): Promise<GPUDevice> => unlessSilent(device, new Silence('requestDevice()', patience));
  const first = await requestAdapter(gpu, environment, patience);
  if ('kind' in first) return first;
  if (gpu === undefined) return unavailable('no-api', 'navigator.gpu is absent');
  try {
    return open(gpu, await answered(first.requestDevice(wanted(first))), first);
  } catch (refusal) {
    if (refusal instanceof SilentError) return unavailable('device-refused', refusal.message);
    // An adapter opens one device; a second attempt needs a second adapter.
    const second = await requestAdapter(gpu, environment, patience);
    if ('kind' in second) return second;
    try {
      return open(gpu, await answered(second.requestDevice()), second);
    } catch (error) {
      return unavailable('device-refused', `${String(refusal)}; with defaults: ${String(error)}`);
    }
  }
}

function wanted(adapter: GPUAdapter): GPUDeviceDescriptor {
  const requiredLimits: Record<string, number> = {};
  for (const name of Object.keys(wantedLimits) as (keyof typeof wantedLimits)[])
    requiredLimits[name] = Math.min(wantedLimits[name], adapter.limits[name]);
  return { label: 'inference cost lab', requiredFeatures: wantedFeatures.filter((feature) => adapter.features.has(feature)), requiredLimits };
}

/** What this WGSL knows beyond its first version; Chrome 113 and 114 do not say. */
function languageOf(gpu: GPU): ReadonlySet<string> {
  return 'wgslLanguageFeatures' in gpu ? gpu.wgslLanguageFeatures : new Set();
}

function open(gpu: GPU, device: GPUDevice, adapter: GPUAdapter): OpenDevice {
  let lost: GPUDeviceLostInfo | null = null;
  let closed = false;
  const whenLost = new Promise<GPUDeviceLostInfo>((resolve) => {
    void device.lost.then((info) => {
      if (closed) return;
      lost = info;
      resolve(info);
    });
  });
  return {
    kind: 'open',
    gpu,
    device,
    adapter: summarise(adapter),
    traits: traitsOf(device, adapter.info, languageOf(gpu)),
    lost: () => lost,
    whenLost,
    close() {
      closed = true;
      device.destroy();
    },
  };
}
