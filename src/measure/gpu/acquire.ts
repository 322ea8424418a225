/**
 * From a `GPU` object to an open device. It takes `navigator.gpu` of a page or a worker, or Dawn's object in Node; the
 * code after it is the same everywhere. "Not available" is a value here; only faults of ours throw.
 */
import type { AdapterSummary, Unavailable } from '../../run/run.ts';
import { openingPatience, Silence, SilentError, unlessSilent, type Patience } from '../../run/silence.ts';
import type { DeviceTraits } from '../kernels/instance.ts';
import { infoOf, summarise, traitsOf } from './adapter.ts';
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

/** The fastest adapter, else any; a browser that does not answer is the caller's to wait for. */
export async function requestAdapter(gpu: GPU | undefined, environment: Environment): Promise<GPUAdapter | Unavailable> {
  if (!environment.secure) return unavailable('insecure-context', 'isSecureContext is false', environment);
  if (gpu === undefined)
    return environment.where === 'worker'
      ? unavailable('worker-no-api', 'navigator.gpu is absent in the worker', environment)
      : unavailable('no-api', `navigator.gpu is absent (${environment.where})`, environment);
  try {
    return (
      (await gpu.requestAdapter({ powerPreference: 'high-performance' })) ??
      (await gpu.requestAdapter()) ??
      unavailable('no-adapter', 'requestAdapter() gave null', environment)
    );
  } catch (error) {
    return unavailable('no-adapter', `requestAdapter() failed: ${String(error)}`, environment);
  }
}

/**
 * Opens the fastest adapter's device; once more with defaults alone if the first request is refused. All questions share one patience, so
 * that a browser which answers none ends in a reason and not in a wait.
 */
export async function openDevice(
  gpu: GPU | undefined,
  environment: Environment,
  patience: Patience = openingPatience,
): Promise<OpenDevice | Unavailable> {
  const silence = new Silence('requestAdapter()', patience);
  const opening = ask(gpu, environment, (question) => silence.await(question));
  try {
    return await unlessSilent(opening, silence);
  } catch (error) {
    if (!(error instanceof SilentError)) throw error;
    // Should it come after all, nobody is left who wants it.
    opening.then(
      (late) => (late.kind === 'open' ? late.close() : undefined),
      () => undefined,
    );
    return unavailable('no-answer', error.message, environment);
  }
}

async function ask(gpu: GPU | undefined, environment: Environment, asking: (question: string) => void): Promise<OpenDevice | Unavailable> {
  const first = await requestAdapter(gpu, environment);
  if ('kind' in first) return first;
  if (gpu === undefined) return unavailable('no-api', 'navigator.gpu is absent', environment);
  asking('requestDevice()');
  const device = await first.requestDevice(wanted(first)).catch((error: unknown) => new RefusedError(String(error)));
  if (!(device instanceof RefusedError)) return open(gpu, device, first);
  // An adapter opens one device; a second attempt needs a second adapter.
  asking('requestAdapter() for a second attempt');
  const second = await requestAdapter(gpu, environment);
  if ('kind' in second) return second;
  asking('requestDevice() with defaults');
  const plain = await second.requestDevice().catch((error: unknown) => new RefusedError(String(error)));
  if (!(plain instanceof RefusedError)) return open(gpu, plain, second);
  return unavailable('device-refused', `${device.message}; with defaults: ${plain.message}`, environment);
}

/** The browser's own refusal, told apart from a fault of ours on the way. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
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

async function open(gpu: GPU, device: GPUDevice, adapter: GPUAdapter): Promise<OpenDevice> {
  const info = await infoOf(adapter);
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
    adapter: summarise(adapter, info),
    traits: traitsOf(device, info, languageOf(gpu)),
    lost: () => lost,
    whenLost,
    close() {
      closed = true;
      device.destroy();
    },
  };
}
