/** What an adapter says of itself, in the form that a run stores, and whether it is a processor in disguise. */
import type { AdapterSummary } from '../../run/run.ts';
import type { DeviceTraits } from '../kernels/instance.ts';
import { subgroupMatrices, subgroupMatrixFeature } from './subgroup-matrix.ts';

/** Limits that say something about the hardware or about what a run could do. */
const storedLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** Names that software adapters give themselves: Google's SwiftShader, Mesa's llvmpipe and lavapipe, Microsoft's WARP. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|\bwarp\b|microsoft basic render|\bsoftware\b/i;

/** True for an adapter that computes on the processor: its rates say nothing about a GPU. */
export function isSoftware(
  info: Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'> & { readonly isFallbackAdapter?: boolean },
): boolean {
  return info.isFallbackAdapter === true || softwareNames.test([info.vendor, info.architecture, info.device, info.description].join(' '));
}

/** GPUs that only phones and tablets have; Apple's name is the same on both. */
const handheldVendors = new Set(['qualcomm', 'arm', 'img-tec', 'samsung']);

export function isHandheld({ vendor }: Pick<GPUAdapterInfo, 'vendor'>): boolean {
  return handheldVendors.has(vendor);
}

/** What an adapter says of itself; empty where an older browser says nothing. */
export type KnownInfo = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description' | 'subgroupMatrixConfigs'> & {
  readonly subgroupMinSize: number;
  readonly subgroupMaxSize: number;
  readonly isFallbackAdapter: boolean;
};

/** Subgroups have 4 to 128 threads (WebGPU section 3.6.2): what is known where the adapter does not say. */
const anySubgroup = { subgroupMinSize: 4, subgroupMaxSize: 128 } as const;

/**
 * `adapter.info` where there is one (Chrome 127, Safari 26, Firefox 141 on). Chrome 113 to 126 answered a question in its place; others
 * may say nothing, which is no reason not to measure.
 */
export async function infoOf(adapter: GPUAdapter): Promise<KnownInfo> {
  const older = adapter as {
    readonly info?: GPUAdapterInfo;
    readonly isFallbackAdapter?: boolean;
    requestAdapterInfo?(): Promise<Partial<GPUAdapterInfo>>;
  };
  const info: Partial<GPUAdapterInfo> = older.info ?? (await older.requestAdapterInfo?.().catch(() => ({}))) ?? {};
  return {
    vendor: info.vendor ?? '',
    architecture: info.architecture ?? '',
    device: info.device ?? '',
    description: info.description ?? '',
    subgroupMinSize: info.subgroupMinSize ?? anySubgroup.subgroupMinSize,
    subgroupMaxSize: info.subgroupMaxSize ?? anySubgroup.subgroupMaxSize,
    isFallbackAdapter: info.isFallbackAdapter ?? older.isFallbackAdapter ?? false,
    ...(info.subgroupMatrixConfigs === undefined ? {} : { subgroupMatrixConfigs: info.subgroupMatrixConfigs }),
  };
}

export function summarise({ features, limits }: Pick<GPUAdapter, 'features' | 'limits'>, info: KnownInfo): AdapterSummary {
  return {
    vendor: info.vendor,
    architecture: info.architecture,
    device: info.device,
    description: info.description,
    fallback: isSoftware(info),
    features: [...features].sort(),
    limits: Object.fromEntries(storedLimits.map((name) => [name, limits[name]])),
  };
}

/** Traits of an open device: its own features and limits, not the adapter's. `language` is what the browser's WGSL knows. */
export function traitsOf(device: GPUDevice, info: KnownInfo, language: ReadonlySet<string>): DeviceTraits {
  return {
    f16: device.features.has('shader-f16'),
    subgroups: device.features.has('subgroups'),
    subgroupMin: info.subgroupMinSize,
    subgroupMax: info.subgroupMaxSize,
    packedDot: language.has('packed_4x8_integer_dot_product'),
    subgroupMatrices: device.features.has(subgroupMatrixFeature) ? subgroupMatrices(info) : [],
    maxInvocations: device.limits.maxComputeInvocationsPerWorkgroup,
    workgroupStorage: device.limits.maxComputeWorkgroupStorageSize,
    maxBinding: Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize),
  };
}
