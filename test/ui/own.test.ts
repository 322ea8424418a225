import { describe, expect, it } from 'vitest';
import { accelerators } from '../../src/catalogue/accelerators.ts';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { copyOf } from '../../src/ui/form/choices/own-accelerator.ts';
import { readConfig } from '../../src/ui/form/choices/own-model.ts';

describe('a copy of an accelerator', () => {
  it('is a scenario that parses, whichever it was copied from', () => {
    for (const { id } of accelerators()) {
      const copy = copyOf({ accelerator: id });
      if (copy === null) continue;
      const parsed = parseScenario({ ...defaultScenario, accelerator: copy });
      expect(parsed.ok ? '' : `${id}: ${parsed.error.path} ${parsed.error.message}`).toBe('');
    }
  });
  it('is not made up where the catalogue lacks its facts', () => {
    expect(copyOf({ accelerator: 'dmatrix-corsair' })).toBeNull();
    expect(copyOf({ accelerator: 'tpu-v8' })).toBeNull();
  });
  it('answers about as its original does', () => {
    const own = estimateScenario({ ...defaultScenario, accelerator: copyOf(defaultScenario) ?? '' });
    const original = estimateScenario(defaultScenario);
    expect(own.timePerOutputToken?.value).toBeWithinPercent(original.timePerOutputToken?.value ?? 0, 25);
  });
});

describe('a pasted config.json', () => {
  const llama = {
    architectures: ['LlamaForCausalLM'],
    hidden_size: 4096,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    intermediate_size: 14336,
    vocab_size: 128256,
    torch_dtype: 'bfloat16',
    tie_word_embeddings: false,
    max_position_embeddings: 131072,
  };
  it('says what it understood', () => {
    expect(readConfig(JSON.stringify(llama))).toMatchObject({ ok: true, words: '8B parameters in 32 layers, stored in bf16.' });
  });
  it('is refused by field, or by what it is instead', () => {
    const { hidden_size, ...without } = llama;
    expect(hidden_size).toBe(4096);
    expect(readConfig(JSON.stringify(without))).toMatchObject({ ok: false, words: expect.stringContaining('hidden_size') as string });
    expect(readConfig('{ "a": ').words).toMatch(/^Not JSON/);
    expect(readConfig('[1]').words).toContain('object');
    expect(readConfig('x'.repeat(1_000_001)).words).toContain('no config.json');
  });
});
