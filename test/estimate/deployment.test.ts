import { describe, expect, it } from 'vitest';
import { engineFacts, type EngineFacts } from '../../src/catalogue/engines.ts';
import { operate } from '../../src/estimate/estimate-scenario.ts';
import { passSeconds, decodePass } from '../../src/model/step.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';

const [vllm, sglang, tensorrt] = engineFacts as unknown as readonly [EngineFacts, EngineFacts, EngineFacts];

function deployed(accelerator: string, tensor: number) {
  const parallel = { tensor, pipeline: 1, expert: 1, attentionData: 1 };
  const operation = operate({ ...scenarioDefaults, model: 'llama-3.1-8b', accelerator, accelerators: tensor, weights: 'fp8', parallel });
  if (!operation.ok) throw new Error(operation.reason.message);
  return operation.value.choice.candidate.deployment;
}

describe('a deployment under an engine', () => {
  it('is one and the same under engines that launch the same kernels', () => {
    expect(deployed('h200-sxm', 4).under(vllm)).toBe(deployed('h200-sxm', 4).under(sglang));
  });

  it('spends less on all-reduces and on quantising where TensorRT-LLM fuses them, and the same on the rest', () => {
    const deployment = deployed('h200-sxm', 4);
    const apart = decodePass(deployment.under(vllm).stage, 8, 2000);
    const fused = decodePass(deployment.under(tensorrt).stage, 8, 2000);
    expect(fused.collectives).toBeLessThan(apart.collectives);
    expect(fused.linear).toBeLessThan(apart.linear);
    expect([fused.attention, fused.elementwise, fused.experts]).toEqual([apart.attention, apart.elementwise, apart.experts]);
    expect(passSeconds(fused)).toBeGreaterThan(0);
  });

  it.each([
    ['every engine fuses on datacentre Blackwell', 'b200-sxm', 4],
    ['none does over PCIe', 'l40s', 2],
  ])('%s', (_, accelerator, tensor) => {
    const deployment = deployed(accelerator, tensor);
    expect(deployment.under(tensorrt)).toBe(deployment.under(vllm));
  });
});
