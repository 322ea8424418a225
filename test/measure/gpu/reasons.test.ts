/** Every reason why measuring cannot run, each brought about by a GPU object that behaves so. */
import { describe, expect, it } from 'vitest';
import { isSoftware } from '../../../src/measure/gpu/adapter.ts';
import { openDevice, requestAdapter } from '../../../src/measure/gpu/acquire.ts';
import { ownSystem } from '../../../src/measure/gpu/environment.ts';
import { unavailable } from '../../../src/measure/gpu/reasons.ts';
import { openingPatience, Silence, SilentError } from '../../../src/run/silence.ts';
import type { ReasonCode } from '../../../src/run/run.ts';
import { nullGpu } from '../dawn.ts';

const node = { where: 'node', secure: true } as const;
const gpuWith = (requestAdapter: () => Promise<unknown>): GPU => ({ requestAdapter }) as unknown as GPU;

describe('openDevice', () => {
  it('opens a device with named limits, no higher than the adapter has', async () => {
    const gpu = nullGpu();
    const opened = await openDevice(gpu, node);
    if (opened.kind !== 'open') throw new Error(opened.diagnostic);
    expect(opened.traits).toMatchObject({ f16: true, subgroups: true, packedDot: true, maxInvocations: 256 });
    expect(opened.adapter.features).toContain('shader-f16');
    expect(opened.lost()).toBeNull();
    opened.close();
    await opened.device.lost;
    // Closed by us: not a loss.
    expect(opened.lost()).toBeNull();
  });

  it.each([
    ['insecure-context', undefined, { where: 'page', secure: false }],
    ['no-api', undefined, { where: 'page', secure: true }],
    ['no-api', undefined, { where: 'node', secure: true }],
    ['worker-no-api', undefined, { where: 'worker', secure: true }],
    ['no-adapter', gpuWith(async () => null), node],
    [
      'no-adapter',
      gpuWith(async () => {
        throw new Error('blocklisted');
      }),
      node,
    ],
    [
      'device-refused',
      gpuWith(async () => ({
        features: new Set(),
        limits: {},
        requestDevice: async () => {
          throw new Error('too many devices');
        },
      })),
      node,
    ],
  ] as const)('%s', async (reason, gpu, environment) => {
    const opened = await openDevice(gpu, environment);
    expect(opened).toMatchObject({ kind: 'unavailable', reason });
    if (opened.kind === 'unavailable') {
      expect(opened.message).not.toBe('');
      expect(opened.remedy).not.toBe('');
      expect(opened.diagnostic).not.toBe('');
    }
  });

  it('tries once more with defaults when a limit or feature is refused', async () => {
    const real = nullGpu();
    const asked: (GPUDeviceDescriptor | undefined)[] = [];
    const picky = gpuWith(async () => {
      const adapter = await real.requestAdapter();
      if (adapter === null) return null;
      return {
        features: adapter.features,
        limits: adapter.limits,
        info: adapter.info,
        async requestDevice(descriptor?: GPUDeviceDescriptor) {
          asked.push(descriptor);
          if (descriptor !== undefined) throw new TypeError('limit not supported');
          return adapter.requestDevice();
        },
      };
    });
    const opened = await openDevice(picky, node);
    expect(opened).toMatchObject({ kind: 'open', traits: { f16: false, subgroups: false, packedDot: false, subgroupMatrices: [] } });
    expect(asked).toHaveLength(2);
    if (opened.kind === 'open') opened.close();
  });

  it('reports a device that the driver takes away', async () => {
    const opened = await openDevice(nullGpu(), node);
    if (opened.kind !== 'open') throw new Error(opened.diagnostic);
    opened.device.destroy();
    await opened.whenLost;
    expect(opened.lost()).not.toBeNull();
  });

  it('asks for the fast GPU first', async () => {
    const wishes: unknown[] = [];
    await requestAdapter({ requestAdapter: async (wish: unknown) => (wishes.push(wish), null) } as unknown as GPU, node);
    expect(wishes[0]).toEqual({ powerPreference: 'high-performance' });
  });
});

describe('a browser that is silent or says little', () => {
  const patience = { least: 0.2, times: 0, most: 0.2 };
  const waits = (): Promise<never> => new Promise(() => undefined);

  it.each([
    ['requestAdapter()', gpuWith(waits)],
    ['requestDevice()', gpuWith(async () => ({ features: new Set(), limits: {}, requestDevice: waits }))],
  ] as const)('never answers %s: a reason of its own, with a remedy', async (question, gpu) => {
    const opened = await openDevice(gpu, node, patience);
    expect(opened).toMatchObject({ kind: 'unavailable', reason: 'no-answer', diagnostic: expect.stringContaining(question) as string });
  });

  it('is waited for less than twenty seconds', () => {
    expect(new Silence('requestAdapter()', openingPatience).pass(19)).toBeInstanceOf(SilentError);
  });

  it.each([
    ['no info at all', {}, { vendor: '', architecture: '' }],
    [
      'the older question',
      { requestAdapterInfo: async () => ({ vendor: 'nvidia', architecture: 'hopper' }) },
      { vendor: 'nvidia', architecture: 'hopper' },
    ],
    ['the older question, refused', { requestAdapterInfo: async () => Promise.reject(new Error('blocked')) }, { vendor: '' }],
  ])('opens an adapter with %s', async (_, says, expected) => {
    const real = nullGpu();
    const shy = gpuWith(async () => {
      const adapter = await real.requestAdapter();
      return adapter && { features: adapter.features, limits: adapter.limits, requestDevice: () => adapter.requestDevice(), ...says };
    });
    const opened = await openDevice(shy, node);
    expect(opened).toMatchObject({ kind: 'open', adapter: expected, traits: { subgroupMin: 4, subgroupMax: 128 } });
    if (opened.kind === 'open') opened.close();
  });
});

describe('remedies on a Linux desktop', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';
  it('name the flags that cure it', async () => {
    const system = ownSystem(chrome);
    const opened = await openDevice(
      gpuWith(async () => null),
      { where: 'worker', secure: true, system },
    );
    for (const flag of [
      'chrome://flags/#enable-unsafe-webgpu',
      'chrome://flags/#enable-vulkan',
      '--enable-unsafe-webgpu',
      '--enable-features=Vulkan',
    ])
      expect(opened).toMatchObject({ reason: 'no-adapter', remedy: expect.stringContaining(flag) as string });
  });
  it('are those of the browser, and of no other system', () => {
    expect(ownSystem('Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0')).toBe('firefox-linux');
    expect(unavailable('no-adapter', '', { system: 'firefox-linux' }).remedy).toContain('dom.webgpu.enabled');
    expect(ownSystem(chrome.replace('X11; Linux x86_64', 'Linux; Android 16'))).toBeNull();
    expect(ownSystem(chrome.replace('X11; Linux x86_64', 'Windows NT 10.0; Win64; x64'))).toBeNull();
    expect(unavailable('no-adapter', '').remedy).not.toContain('--enable');
    expect(unavailable('insecure-context', '', { system: 'chromium-linux' }).remedy).not.toContain('--enable');
  });
});

describe('reasons', () => {
  it('all nine have their own words', () => {
    const codes: ReasonCode[] = [
      'insecure-context',
      'no-api',
      'worker-no-api',
      'no-adapter',
      'software-adapter',
      'device-refused',
      'no-answer',
      'device-lost',
      'kernel-failed',
    ];
    const texts = codes.map((code) => unavailable(code, 'x'));
    expect(new Set(texts.map(({ message }) => message)).size).toBe(9);
    expect(new Set(texts.map(({ remedy }) => remedy)).size).toBe(9);
  });
});

describe('isSoftware', () => {
  const info = { vendor: '', architecture: '', device: '', description: '' };
  it.each([
    [{ ...info, vendor: 'google', architecture: 'swiftshader' }, true],
    [{ ...info, vendor: 'mesa', architecture: 'software', description: 'llvmpipe: Mesa 25.0.7 (LLVM 15.0.6)' }, true],
    [{ ...info, vendor: 'microsoft', description: 'Microsoft Basic Render Driver' }, true],
    [{ ...info, vendor: 'microsoft', architecture: 'warp' }, true],
    [{ ...info, vendor: 'intel', architecture: 'gen-12lp', isFallbackAdapter: true }, true],
    [{ ...info, vendor: 'nvidia', architecture: 'hopper', isFallbackAdapter: false }, false],
    [{ ...info, vendor: 'apple', architecture: 'metal-3' }, false],
    [{ ...info, vendor: 'amd', architecture: 'rdna-3', description: 'AMD Radeon RX 7900 XTX' }, false],
  ])('%o is %s', (adapter, software) => {
    expect(isSoftware(adapter)).toBe(software);
  });
});
