/** Faults planted in the device itself, as a driver would have them. */

/** A GPU whose devices do something else for one method. */
export function tampered(real: GPU, tamper: (device: GPUDevice) => Partial<GPUDevice>): GPU {
  return wrap(real, {
    async requestAdapter(options?: GPURequestAdapterOptions) {
      const adapter = await real.requestAdapter(options);
      if (adapter === null) return null;
      return wrap(adapter, {
        async requestDevice(descriptor?: GPUDeviceDescriptor) {
          const device = await adapter.requestDevice(descriptor);
          return wrap(device, tamper(device));
        },
      });
    },
  });
}

export function wrap<T extends object>(target: T, other: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      if (name in other) return other[name as keyof T];
      const value: unknown = Reflect.get(target, name, target);
      // Dawn's methods want their own object as receiver, not the proxy.
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Changes the code of one shader on its way to the driver. */
export function miscompiled(real: GPU, shader: string, from: string, to: string): GPU {
  return tampered(real, (device) => ({
    createShaderModule: (descriptor) =>
      device.createShaderModule(descriptor.label === shader ? { ...descriptor, code: descriptor.code.replace(from, to) } : descriptor),
  }));
}
