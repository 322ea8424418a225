import { describe, expect, it } from 'vitest';
import { compareWithPublished } from '../../src/index.ts';

const adapter = {
  vendor: 'nvidia',
  architecture: 'hopper',
  device: 'NVIDIA H200',
  description: '',
  fallback: false,
  features: [],
  limits: {},
} as unknown as Parameters<typeof compareWithPublished>[0];

describe('compareWithPublished', () => {
  it('has nothing to say of a processor, of another accelerator, or of a run without kernels', async () => {
    expect(await compareWithPublished({ ...adapter, fallback: true }, [])).toBeNull();
    expect(await compareWithPublished({ ...adapter, device: 'Some GPU' }, [])).toBeNull();
    expect(await compareWithPublished(adapter, [])).toBeNull();
  });
});
