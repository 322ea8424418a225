/** The same instances in Chromium, whose Dawn and shader compiler are what a visitor measures with. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDevice, type OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { ownEnvironment, ownGpu } from '../../../src/measure/gpu/environment.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import { attentionCases, gemmCases, gemvCases, probeCases } from '../../measure/kernels/cases.ts';
import { layerCases } from '../../measure/kernels/layer-cases.ts';
import { meetsItsJudge } from '../../measure/meets.ts';

describe('numbers in Chromium on a software adapter', { timeout: 240_000 }, () => {
  let opened: OpenDevice;
  let bench: Workbench;

  beforeAll(async () => {
    const found = await openDevice(ownGpu(), ownEnvironment());
    if (found.kind === 'unavailable') throw new Error(found.diagnostic);
    opened = found;
    bench = createWorkbench(opened.device);
  });
  afterAll(() => opened.close());

  it('runs on the processor, where times mean nothing and numbers everything', () => {
    expect(opened.adapter.fallback).toBe(true);
  });

  it.each([...probeCases, ...gemmCases, ...gemvCases, ...attentionCases])('%s', (_name, instance) => meetsItsJudge(bench, instance));
  it.each(layerCases('f32'))('%s', (_name, instance) => meetsItsJudge(bench, instance, 1));
});
