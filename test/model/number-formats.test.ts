import { describe, expect, it } from 'vitest';
import { accelerator } from '../../src/catalogue/accelerators.ts';
import { model } from '../../src/catalogue/models.ts';
import { toChipSpec } from '../../src/model/chip-from-catalogue.ts';
import { numberFormats, onUnits, type FormatDecision } from '../../src/model/number-formats.ts';
import { formats } from '../../src/model/operators/formats.ts';
import { weightFormats, type WeightFormat } from '../../src/scenario/scenario.ts';

function decide(modelId: string, chipId: string, weights: WeightFormat): FormatDecision {
  const shape = model(modelId);
  const chip = accelerator(chipId);
  if (!shape || !chip) throw new Error(`${modelId} on ${chipId}`);
  return numberFormats(shape, toChipSpec(chip), weights, 'bf16');
}
const arithmetic = (modelId: string, chipId: string, weights: WeightFormat): unknown => {
  const decision = decide(modelId, chipId, weights);
  return decision.ok ? decision.formats.arithmetic : decision.lacking;
};
const all = (format: string): object => ({ attention: format, dense: format, experts: format, head: 'bf16' });

describe('number formats of a deployment', () => {
  it('multiply in the stored format where the chip has units for it, else in 16 bits', () => {
    expect(arithmetic('llama-3.3-70b', 'h200-sxm', 'fp8')).toEqual(all('fp8'));
    expect(arithmetic('llama-3.3-70b', 'a100-80-sxm', 'fp8')).toEqual(all('int8_wo'));
    expect(arithmetic('llama-3.3-70b', 'h200-sxm', 'nvfp4')).toEqual(all('int4_wo'));
    expect(arithmetic('llama-3.3-70b', 'b200-sxm', 'nvfp4')).toEqual(all('nvfp4'));
    expect(arithmetic('llama-3.3-70b', 'b200-sxm', 'int4')).toEqual(all('int4_wo'));
  });

  it('keep the parts that a checkpoint leaves wider, and the blocks of one published in blocks', () => {
    expect(arithmetic('gpt-oss-120b', 'b200-sxm', 'mxfp4')).toEqual({ attention: 'bf16', dense: 'bf16', experts: 'mxfp4', head: 'bf16' });
    expect(arithmetic('deepseek-v3', 'h200-sxm', 'fp8')).toEqual(all('fp8_block'));
  });

  it('name the format that nothing on the chip runs', () => {
    expect(arithmetic('llama-3.3-70b', 'cerebras-wse3', 'fp8')).toBe('fp8');
  });

  it('are never narrower in arithmetic than in storage', () => {
    for (const weights of weightFormats) {
      const decision = decide('llama-3.3-70b', 'b300-sxm', weights);
      if (!decision.ok) continue;
      const { peak } = formats[decision.formats.arithmetic.dense];
      if (weights === 'bf16') expect(peak).toBe('bf16');
      if (peak === 'fp4') expect(weights).toBe('nvfp4');
    }
  });

  it('leave integer units alone that are slower than the 16-bit ones', () => {
    const chip = accelerator('b300-sxm');
    expect(chip && onUnits('int8', toChipSpec(chip))).toMatchObject({ format: 'int8_wo', substituted: true });
  });
});
